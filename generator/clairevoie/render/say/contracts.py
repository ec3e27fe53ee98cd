"""How much is left of a contract, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from markupsafe import Markup

from clairevoie.portal import Cell, Contract, Sign, Table
from clairevoie.render.say import hours
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.render.text import sentences
from clairevoie.words import durations, plurals
from clairevoie.words.labels import label

NEAR = 60  # days under which a notice is counted down


def headline(here: Here, panel: tuple[Contract, ...]) -> Headline:
    """`Deux contrats en cours ; le prochain préavis court jusqu’au 01/04/2026.`, or the end that comes sooner."""
    if not panel:
        return Headline(here.t("Aucun contrat n’est enregistré.", "No contract is recorded."), sign="not_measured")
    running = [contract for contract in panel if is_running(here, contract)]
    what = opened(Markup.escape(plurals.counted(len(running), "contract", here.language)))
    first = here.t("{what} en cours", "{what} in force", what=what)
    ahead = _ahead(here, running)
    if not ahead:
        return Headline(
            here.t("{first} ; ni échéance ni préavis à venir.", "{first}; no end or notice date ahead.", first=first)
        )
    day, of_notice, next_ = ahead[0]
    values = {"first": first, "day": here.day(day), "name": next_.name}
    title = (
        here.t(
            "{first} ; le prochain préavis court jusqu’au {day}.", "{first}; the next notice date is {day}.", **values
        )
        if of_notice
        else here.t("{first} ; « {name} » prend fin le {day}.", "{first}; “{name}” ends on {day}.", **values)
    )
    sign: Sign | None = "warn" if (day - here.today).days <= NEAR else None
    others = [event for event in ahead[1:] if event[2] != next_]
    said = [ahead[0], *[event for event in others if not event[1]][:1]] if of_notice else others[:2]
    return Headline(title, sentences(*(_said(here, *event) for event in said)), sign)


def contract(here: Here, panel: Contract) -> Headline:
    """`Infogérance et support : il reste 181,5 h, et 20 jours pour donner préavis.`"""
    if has_ended(here, panel):
        used = hours.spent(here, panel.hours) if panel.hours else Markup("")
        title = here.t("{name} : {text}.", "{name}: {text}.", name=panel.name, text=_until(here, panel))
        return Headline(title, here.t("{used}.", "{used}.", used=used) if used else used)
    parts = [part for part in (hours.left(here, panel.hours) if panel.hours else None, _notice(here, panel)) if part]
    if not parts:
        parts = [_until(here, panel)]
    text = parts[0] if len(parts) == 1 else here.t("{one}, et {two}", "{one}, and {two}", one=parts[0], two=parts[1])
    return Headline(here.t("{name} : {text}.", "{name}: {text}.", name=panel.name, text=text), renewal(here, panel))


def is_running(here: Here, panel: Contract) -> bool:
    """Whether the contract is in force on as_of's day."""
    end = ending(panel)
    return panel.start <= here.today and (end is None or end >= here.today)


def has_ended(here: Here, panel: Contract) -> bool:
    """Whether its last day has passed."""
    end = ending(panel)
    return end is not None and end < here.today


def ending(panel: Contract) -> date | None:
    """The last day: the earlier of its end and its termination."""
    days = [day for day in (panel.end, panel.terminated) if day]
    return min(days) if days else None


def renewal(here: Here, panel: Contract) -> Markup:
    """What follows without notice."""
    last = ending(panel)
    if last is None or panel.end is None:
        return here.t("Contrat sans date de fin.", "A contract with no end date.")
    day = here.day(last)
    if last < here.today:
        return here.t("Contrat terminé le {day}.", "This contract ended on {day}.", day=day)
    if panel.terminated:
        return here.t("Contrat résilié : il prend fin le {day}.", "Terminated: it ends on {day}.", day=day)
    if panel.renewal == "tacit" and panel.notice:
        return _renewed(here, panel) if panel.notice < here.today else _unless(here, panel, panel.notice)
    if panel.renewal == "none":
        return here.t(
            "Le contrat prend fin le {day}, sans reconduction.",
            "The contract ends on {day} and is not renewed.",
            day=day,
        )
    return here.t(
        "Échéance le {day} ; la reconduction n’est pas précisée.", "It ends on {day}; renewal is not stated.", day=day
    )


def covers(here: Here, panel: Contract) -> Markup:
    """`Sept services, quatre niveaux de priorité.`"""
    levels = len({promise.priority for promise in panel.promises if promise.priority})
    if not panel.services and not levels:
        return here.t("Aucun service n’y est rattaché.", "No service is attached to it.")
    what = opened(Markup.escape(plurals.counted(len(panel.services), "service", here.language)))
    if not levels:
        return here.t("{what}.", "{what}.", what=what)
    return here.t(
        "{what}, {levels}.", "{what}, {levels}.", what=what, levels=plurals.counted(levels, "level", here.language)
    )


def work(here: Here, panel: Contract) -> Markup:
    """`214 lignes ; voici les dix dernières.`"""
    rows = len(panel.work.rows) if panel.work else 0
    if not rows:
        return here.t("Aucune activité enregistrée.", "No recorded work.")
    what = plurals.counted(rows, "row", here.language, words=False)
    if rows <= 10:
        return here.t("{what} d’activité.", "{what} of work.", what=what)
    dates = [row[0] for row in panel.work.rows if isinstance(row[0], date)] if panel.work else []
    if len(dates) == rows and dates == sorted(dates, reverse=True):
        return here.t(
            "{what} d’activité ; voici les dix dernières.", "{what} of work; here are the latest ten.", what=what
        )
    return here.t("{what} d’activité ; voici les dix premières.", "{what} of work; here are the first ten.", what=what)


