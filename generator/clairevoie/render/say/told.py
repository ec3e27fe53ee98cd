"""What a reader must know of the data behind a page, before anything that it says."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Notice
from clairevoie.render.say.headline import Headline
from clairevoie.render.site import Here
from clairevoie.words import plurals
from clairevoie.words.labels import label
from clairevoie.words.typography import capital


def sentence(here: Here, notice: Notice) -> Markup:
    """`Tickets : données du 12/11/2026 06:15, sans mise à jour depuis.`"""
    client = here.portal.audience == "client"
    what = capital(label("subject", notice.subject, here.language)) if client else f"Source {notice.subject}"
    if notice.code == "aside":
        rows = plurals.counted(notice.rows, "row", here.language, words=False)
        put = plurals.plural(notice.rows, here.language, ("écartée", "écartées"), ("set aside", "set aside"))
        return here.t(
            "{what} : {rows} {put}, que l’on n’a pas pu lire et qui ne comptent dans aucun chiffre.",
            "{what}: {rows} {put}, which could not be read and which no figure counts.",
            what=what, rows=rows, put=put,
        )
    at = here.instant(notice.since) if notice.since else "–"
    if notice.code == "withheld":
        return here.t(
            "{what} : aucune donnée depuis le {at} ; les chiffres qui en dépendent ne sont plus montrés.",
            "{what}: no data since {at}; the figures that depend on it are not shown any more.",
            what=what, at=at,
        )
    return here.t(
        "{what} : données du {at}, sans mise à jour depuis.",
        "{what}: data of {at}, not updated since.",
        what=what, at=at,
    )


def instead(here: Here, said: Headline) -> Headline:
    """A judgement on data that is withheld would be none: the headline says so in its place."""
    if not said.sign or not any(notice.code == "withheld" for notice in here.page.notices):
        return said
    return Headline(here.t("Les données ne sont plus à jour.", "The data is out of date."), Markup(""), "stale")
