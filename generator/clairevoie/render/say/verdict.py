"""What a month comes to: none missed, some missed, nothing to measure; and what is said after it."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Commitments
from clairevoie.render.say import missing
from clairevoie.render.say.counts import month, total, verb
from clairevoie.render.say.headline import opened
from clairevoie.render.site import Here
from clairevoie.words import plurals


def none_missed(here: Here, panel: Commitments) -> Markup:
    """`En février, aucun engagement n’est manqué.`, or why that is not said."""
    when = month(here, panel)
    if not panel.held and not panel.too_few and not missing.is_fed(panel):
        return unknown(here, panel)
    if not panel.held and not panel.too_few:
        return here.t(
            "En {month}, rien à mesurer : aucun ticket sous engagement.",
            "In {month}, nothing to measure: no ticket under a commitment.",
            month=when,
        )
    if panel.held == total(panel):
        return here.t(
            "En {month}, tous les engagements sont tenus.", "In {month}, every commitment is held.", month=when
        )
    if missing.late(panel):
        return _late(here, panel)
    if not panel.held:
        return here.t(
            "En {month}, trop peu de tickets pour un taux.", "In {month}, too few tickets for a rate.", month=when
        )
    return here.t("En {month}, aucun engagement n’est manqué.", "In {month}, no commitment is missed.", month=when)


def missed(here: Here, panel: Commitments, out_of: int) -> Markup:
    """`En février, un engagement sur huit est manqué : P2 Haute.`"""
    n, of = plurals.spelled(panel.missed, here.language), plurals.spelled(out_of, here.language)
    values = {"month": month(here, panel), "n": n, "of": of, "names": here.join(missing.names(here, panel))}
    if panel.missed == 1:
        return here.t(
            "En {month}, un engagement sur {of} est manqué : {names}.",
            "In {month}, one commitment of {of} is missed: {names}.",
            **values,
        )
    if panel.missed == 2:
        return here.t(
            "En {month}, deux engagements sur {of} sont manqués : {names}.",
            "In {month}, two commitments of {of} are missed: {names}.",
            **values,
        )
    return here.t(
        "En {month}, {n} engagements sur {of} sont manqués.",
        "In {month}, {n} commitments of {of} are missed.",
        **values,
    )


def rest(here: Here, panel: Commitments) -> Markup:
    """`Cinq sont tenus. Deux portent sur trop peu de tickets pour un taux.`"""
    held = plurals.spelled(panel.held, here.language).capitalize()
    parts = [] if panel.missed else missing.whole(here, panel)
    if panel.held and panel.missed:
        parts.append(
            verb(
                here,
                panel.held,
                here.t("{n} est tenu.", "{n} is held.", n=held),
                here.t("{n} sont tenus.", "{n} are held.", n=held),
            )
        )
    if panel.too_few:
        few = plurals.spelled(panel.too_few, here.language).capitalize()
        parts.append(
            verb(
                here,
                panel.too_few,
                here.t("{n} porte sur trop peu de tickets pour un taux.", "{n} has too few tickets for a rate.", n=few),
                here.t(
                    "{n} portent sur trop peu de tickets pour un taux.", "{n} have too few tickets for a rate.", n=few
                ),
            )
        )
    if panel.breaches:
        parts.append(here.t("Chaque retard est expliqué plus bas.", "Each late ticket is explained below."))
    return Markup(" ").join(parts)


def unknown(here: Here, panel: Commitments) -> Markup:
    """`En février, les engagements ne sont pas mesurés.`"""
    return here.t(
        "En {month}, les engagements ne sont pas mesurés.",
        "In {month}, the commitments are not measured.",
        month=month(here, panel),
    )


def unmeasured(here: Here, panel: Commitments, out_of: int) -> Markup:
    """`En février, aucun des huit n’a de ticket à mesurer.`"""
    values = {"month": month(here, panel), "n": out_of}
    if not panel.too_few:
        return here.t(
            "En {month}, aucun des {n} n’a de ticket à mesurer.",
            "In {month}, none of the {n} has a ticket to measure.",
            **values,
        )
    return here.t(
        "En {month}, aucun des {n} n’a assez de tickets pour un taux.",
        "In {month}, none of the {n} has enough tickets for a rate.",
        **values,
    )


def _late(here: Here, panel: Commitments) -> Markup:
    """`Deux retards en octobre ; trop peu de tickets pour un taux par engagement.`"""
    what = opened(Markup.escape(plurals.counted(missing.late(panel), "delay", here.language)))
    first = here.t("{what} en {month}", "{what} in {month}", what=what, month=month(here, panel))
    if panel.held:
        return here.t(
            "{first} ; aucun engagement n’est manqué.", "{first}; no commitment is missed.", first=first
        )
    return here.t(
        "{first} ; trop peu de tickets pour un taux par engagement.",
        "{first}; too few tickets for a rate of each commitment.",
        first=first,
    )
