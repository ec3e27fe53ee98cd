"""What was written, and when."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Prose
from clairevoie.render.pages import slugs
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import dates, plurals


def headline(here: Here) -> Headline:
    """`Cinq notes, la dernière du 31/10/2026.`"""
    found = articles(here)
    if not found:
        return Headline(here.t("Aucune note n’est encore publiée.", "No note has been published yet."))
    what = opened(here.t("{n}", "{n}", n=plurals.counted(len(found), "note", here.language)))
    dated = [prose.date for prose in found if prose.date]
    if not dated:
        return Headline(here.t("{what}.", "{what}.", what=what))
    return Headline(
        here.t("{what}, la dernière du {day}.", "{what}, the latest of {day}.", what=what, day=here.day(max(dated)))
    )


def articles(here: Here) -> list[Prose]:
    """Newest first."""
    return [here.prose[slug] for slug in slugs(here.portal) if here.prose[slug].kind == "note"]


def dated(here: Here, prose: Prose) -> str:
    """`31/10/2026`, or its month."""
    if prose.date:
        return here.day(prose.date)
    return dates.month(prose.month, here.language, year=True) if prose.month else ""


def signature(here: Here, prose: Prose) -> Markup:
    """`Hélène Marchais, le 10/03/2026`."""
    when = dated(here, prose)
    if prose.author and prose.date:
        return here.t("{author}, le {when}", "{author}, {when}", author=prose.author, when=when)
    return Markup(", ").join(Markup.escape(part) for part in (prose.author, when) if part)
