"""What was read and what was set aside."""

from __future__ import annotations

from clairevoie.portal import Quality
from clairevoie.render.say.headline import Headline
from clairevoie.render.site import Here
from clairevoie.words import numbers, plurals
from clairevoie.words.reasons import reason


def headline(here: Here, panel: Quality) -> Headline:
    """`Trois lignes mises de côté sur 12 345 lues.`"""
    aside = sum(line.set_aside for line in panel.sources)
    read = sum(n for line in panel.sources for _, n in line.rows) + aside
    lede = here.t(
        "Une ligne que l’on ne peut pas lire est mise de côté et comptée, jamais devinée.",
        "A row that cannot be read is set aside and counted, never guessed.",
    )
    if not read:
        return Headline(here.t("Aucune source n’a rien donné.", "No source gave anything."), lede, "not_measured")
    total = numbers.number(read, here.language)
    if not aside:
        return Headline(
            here.t("Les {total} lignes lues sont toutes en ordre.", "All {total} rows read are in order.", total=total),
            lede,
            "ok",
        )
    what = plurals.counted(aside, "row", here.language).capitalize()
    put = plurals.plural(aside, here.language, ("mise", "mises"), ("set aside", "set aside"))
    return Headline(
        here.t(
            "{what} {put} de côté sur {total} lues.", "{what} {put} of {total} read.", what=what, put=put, total=total
        ),
        lede,
        "warn",
    )


def notice(here: Here, text: str) -> str:
    """What a source is noticed for, in the page's language where we have words for it."""
    return reason(text, here.language)
