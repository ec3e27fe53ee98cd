"""Figures of few rows are withheld, and with them those from which they could be worked out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from clairevoie.disclosure.terms import months_before
from clairevoie.figures.rollup import ALL, SUBSIDIARIES
from clairevoie.portal import Figure
from clairevoie.words.dates import is_month

REASON = "minimum_count"
_AS_MANY = ("median", "consumed", "budget", "remaining", "drift")  # beside a figure, of no fewer rows than it
_ROWS = ("late_now",)  # beside it, a number of rows
_TO_DATE = ("budget_consumed", "budget_remaining", "landing")
_ADDED_UP = {"hours_consumed": _TO_DATE, "days_consumed": _TO_DATE}  # of months, by figures to date
OF_THINGS = ("availability", "service_state", "capacity_used")
Key = tuple[str, str, tuple[tuple[str, str], ...]]


def without_few(figures: Mapping[Key, Figure], least: int) -> dict[Key, Figure]:
    """The figures, those of fewer than `least` rows withheld: no value, no count, nothing beside.

    Of the parts of a whole (by priority, by contract), so many more are withheld, the smallest first, that the hidden
    ones are two at least and hold `least` rows together: the whole less the shown parts then tells of no few rows.
    So are months of what a budget adds up to date.
    A figure after a withheld one does not say how it changed; a figure that counts no rows is withheld. What tells of a
    service or of an item, not of rows, is not.
    """
    if not least:
        return dict(figures)
    things = {key: figure for key, figure in figures.items() if figure.kpi in OF_THINGS}
    return things | _without_few({key: figure for key, figure in figures.items() if key not in things}, least)


def _without_few(figures: Mapping[Key, Figure], least: int) -> dict[Key, Figure]:
    hidden = {key for key, figure in figures.items() if _is_few(figure, least)}
    parts, months = _parts(figures), _months(figures)
    known = -1
    while known != len(hidden):  # what covers one sum may be all that another lacks
        known = len(hidden)
        for (kpi, period, _), family in parts.items():
            hidden |= _covering(family, hidden, figures, least)
            if len(family) == 1 and family[0] in hidden and (kpi, period, ()) in figures:
                hidden.add((kpi, period, ()))  # the only part is the whole
        for family in months:
            if any(_rows(figures[key]) for key in family if key in hidden):
                hidden |= _covering(family, hidden, figures, least)
    hidden |= _of_groups(figures, hidden)
    return {key: _withheld(figure) if key in hidden else _told(figure, key, hidden, least)
            for key, figure in figures.items()}


def enough(count: int, least: int) -> int:
    """A count that is said beside figures: 0, which is not said, where it is too small."""
    return count if count >= least else 0


def covered(rows: Mapping[str, int], least: int, withheld: Collection[str] = ()) -> set[str]:
    """The months, of a sum that is told elsewhere as a whole, that are withheld: those of fewer than `least` rows and
    `withheld`, with as many more as it takes that no single one can be worked out. rows: of each month."""
    hidden = {month for month, count in rows.items() if count < least or month in withheld}
    shown = sorted((month for month in rows if month not in hidden), key=lambda month: (rows[month], month))
    told = sum(rows[month] for month in hidden)
    while told and shown and (len(hidden) < 2 or told < least):
        hidden.add(shown[0])
        told += rows[shown.pop(0)]
    return hidden


def _parts(figures: Iterable[Key]) -> dict[tuple[str, str, tuple[str, ...]], list[Key]]:
    """The figures of a month by one grouping, which make up the whole; a group's do not."""
    found: dict[tuple[str, str, tuple[str, ...]], list[Key]] = {}
    for key in figures:
        kpi, period, by = key
        if by and by not in (SUBSIDIARIES, ALL):
            found.setdefault((kpi, period, tuple(name for name, _ in by)), []).append(key)
    return found


def _of_groups(figures: Iterable[Key], hidden: Collection[Key]) -> set[Key]:
    """What a parent and its subsidiaries come to together, where one of the two is withheld."""
    return {(kpi, period, ALL) for kpi, period, by in figures
            if by == ALL and not {(kpi, period, ()), (kpi, period, SUBSIDIARIES)}.isdisjoint(hidden)}


def _months(figures: Collection[Key]) -> list[list[Key]]:
    """The months of a figure that another one adds up."""
    found: dict[tuple[str, tuple[tuple[str, str], ...]], list[Key]] = {}
    sums = {(kpi, by) for kpi, period, by in figures if period == "to_date"}
    sums |= {(kpi, ()) for kpi, _ in sums}
    for key in figures:
        kpi, period, by = key
        if is_month(period) and any((to_date, by) in sums for to_date in _ADDED_UP.get(kpi, ())):
            found.setdefault((kpi, by), []).append(key)
    return list(found.values())


def _is_few(figure: Figure, least: int) -> bool:
    return figure.state != "not_measured" and figure.reason != "variants" and _rows(figure) < least


def _rows(figure: Figure) -> int:
    return figure.n or 0


def _covering(family: Sequence[Key], hidden: set[Key], figures: Mapping[Key, Figure], least: int) -> set[Key]:
    """More of a family, until those that are hidden hide one another."""
    found = {key for key in family if key in hidden}
    shown = sorted((key for key in family if key not in found and figures[key].state != "not_measured"),
                   key=lambda key: (_rows(figures[key]), key))
    while found and shown and (len(found) < 2 or sum(_rows(figures[key]) for key in found) < least):
        found.add(shown.pop(0))
    return found


def _withheld(figure: Figure) -> Figure:
    return Figure(figure.kpi, figure.period, figure.unit, "withheld", by=figure.by, target=figure.target,
                  currency=figure.currency, reason=REASON)


def _told(figure: Figure, key: Key, hidden: Collection[Key], least: int) -> Figure:
    """What stands beside a shown figure is of enough rows too."""
    excluded = tuple((why, rows) for why, rows in figure.excluded if rows >= least)
    beside = tuple((name, of) for name, of in figure.beside if name in _AS_MANY or (name in _ROWS and of >= least))
    kpi, period, by = key
    before = months_before(period, 2)[0] if is_month(period) else ""
    return replace(figure, excluded=excluded, beside=beside, now=None,
                   previous=None if (kpi, before, by) in hidden else figure.previous)
