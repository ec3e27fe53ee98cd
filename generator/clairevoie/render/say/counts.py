"""How many commitments are held, missed, or have too few tickets, in the middle of a sentence."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Commitments
from clairevoie.render.site import Here
from clairevoie.words import dates, plurals


def total(panel: Commitments) -> int:
    """All that were promised for the month."""
    return panel.held + panel.missed + panel.too_few + panel.not_measured


def month(here: Here, panel: Commitments) -> str:
    """`février`: the month that is told."""
    return dates.month(panel.month, here.language)


def verb(here: Here, n: int, one: Markup, many: Markup) -> Markup:
    """The sentence for `n`: of one, or of many."""
    return one if plurals.plural(n, here.language, ("one", "many"), ("one", "many")) == "one" else many


def held(here: Here, panel: Commitments, of: int) -> Markup:
    """`5 sur 8 sont tenus`."""
    values = {"n": panel.held, "total": of}
    return verb(
        here,
        panel.held,
        here.t("{n} sur {total} est tenu", "{n} of {total} is held", **values),
        here.t("{n} sur {total} sont tenus", "{n} of {total} are held", **values),
    )


def few(here: Here, panel: Commitments) -> Markup:
    """`2 ont trop peu de tickets`, `1 n’a rien à mesurer`; empty where neither."""
    parts = []
    if panel.too_few:
        parts.append(
            verb(
                here,
                panel.too_few,
                here.t("{n} a trop peu de tickets", "{n} has too few tickets", n=panel.too_few),
                here.t("{n} ont trop peu de tickets", "{n} have too few tickets", n=panel.too_few),
            )
        )
    if panel.not_measured:
        parts.append(
            verb(
                here,
                panel.not_measured,
                here.t("{n} n’a rien à mesurer", "{n} has nothing to measure", n=panel.not_measured),
                here.t("{n} n’ont rien à mesurer", "{n} have nothing to measure", n=panel.not_measured),
            )
        )
    return Markup(", ").join(parts)


def linked(here: Here, panel: Commitments, link: str) -> Markup:
    """`1 est manqué`, leading to where it is told."""
    text = verb(
        here,
        panel.missed,
        here.t("{n} est manqué", "{n} is missed", n=panel.missed),
        here.t("{n} sont manqués", "{n} are missed", n=panel.missed),
    )
    if not link:
        return Markup('<span class="down">{}</span>').format(text)
    return Markup('<a class="down" href="{}">{}</a>').format(link, text)
