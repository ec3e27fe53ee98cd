"""What is coming, and whether it will cut something."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from markupsafe import Markup

from clairevoie.portal import Intervention, Planning, Sign, Table
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import dates, durations, plurals
from clairevoie.words.labels import label

_SIGNS: dict[str, Sign] = {"outage": "down", "degraded": "warn"}


def sign(item: Intervention) -> Sign:
    """The sign of a planned effect; what is cut and kept up by another is to be watched only."""
    return "warn" if item.effect == "outage" and not cuts(item) else _SIGNS.get(item.effect, "planned")


def cuts(item: Intervention) -> bool:
    """Whether it cuts a service, as far as is known."""
    return item.effect == "outage" and (bool(item.interrupted) or not item.degraded)


def headline(here: Here, panel: Planning | None) -> Headline:
    """`Six interventions d’ici au 5 avril ; une coupure, samedi soir.`"""
    if panel is None:
        return Headline(here.t("Le planning n’est pas connu.", "The planning is not known."), sign="not_measured")
    if not panel.coming:
        return Headline(nothing(here, panel), sign="ok")
    n, cuts = len(panel.coming), _cuts(panel)
    what = opened(Markup.escape(plurals.counted(n, "intervention", here.language)))
    first = here.t("{what} d’ici au {end}", "{what} until {end}", what=what, end=here.day_long(_horizon(panel)))
    if "effect" in panel.untold:
        return Headline(here.t("{first}.", "{first}.", first=first), sign="planned")
    if not cuts:
        slow = next((sentence(here, item) for item in panel.coming if item.degraded), Markup())
        return Headline(here.t("{first} ; aucune coupure.", "{first}; no outage.", first=first), slow, "planned")
    return Headline(
        here.t("{first} ; {cuts}.", "{first}; {cuts}.", first=first, cuts=_cut(here, cuts)),
        outage(here, cuts[0]),
        "planned",
    )


def answer(here: Here, panel: Planning) -> Markup:
    """`Une coupure samedi soir, 20 minutes au plus.`"""
    if not panel.coming:
        return nothing(here, panel)
    cuts = _cuts(panel)
    if not cuts:
        what = opened(Markup.escape(plurals.counted(len(panel.coming), "intervention", here.language)))
        if "effect" in panel.untold:
            return here.t("{what}.", "{what}.", what=what)
        return here.t("{what}, aucune coupure.", "{what}, no outage.", what=what)
    first = opened(_cut(here, cuts))
    if cuts[0].max_minutes is None or len(cuts) > 1:
        return here.t("{first}.", "{first}.", first=first)
    return here.t(
        "{first}, {most} au plus.",
        "{first}, {most} at most.",
        first=first,
        most=durations.duration(cuts[0].max_minutes, here.language),
    )


def nothing(here: Here, panel: Planning) -> Markup:
    """The empty sentence."""
    end = here.day_long(panel.first_day + timedelta(days=27))
    return here.t("Aucune intervention prévue avant le {end}.", "No intervention planned before {end}.", end=end)


def outage(here: Here, item: Intervention) -> Markup:
    """When it is, what stops, for how long at most."""
    start, end = here.local(item.start), here.local(item.end)
    day = opened(Markup("{} {}").format(dates.weekday(start, here.language), here.day_long(start)))
    named = item.interrupted or item.touches
    what = here.join(named) if named else here.t("ce qu’elle touche", "what it touches")
    times = {"day": day, "start": dates.clock(start), "end": dates.clock(end), "what": what}
    if item.max_minutes is None:
        return here.t(
            "{day} entre {start} et {end}, coupure de {what}.",
            "{day} between {start} and {end}: {what} will be cut.",
            **times,
        )
    return here.t(
        "{day} entre {start} et {end}, coupure de {what} pendant {most} au plus.",
        "{day} between {start} and {end}, {what} will be cut for {most} at most.",
        **times,
        most=durations.duration(item.max_minutes, here.language),
    )


def felt(item: Intervention) -> bool:
    """Whether a service is known to feel it."""
    return bool(item.interrupted or item.degraded)


def sentence(here: Here, item: Intervention) -> Markup:
    """What it does to whom and when: `Samedi 14 novembre entre 22:00 et 23:30, service dégradé : VPN des agences.`"""
    if cuts(item):
        return outage(here, item)
    start, end = here.local(item.start), here.local(item.end)
    return here.t(
        "{day} entre {start} et {end}, {slow} : {what}.",
        "{day} between {start} and {end}: {what} will be degraded.",
        day=opened(Markup("{} {}").format(dates.weekday(start, here.language), here.day_long(start))),
        start=dates.clock(start), end=dates.clock(end), what=here.join(item.degraded),
        slow=plurals.plural(len(item.degraded), here.language, ("service dégradé", "services dégradés"), ("", "")))


def effect(here: Here, item: Intervention) -> Markup:
    """`Coupure de 20 min au plus : TMS, Fichiers partagés`, `Sans effet attendu`."""
    name = label("effect", item.effect, here.language)
    if item.effect == "none":
        return Markup.escape(name)
    if not item.effect:  # not told: what it touches, if anything
        return here.t("Touche : {what}", "Touches: {what}", what=_listed(item.touches)) if item.touches else Markup("")
    if item.effect == "outage" and item.max_minutes is not None:
        name = here.t(
            "Coupure de {most} au plus",
            "Outage of {most} at most",
            most=durations.duration(item.max_minutes, here.language),
        )
    first = item.interrupted or (() if item.degraded else item.touches)
    if item.effect == "outage" and item.degraded and not item.interrupted:
        name = here.t("{name}, sans interrompre de service", "{name}, with no service interrupted", name=name)
    parts = [here.t("{name} : {what}", "{name}: {what}", name=name, what=_listed(first)) if first else
             Markup.escape(name)]
    if item.degraded:
        slow = plurals.plural(len(item.degraded), here.language, ("dégradé", "dégradés"), ("degraded", "degraded"))
        parts += [here.t("{slow} : {what}", "{slow}: {what}", slow=slow, what=_listed(item.degraded))]
    if item.effect == "degraded" and item.degraded:
        parts = [here.t("{name} : {what}", "{name}: {what}", name=name, what=_listed(item.degraded))]
    return here.t(" ; ", "; ").join(parts)


def done(here: Here, panel: Planning) -> Markup:
    """`Trois interventions en quatre semaines, deux dans leur créneau.`"""
    n = len(panel.done)
    if not n:
        return here.t(
            "Aucune intervention dans les quatre dernières semaines.", "No intervention in the last four weeks."
        )
    kept = sum(1 for item in panel.done if overrun(item) == 0)
    what = opened(Markup.escape(plurals.counted(n, "intervention", here.language)))
    if "actual_end" in panel.untold:
        return here.t("{what} en quatre semaines.", "{what} in four weeks.", what=what)
    if kept == n:
        inside = (
            here.t("dans son créneau", "in its slot")
            if n == 1
            else here.t("toutes dans leur créneau", "all in their slots")
        )
    else:
        inside = here.t(
            "{n} dans le créneau",
            "{n} in the slot",
            n=plurals.spelled(kept, here.language, feminine=True) if kept else here.t("aucune", "none"),
        )
    return here.t("{what} en quatre semaines, {inside}.", "{what} in four weeks, {inside}.", what=what, inside=inside)


def calendar(here: Here, panel: Planning) -> Markup:
    """What the calendar file holds: `Dix interventions : six de cette page et quatre plus tard ; 9 affectations.`"""
    here_too, later, rows = len(panel.coming) + len(panel.done), len(panel.beyond), panel.assignments
    known = [column.id for column in rows.columns] if rows else []
    people = len(rows.rows) if rows and {"from", "to"} <= set(known) else 0
    acts = opened(Markup.escape(plurals.counted(here_too + later, "intervention", here.language)))
    if later:
        acts = here.t("{acts} : {n} de cette page et {later} plus tard", "{acts}: {n} of this page and {later} later",
                      acts=acts, n=plurals.spelled(here_too, here.language, feminine=True),
                      later=plurals.spelled(later, here.language, feminine=True))
    if people:
        what = plurals.counted(people, "assignment", here.language)
        acts = here.t("{acts} ; {people}", "{acts}; {people}", acts=acts, people=what) if later else \
            here.t("{acts} et {people}", "{acts} and {people}", acts=acts, people=what)
    return here.t("{acts}.", "{acts}.", acts=acts) if later else \
        here.t("{acts}, comme sur cette page.", "{acts}, as on this page.", acts=acts)


def assigned(here: Here, rows: Table) -> Markup:
    """`Neuf affectations en cours ou à venir.`"""
    return here.t("{n} en cours ou à venir.", "{n} running or to come.",
                  n=opened(Markup.escape(plurals.counted(len(rows.rows), "assignment", here.language))))


def overrun(item: Intervention) -> int | None:
    """Minutes beyond the slot; 0 inside it; None where the end was not entered."""
    if item.actual_end is None:
        return None
    return max(0, round((item.actual_end - item.end).total_seconds() / 60))


def slot(here: Here, item: Intervention) -> Markup:
    """`dans le créneau`, `dépassé de 10 min`, `fin non saisie`."""
    minutes = overrun(item)
    if minutes is None:
        return here.t("fin non saisie", "end not entered")
    if not minutes:
        return here.t("dans le créneau", "in its slot")
    return here.t("dépassé de {over}", "over by {over}", over=durations.duration(minutes, here.language))


def _listed(names: tuple[str, ...]) -> Markup:
    return Markup(", ").join(map(Markup.escape, names))


def _cuts(panel: Planning) -> list[Intervention]:
    return [item for item in panel.coming if cuts(item)]


def _cut(here: Here, cuts: list[Intervention]) -> Markup:
    when = _when(here, here.local(cuts[0].start))
    if len(cuts) == 1:
        return here.t("une coupure {when}", "one outage {when}", when=when)
    n = plurals.counted(len(cuts), "outage", here.language)
    return here.t("{n}, la première {when}", "{n}, the first {when}", n=n, when=when)


def _when(here: Here, start: datetime) -> Markup:
    """`samedi soir` within a week, else `le 14 novembre`."""
    if (start.date() - here.today).days < 7:
        return here.t(
            "{day} {part}", "on {day} {part}", day=dates.weekday(start, here.language), part=_part(here, start.hour)
        )
    return here.t("le {day}", "on {day}", day=here.day_long(start))


def _part(here: Here, hour: int) -> Markup:
    if hour < 5:
        return here.t("dans la nuit", "night")
    if hour < 12:
        return here.t("matin", "morning")
    return here.t("après-midi", "afternoon") if hour < 18 else here.t("soir", "evening")


def _horizon(panel: Planning) -> date:
    last = max(item.start.date() for item in panel.coming)
    return max(last, panel.first_day + timedelta(days=27))
