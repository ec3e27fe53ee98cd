"""The words under a chart by month: names as long as there is room for, the number of rows under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clairevoie.charts.measure import fit, width
from clairevoie.charts.sheet import FONT, Row, word
from clairevoie.charts.texts import is_month
from clairevoie.charts.tokens import INK, INK3
from clairevoie.words import dates, numbers

_GAP = 5.0


def names(xs: Sequence[str], step: float, language: str) -> list[str]:
    """A name a place, each `step` px wide: `févr.`, else `F`, else every other (or third) one."""
    months = all(map(is_month, xs))
    short = [dates.month_short(x, language) if months else x for x in xs]
    if _widest(short) <= step - _GAP:
        return short
    if months:
        return [name[0].upper() for name in short]
    every = min(len(xs), max(1, round((min(_widest(short), 90) + _GAP) / step + 0.5)))
    return [fit(x, every * step - _GAP, FONT) if i % every == 0 else "" for i, x in enumerate(short)]


def months(xs: Sequence[str], centres: Sequence[float], y: float, step: float, language: str, now: str) -> list[Row]:
    """The row of names at `y`, the month that the page reports on in bold ink."""
    return [
        word(name, x, y, align="center", bold=at == now, fill=INK if at == now else INK3)
        for name, x, at in zip(names(xs, step, language), centres, xs, strict=True)
        if name
    ]


def counts(n: Mapping[str, int], xs: Sequence[str], centres: Sequence[float], y: float, step: float,
           language: str) -> list[Row]:
    """The row of n at `y`, or nothing where they would touch."""
    texts = [numbers.number(n[x], language) if x in n else "" for x in xs]
    if not any(texts) or _widest(texts) > step - 6:
        return []
    head = word("n", -8, y, align="right")
    return [head, *(word(t, x, y, align="center") for t, x in zip(texts, centres, strict=True) if t)]


def _widest(texts: Sequence[str]) -> float:
    return max((width(t, FONT) for t in texts), default=0.0)
