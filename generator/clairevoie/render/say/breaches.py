"""Tickets that were late, why, and those that are not counted."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Commitments
from clairevoie.render.say import missing
from clairevoie.render.say.counts import month
from clairevoie.render.say.headline import opened
from clairevoie.render.site import Here
from clairevoie.words import plurals
from clairevoie.words.labels import label

_BEYOND = {"client", "provider"}  # whose cause is out of our hands


def breaches(here: Here, panel: Commitments) -> Markup:
    """`Quatre retards en février, dont deux hors de notre main.`"""
    when = month(here, panel)
    count, beyond = missing.late(panel), sum(1 for b in panel.breaches if b.cause in _BEYOND)
    if not count:
        return here.t("Aucun retard en {month}.", "No late ticket in {month}.", month=when)
    what = opened(Markup.escape(plurals.counted(count, "delay", here.language)))
    if not beyond:
        return here.t("{what} en {month}.", "{what} in {month}.", what=what, month=when)
    if beyond == count:
        return here.t(
            "{what} en {month}, hors de notre main.", "{what} in {month}, beyond our control.", what=what, month=when
        )
    return here.t(
        "{what} en {month}, dont {beyond} hors de notre main.",
        "{what} in {month}, {beyond} of them beyond our control.",
        what=what,
        month=when,
        beyond=plurals.spelled(beyond, here.language),
    )


def reason(here: Here, cause: str, note: str) -> Markup:
    """Why a ticket was late: the note, else the cause, else that it was not entered."""
    return Markup.escape(note or label("cause", cause, here.language))


def excluded(here: Here, panel: Commitments) -> Markup:
    """`2 tickets sans engagement ou sans verdict : non comptés`."""
    return here.t(
        "{n} sans engagement ou sans verdict : {out}",
        "{n} without a commitment or a verdict: {out}",
        n=plurals.counted(panel.excluded, "ticket", here.language, words=False),
        out=plurals.plural(
            panel.excluded, here.language, ("non compté", "non comptés"), ("not counted", "not counted")
        ),
    )
