"""Who is on what."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from clairevoie.portal import PersonLine, Staffing
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import plurals


def headline(here: Here, panel: Staffing) -> Headline:
    """`Douze personnes sur quatorze sont en mission cette semaine ; deux attendent.`"""
    return Headline(
        answer(here, panel.people),
        here.t(
            "Taux de staffing (TACE) : jours facturés ÷ jours disponibles.",
            "Staffing rate (TACE): days billed ÷ days available.",
        ),
    )


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
