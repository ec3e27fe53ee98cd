"""What each contract leaves."""

from __future__ import annotations

from clairevoie.portal import Margins
from clairevoie.render.say.headline import Headline
from clairevoie.render.site import Here
from clairevoie.words import dates, plurals


def headline(here: Here, panel: Margins) -> Headline:
    """`La marge est de 112 000 € ; deux contrats sont sous leur seuil.`"""
    lede = here.t(
        "Période : {period}. Montants hors taxes.", "Period: {period}. Amounts before tax.", period=period(here, panel)
    )
    if panel.company.value is None:
        return Headline(here.t("La marge n’est pas mesurée.", "The margin is not measured."), lede, "not_measured")
    low = sum(1 for line in panel.lines if here.missed(line.margin_ratio))
    first = here.t("La marge est de {margin}", "The margin is {margin}", margin=here.value(panel.company))
    if not low:
        return Headline(
            here.t("{first} ; aucun contrat sous son seuil.", "{first}; no contract below its threshold.", first=first),
            lede,
        )
    what = plurals.counted(low, "contract", here.language)
    text = (
        here.t(
            "{first} ; {what} est sous son seuil.", "{first}; {what} is below its threshold.", first=first, what=what
        )
        if low == 1
        else (
            here.t(
                "{first} ; {what} sont sous leur seuil.",
                "{first}; {what} are below their threshold.",
                first=first,
                what=what,
            )
        )
    )
    return Headline(text, lede, "warn")


def period(here: Here, panel: Margins) -> str:
    """`de janvier à octobre 2026`."""
    return dates.period(panel.period, here.language)