def shown_work(table: Table, most: int) -> Table:
    """The first rows as a page shows them: whether time was deducted, and why not, only where some was not."""
    ids = [column.id for column in table.columns]
    rows = table.rows[:most]
    aside = {"undeducted_reason"} if "deducted" in ids else set()
    if "deducted" in ids and all(row[ids.index("deducted")] for row in rows):
        aside.add("deducted")
    elif aside and "undeducted_reason" in ids:
        rows = tuple(_with_reason(row, ids.index("deducted"), ids.index("undeducted_reason")) for row in rows)
    kept = [index for index, name in enumerate(ids) if name not in aside]
    columns = tuple(table.columns[index] for index in kept)
    return replace(table, columns=columns, rows=tuple(tuple(row[index] for index in kept) for row in rows))


def deducted(here: Here, value: Cell) -> Markup:
    """`oui`, or `non : garantie` from the reason that stands for a no."""
    if value is True:
        return here.t("oui", "yes")
    if not isinstance(value, str):
        return here.t("non", "no")
    return here.t("non : {why}", "no: {why}", why=label("undeducted", value, here.language))


def _with_reason(row: tuple[Cell, ...], flag: int, why: int) -> tuple[Cell, ...]:
    """The reason in the place of a no."""
    return (*row[:flag], row[why] or False, *row[flag + 1 :]) if not row[flag] else row


def kind(here: Here, panel: Contract) -> str:
    """`Infogérance`, `Régie`, `Forfait d’heures` (or `de jours`), `Forfait`."""
    return kind_name(here, panel.kind, panel.hours is not None and panel.hours.unit == "days")


def kind_name(here: Here, code: str, in_days: bool) -> str:
    """The name of a kind of contract, whose budget is in days or in hours."""
    if code == "prepaid" and in_days:
        return here.t("Forfait de jours", "Prepaid days")
    return label("kind", code, here.language)


def countdown(here: Here, day: date) -> str:
    """`20 jours`, or nothing when the day is far."""
    gap = (day - here.today).days
    return durations.age(gap, here.language) if 0 <= gap <= 366 else ""


def _ahead(here: Here, running: list[Contract]) -> list[tuple[date, bool, Contract]]:
    """(day, whether it is the last one for a notice, contract), the soonest first; what is renewed does not end."""
    found = []
    for each in running:
        last = ending(each)
        if each.notice and each.notice >= here.today and not each.terminated:
            found.append((each.notice, True, each))
        if last and (each.terminated or each.renewal != "tacit"):
            found.append((last, False, each))
    return sorted(found, key=lambda event: (event[0], event[2].contract, event[1]))


def _said(here: Here, day: date, of_notice: bool, panel: Contract) -> Markup:
    values = {"name": panel.name, "day": here.day(day)}
    if of_notice and panel.renewal == "tacit":
        return _unless(here, panel, day)
    if of_notice:
        return here.t(
            "« {name} » : un préavis est possible jusqu’au {day}.",
            "“{name}”: notice can be given until {day}.",
            **values,
        )
    if panel.terminated:
        return here.t("« {name} », résilié, prend fin le {day}.", "“{name}”, terminated, ends on {day}.", **values)
    if panel.renewal == "none":
        return here.t(
            "« {name} » prend fin le {day}, sans reconduction.", "“{name}” ends on {day} and is not renewed.", **values
        )
    return here.t("« {name} » prend fin le {day}.", "“{name}” ends on {day}.", **values)


def _unless(here: Here, panel: Contract, notice: date) -> Markup:
    until = here.day(panel.renewal_until) if panel.renewal_until else ""
    after = (
        here.t("reconduit jusqu’au {day}", "renewed until {day}", day=until)
        if until
        else here.t("reconduit", "renewed")
    )
    return here.t(
        "Sans lettre de votre part le {day} au plus tard, « {name} » est {after}.",
        "Unless you give notice by {day}, “{name}” is {after}.",
        day=here.day(notice),
        name=panel.name,
        after=after,
    )


def _notice(here: Here, panel: Contract) -> Markup | None:
    if panel.notice is None or panel.terminated or panel.notice < here.today:
        return None
    gap = (panel.notice - here.today).days
    if gap > NEAR:
        return here.t(
            "un préavis possible jusqu’au {day}", "notice can be given until {day}", day=here.day(panel.notice)
        )
    return here.t("{days} pour donner préavis", "{days} to give notice", days=durations.age(gap, here.language))


def _until(here: Here, panel: Contract) -> Markup:
    end = ending(panel)
    if end is None:
        return here.t("en cours depuis le {day}", "in force since {day}", day=here.day(panel.start))
    if end < here.today:
        return here.t("terminé depuis le {day}", "ended on {day}", day=here.day(end))
    return here.t("en cours jusqu’au {day}", "in force until {day}", day=here.day(end))


def _renewed(here: Here, panel: Contract) -> Markup:
    if panel.renewal_until is None:
        return here.t(
            "Le préavis est passé ; le contrat est reconduit.", "The notice date has passed; the contract is renewed."
        )
    return here.t(
        "Le préavis est passé ; le contrat est reconduit jusqu’au {day}.",
        "The notice date has passed; the contract is renewed until {day}.",
        day=here.day(panel.renewal_until),
    )
