"""Who is shown what, on the staff's site."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Sharing
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import plurals


def headline(here: Here, panel: Sharing) -> Headline:
    """`Rien n’est montré que disclosure.lock ne contienne.`"""
    clients = plurals.counted(len(panel.clients), "client", here.language, words=False)
    lede = here.t(
        "{clients} ; ce qui n’est pas marqué n’existe pas sur leur site.",
        "{clients}; what is not marked does not exist on their site.",
        clients=clients,
    )
    if not panel.locked:
        said = here.t("Sans disclosure.lock, rien n’est publié.", "Without disclosure.lock nothing is published.")
        return Headline(said, lede, "warn")
    if panel.waiting:
        n = len(panel.waiting)
        what = opened(Markup.escape(plurals.counted(n, "client", here.language)))
        waits = plurals.plural(n, here.language, ("attend", "attendent"), ("waits for", "wait for"))
        return Headline(
            here.t("{what} {waits} une relecture.", "{what} {waits} a review.", what=what, waits=waits), lede, "warn"
        )
    return Headline(
        here.t("Rien n’est montré qui n’ait été relu.", "Nothing is shown that was not reviewed."), lede, "ok"
    )
