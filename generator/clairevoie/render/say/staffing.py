"""Who is on what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from clairevoie.portal import Figure, PersonLine, RateLine, Staffing
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import plurals
from clairevoie.words.labels import label


def headline(here: Here, panel: Staffing) -> Headline:
    """`Douze personnes sur quatorze sont en mission cette semaine ; deux attendent.`"""
    return Headline(
        answer(here, panel.people),
        variant(here, panel),
    )


def variant(here: Here, panel: Staffing) -> Markup:
    """`TACE, variante « jours facturables » : absences déduites : congés, RTT.`"""
    if not panel.variant:
        return here.t("TACE : jours produits ÷ jours disponibles.", "Staffing rate: days produced ÷ days available.")
    values = {"days": label("variant", panel.variant, here.language),
              "absences": here.join([label("absence", kind, here.language) for kind in panel.absences])}
    if not panel.absences:
        return here.t("TACE : {days} ÷ jours ouvrés × temps de travail ; aucune absence n’est déduite.",
                      "Staffing rate: {days} ÷ working days × share of full time; no absence is deducted.", **values)
    return here.t("TACE : {days} ÷ (jours ouvrés × temps de travail − absences). Absences déduites : {absences}.",
                  "Staffing rate: {days} ÷ (working days × share of full time − absences). Absences deducted:"
                  " {absences}.", **values)


def planned(here: Here, panel: Staffing) -> Markup:
    """`Huit personnes sur douze ont une affectation ferme ; au plus bas, cinq la semaine du 07/12.`"""
    weeks = [figure for team, figures in panel.planned if not team for figure in figures if figure.value is not None]
    now = panel.today
    if now is None or now.value is None:
        return here.t("L’affectation des personnes n’est pas connue.", "Who is assigned is not known.")
    values: dict[str, object] = {"busy": plurals.counted(now.met or 0, "person", here.language),
                                 "of": plurals.spelled(now.total or 0, here.language)}
    if now.state == "estimated":
        return opened(here.t(
            "{busy} sur {of} ont du temps facturable cette semaine ; sans affectation saisie, rien n’est prévu.",
            "{busy} of {of} have billable time this week; with no assignment entered, nothing is planned.", **values))
    first = here.t("{busy} sur {of} ont une affectation ferme", "{busy} of {of} have a firm assignment", **values)
    low = min(weeks, key=lambda figure: (figure.value or 0, figure.period), default=None)
    if low is None or (low.value or 0) >= now.value:
        return opened(here.t("{first}, et pas moins dans les semaines à venir.",
                             "{first}, and no fewer in the coming weeks.", first=first))
    values |= {"first": first, "low": plurals.spelled(low.met or 0, here.language), "day": here.day(week(low))}
    return opened(here.t("{first} ; au plus bas, {low} la semaine du {day}.",
                         "{first}; at the lowest, {low} in the week of {day}.", **values))


def week(of: Figure) -> date:
    """The Monday of a figure of a week."""
    return date.fromisocalendar(int(of.period[:4]), int(of.period[6:]), 1)


def slats(figures: Sequence[Figure]) -> list[tuple[str, float | None, float]]:
    """Weeks as slats: (Monday, share, nobody absent)."""
    return [(week(of).isoformat(), None if of.value is None else float(of.value), 0.0) for of in figures]


def whose(here: Here, line: RateLine) -> str:
    """The name of a line: the company, a team, a person."""
    return line.name or str(here.t("Entreprise", "Company"))


def idle(here: Here, person: PersonLine) -> Markup:
    """`sans mission depuis le lun. 02/03`, `depuis au moins le` where the weeks shown do not tell."""
    if person.idle_since is None:
        return Markup("")
    day = here.near_day(person.idle_since)
    if person.idle_before:
        return here.t("sans mission depuis au moins le {day}", "free since {day} at least", day=day)
    return here.t("sans mission depuis le {day}", "free since {day}", day=day)


def answer(here: Here, people: Sequence[PersonLine]) -> Markup:
    """How many are on a mission this week, how many wait."""
    total, idle = len(people), sum(1 for person in people if person.idle_since)
    if not total:
        return here.t("Aucune personne n’est enregistrée.", "Nobody is recorded.")
    if not idle:
        return here.t("Les {n} personnes sont toutes en mission.", "All {n} people are on a mission.", n=total)
    busy = opened(Markup.escape(plurals.counted(total - idle, "person", here.language)))
    of = plurals.spelled(total, here.language)
    wait = (
        here.t("une attend", "one waits")
        if idle == 1
        else here.t("{n} attendent", "{n} wait", n=plurals.spelled(idle, here.language))
    )
    values = {"busy": busy, "of": of, "wait": wait}
    if total - idle < 2:
        return here.t("{busy} sur {of} est en mission ; {wait}.", "{busy} of {of} is on a mission; {wait}.", **values)
    return here.t("{busy} sur {of} sont en mission ; {wait}.", "{busy} of {of} are on a mission; {wait}.", **values)
