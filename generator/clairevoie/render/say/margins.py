"""What each contract leaves."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Chart, Margins
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import dates, numbers, plurals


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


def trend(here: Here, chart: Chart) -> Markup:
    """`18,6 % en octobre ; neuf mois sur treize sous le seuil de 15 %.`"""
    known = [(p.x, p.y) for s in chart.series[:1] for p in s.points if p.y is not None and dates.is_month(p.x)]
    if chart.kind != "line":
        return here.t("{said}.", "{said}.", said=here.words(chart.conclusion))
    if not known:
        return here.t("Aucun mois n’a encore de marge.", "No month has a margin yet.")
    last, share = known[-1]
    values = {"share": numbers.percent(share, here.language), "month": dates.month(last, here.language)}
    first = here.t("{share} en {month}", "{share} in {month}", **values)
    if chart.target is None:
        return here.t("{first}.", "{first}.", first=first)
    low = sum(1 for _, y in known if y < chart.target)
    rest = (
        here.t(
            "{months} sur {of} sous le seuil",
            "{months} of {of} below the threshold",
            months=plurals.counted(low, "month", here.language),
            of=plurals.spelled(len(known), here.language),
        )
        if low
        else here.t("aucun mois sous le seuil", "no month below the threshold")
    )
    aim = numbers.percent_short(chart.target, here.language)
    return here.t("{first} ; {rest} de {aim}.", "{first}; {rest} of {aim}.", first=first, rest=rest, aim=aim)


def contracts(here: Here, panel: Margins) -> Markup:
    """`Treize contrats de janvier à octobre 2026 ; « Migration » laisse le moins : 7,0 %.`"""
    known = [line for line in panel.lines if line.margin_ratio.value is not None]
    if not known:
        return here.t("Aucun contrat n’a de marge mesurée.", "No contract has a measured margin.")
    return here.t(
        "{what} {period} ; « {name} » laisse le moins : {share}.",
        "{what}, {period}; “{name}” leaves the least: {share}.",
        what=opened(Markup.escape(plurals.counted(len(panel.lines), "contract", here.language))),
        period=period(here, panel),
        name=known[0].name,
        share=here.value(known[0].margin_ratio),
    )


def period(here: Here, panel: Margins) -> str:
    """`de janvier à octobre 2026`."""
    return dates.period(panel.period, here.language)
