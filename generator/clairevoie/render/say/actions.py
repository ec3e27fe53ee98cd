"""What is to be decided or done."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from clairevoie.portal import Action
from clairevoie.render.say.headline import opened
from clairevoie.render.site import Here
from clairevoie.words import plurals


def answer(here: Here, items: Sequence[Action]) -> Markup:
    """`Deux actions sont ouvertes ; la première est due le 06/11/2026.`"""
    n = opened(Markup.escape(plurals.counted(len(items), "action", here.language)))
    said = here.t(
        "{n} est ouverte" if len(items) == 1 else "{n} sont ouvertes",
        "{n} is open" if len(items) == 1 else "{n} are open", n=n)
    late = sum(is_late(here, item) for item in items)
    if late:
        return here.t("{said}, dont {late} en retard.", "{said}, {late} of them late.", said=said,
                      late=plurals.spelled(late, here.language, feminine=True))
    first = next((item.due for item in items if item.due), None)
    if first is None:
        return here.t("{said}.", "{said}.", said=said)
    return here.t("{said} ; la première est due le {day}." if len(items) > 1 else "{said}, due le {day}.",
                  "{said}; the first is due on {day}." if len(items) > 1 else "{said}, due on {day}.",
                  said=said, day=here.day(first))


def is_late(here: Here, item: Action) -> bool:
    """Whether its day is over."""
    return item.due is not None and item.due < here.today
