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
    if notice.code == "delayed":
        return here.t(
            "Ce que vous lisez est arrêté au {at} : nous vous montrons tout avec {n} jours de décalage.",
            "What you read is as of {at}: all is shown to you {n} days late.",
            at=here.instant(notice.since) if notice.since else "–", n=notice.days,
        )
    what = _what(here, notice)
    if notice.code == "aside":
        rows = plurals.counted(notice.rows, "row", here.language, words=False)
        put = plurals.plural(notice.rows, here.language, ("écartée", "écartées"), ("set aside", "set aside"))
        return here.t(
            "{what} : {rows} {put} : impossible à lire, dans aucun chiffre.",
            "{what}: {rows} {put}: not readable, and in no figure.",
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
    withheld = any(notice.code == "withheld" for notice in here.page.notices)
    if not withheld or not (said.sign or here.page.id == "overview"):
        return said
    return Headline(here.t("Les données ne sont plus à jour.", "The data is out of date."), Markup(""), "stale")


def _what(here: Here, notice: Notice) -> Markup:
    """`Tickets et temps passés`; for staff, the sources by name."""
    if here.portal.audience == "internal":
        word = plurals.plural(len(notice.subjects), here.language, ("Source", "Sources"), ("Source", "Sources"))
        return Markup("{} {}").format(word, here.join(notice.subjects))
    first, *rest = [label("subject", code, here.language) for code in notice.subjects]
    return here.join([capital(first), *rest])
