"""The home page: the worst thing first, then what is open and what was promised."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Commitments, Hours, Incidents, Page, Planning, Prose, Services, Tickets, Tile
from clairevoie.render.say import commitments, hours, incidents, missing, planning, services, tickets
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import dates, numbers, plurals

_RATES = {"tto_met", "ttr_met"}


def headline(here: Here, page: Page) -> Headline:
    """Services that are down or slow, incidents of providers, late tickets, missed commitments, low rates, hours over.

    Else all is well, or not known.
    """
    open_, promises, budgets = _panels(page)
    late = tickets.late(open_) if open_ else 0
    missed = promises.missed if promises else 0
    over = [budget for budget in budgets if hours.is_over(budget)]
    lede = _lede(here, page, late=bool(late))
    if trouble := _trouble(here, page):
        return Headline(trouble.title, lede, trouble.sign)
    if late:
        return Headline(_late(here, late, missed), lede, "warn")
    if missed and promises:
        return Headline(commitments.headline(here, promises).title, lede, "down")
    below = _below(here, page)
    if below:
        return Headline(below, lede, "down")
    if over:
        return Headline(_over(here, over), lede, "warn")
    if promises and missing.late(promises):
        said = commitments.headline(here, promises)
        return Headline(said.title, lede, said.sign)
    if open_ or promises or budgets:
        return Headline(_well(here, open_, promises), lede, "ok")
    return Headline(here.t("Voici ce que nous partageons avec vous.", "This is what we share with you."), lede)


def note(here: Here) -> Prose | None:
    """The newest note that stands on no other page."""
    notes = [p for p in here.prose.values() if p.kind == "note" and not p.page]
    return max(notes, key=lambda p: (p.date.isoformat() if p.date else p.month, p.slug), default=None)


def is_old(here: Here, prose: Prose) -> bool:
    """Whether a note is about a month before the reporting one."""
    month = prose.month or (f"{prose.date:%Y-%m}" if prose.date else "")
    return bool(month) and month < here.portal.month


def _panels(page: Page) -> tuple[Tickets | None, Commitments | None, tuple[Hours, ...]]:
    open_, promises, budgets = (page.panels.get(name) for name in ("tickets", "commitments", "hours"))
    return (
        open_ if isinstance(open_, Tickets) else None,
        promises if isinstance(promises, Commitments) else None,
        tuple(b for b in budgets if isinstance(b, Hours)) if isinstance(budgets, tuple) else (),
    )


def _trouble(here: Here, page: Page) -> Headline | None:
    """What does not work now, as it is measured; else what a provider says that touches a service."""
    doing, outside = page.panels.get("services"), page.panels.get("incidents")
    return (services.trouble(here, doing if isinstance(doing, Services) else None)
            or incidents.trouble(here, outside if isinstance(outside, Incidents) else None))


def _late(here: Here, late: int, missed: int) -> Markup:
    what = opened(Markup.escape(plurals.counted(late, "ticket", here.language)))
    first = (
        here.t("{what} est hors délai", "{what} is late", what=what)
        if late == 1
        else here.t("{what} sont hors délai", "{what} are late", what=what)
    )
    if not missed:
        return here.t("{first}.", "{first}.", first=first)
    engaged = plurals.counted(missed, "commitment", here.language)
    if missed == 1:
        return here.t(
            "{first} ; {n} est manqué en {month}.",
            "{first}; {n} is missed in {month}.",
            first=first,
            n=engaged,
            month=here.month,
        )
    return here.t(
        "{first} ; {n} sont manqués en {month}.",
        "{first}; {n} are missed in {month}.",
        first=first,
        n=engaged,
        month=here.month,
    )


def _below(here: Here, page: Page) -> Markup | None:
    """`Rétablis dans le délai : 83,3 % en octobre, sous l’objectif de 95 %.`, of the first rate that is below."""
    tiles = page.panels.get("tiles")
    for figure in (tile.figure for tile in tiles if isinstance(tile, Tile)) if isinstance(tiles, tuple) else ():
        if figure.kpi in _RATES and figure.target is not None and here.missed(figure):
            return here.t(
                "{name} : {value} en {month}, sous l’objectif de {target}.",
                "{name}: {value} in {month}, below the target of {target}.",
                name=here.name(figure.kpi),
                value=here.value(figure),
                month=here.month,
                target=numbers.percent_short(figure.target, here.language),
            )
    return None


def _over(here: Here, budgets: list[Hours]) -> Markup:
    first = budgets[0]
    excess, left = hours.over(first), float(first.remaining.value or 0)
    n = plurals.spelled(len(budgets), here.language).capitalize()
    if len(budgets) > 1 and all(float(budget.remaining.value or 0) < 0 for budget in budgets):
        return here.t("{n} forfaits sont dépassés.", "{n} budgets are exceeded.", n=n)
    if len(budgets) > 1:
        return here.t("{n} forfaits seraient dépassés.", "{n} budgets would be exceeded.", n=n)
    if left < 0 or excess is None:
        return here.t(
            "Le forfait « {name} » est dépassé de {gap}.",
            "The budget “{name}” is exceeded by {gap}.",
            name=first.name,
            gap=hours.quantity(here, -left, first.unit),
        )
    return here.t(
        "Le forfait serait dépassé de {gap}.",
        "The budget would be exceeded by {gap}.",
        gap=hours.quantity(here, excess, first.unit),
    )


def _well(here: Here, open_: Tickets | None, promises: Commitments | None) -> Markup:
    if open_ and promises and promises.held:
        return here.t("Aucun retard, aucun engagement manqué.", "Nothing is late, no commitment is missed.")
    if open_:
        return here.t("Aucun ticket n’est en retard.", "No ticket is late.")
    if promises and promises.held:
        return here.t(
            "En {month}, aucun engagement n’est manqué.", "In {month}, no commitment is missed.", month=here.month
        )
    return here.t("Rien ne demande votre attention.", "Nothing needs your attention.")


def _lede(here: Here, page: Page, *, late: bool) -> Markup:
    open_, _, _ = _panels(page)
    parts = []
    if open_ and open_.open:
        parts.append(_open(here, open_, late=late))
    elif open_:
        parts.append(here.t("Aucun ticket n’est ouvert.", "No ticket is open."))
    coming = page.panels.get("planning")
    if isinstance(coming, Planning):
        cuts = [item for item in coming.coming if planning.cuts(item)]
        if cuts:
            parts.append(planning.outage(here, cuts[0]))
        elif "effect" not in coming.untold:
            parts.append(here.t("Aucune coupure n’est prévue.", "No outage is planned."))
    if not parts:
        return here.t("Les données sont celles du {now}.", "The data is as of {now}.", now=here.instant(here.now))
    return Markup(" ").join(parts)


def _open(here: Here, panel: Tickets, *, late: bool) -> Markup:
    if not late:
        return tickets.count(here, panel)
    first = next(ticket for ticket in panel.open if tickets.is_late(ticket))
    link = here.link("tickets")
    name: str | Markup = Markup('<a href="{}">{}</a>').format(link, first.ticket) if link else first.ticket
    n = len(panel.open)
    of = (
        here.t(
            "Sur {n} ouverts, {ticket} est {left}.",
            "Of the {n} open, {ticket} is {left}.",
            n=plurals.counted(n, "ticket", here.language),
            ticket=name,
            left=tickets.left(here, first),
        )
        if n > 1
        else here.t("{ticket} est {left}.", "{ticket} is {left}.", ticket=name, left=tickets.left(here, first))
    )
    wait = tickets.waiting(panel)
    if not wait:
        return of
    return Markup("{} {}").format(
        of,
        here.t(
            "Nous attendons votre réponse sur {n}.",
            "We wait for your answer on {n}.",
            n=plurals.counted(wait, "ticket", here.language),
        ),
    )


def month_title(here: Here) -> str:
    """`octobre 2026`."""
    return dates.month(here.portal.month, here.language, year=True)
