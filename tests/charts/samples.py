"""Charts to draw: thirteen months, a budget, activities; and how to read a drawing back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from clairevoie.portal import Chart, Point, Series, State, Text

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = [f"2025-{m:02}" for m in range(10, 13)] + [f"2026-{m:02}" for m in range(1, 11)]
RATES = [0.958, 0.981, 0.977, 0.936, 0.964, 1.0, 0.968, 0.925, 0.948, 0.967, 0.978, 0.982, 0.946]
N = [48, 52, 44, 47, 55, 50, 31, 53, 58, 61, 46, 57, 56]
SAID = Text("Le rétablissement est passé sous l’objectif.", "Restoration fell below its target.")


def same(words: str) -> Text:
    """The same words in both languages."""
    return Text(words, words)


def points(values: Sequence[float | None], states: dict[str, State] | None = None, href: str = "") -> tuple[Point, ...]:
    """A point a month, the n of each beside it."""
    states = states or {}
    return tuple(
        Point(x, y, N[i], states.get(x, "ok"), href and f"{href}#{x}")
        for i, (x, y) in enumerate(zip(MONTHS, values, strict=True))
    )


def line(values: Sequence[float | None], states: dict[str, State] | None = None, *, href: str = "",
         target: float | None = 0.95) -> Chart:
    """One rate by month."""
    series = Series("ttr", Text("Rétablis", "Restored"), points(values, states, href))
    return Chart("ttr", "line", "ratio", (series,), SAID, target=target)


def bars(values: Sequence[float | None], partial: str | None = None) -> Chart:
    """Tickets by month."""
    return Chart("volume", "bars", "count", (Series("n", Text("Tickets", "Tickets"), points(values)),), SAID,
                 partial=partial)


def hbars(amounts: dict[str, float | None]) -> Chart:
    """Hours by activity."""
    rows = tuple(Point(name, amount, label=same(name)) for name, amount in amounts.items())
    return Chart("activities", "hbars", "hours", (Series("h", Text("Heures", "Hours"), rows),), SAID)


def burn_down(landing: float | None = -32.0) -> Chart:
    """720 hours over a year, 181,5 left on the day."""
    left = {"2025-07-01": 720.0, "2025-09-30": 554.5, "2025-12-31": 366.5, "2026-02-28": 219.0, "2026-03-12": 181.5}
    ends = () if landing is None else (Point("2026-03-12", 181.5), Point("2026-06-30", landing))
    series = (
        Series("left", Text("Restant", "Left"), tuple(Point(day, hours) for day, hours in left.items())),
        Series("pace", Text("Rythme égal", "Even pace"), (Point("2025-07-01", 720), Point("2026-06-30", 0))),
        Series("landing", Text("Atterrissage", "Landing"), ends),
    )
    return Chart("hours", "burn_down", "hours", series, SAID, today=date(2026, 3, 12))


def layer(svg: str, name: str) -> list[Element]:
    """The marks of one layer, inside their links where they have one."""
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        if group.get("class") == name:
            return [mark[0] if mark.tag == f"{SVG}a" else mark for mark in group]
    return []


def texts(svg: str, *names: str) -> list[str]:
    """What is written in the layers, or in the whole drawing."""
    found: Iterator[Element] = ElementTree.fromstring(svg).iter(f"{SVG}text")
    marks = [m for name in names for m in layer(svg, name)] if names else list(found)
    return [m.text or "" for m in marks]


def paths(svg: str, name: str) -> list[list[tuple[float, float]]]:
    """The runs of a line layer: a list of (x, y) for each unbroken piece."""
    whole = "".join(m.get("d", "") for m in layer(svg, name))
    return [[_pair(p) for p in re.split("[LZ]", run) if p] for run in whole.split("M") if run]


def box(bar: Element) -> tuple[float, float, float, float]:
    """x, y, width, height of a bar, "Mx,yhWvHh-WZ"."""
    x, y, w, h = map(float, re.match(r"M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)h", bar.get("d", "")).groups())  # type: ignore[union-attr]
    return x, y, w, h


def _pair(text: str) -> tuple[float, float]:
    x, y = text.split(",")
    return float(x), float(y)
