"""A group's sums: what subsidiaries share with their parent, as sums and counts, and what those come to together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from clairevoie.figures.measured import wilson
from clairevoie.portal import Definition, Figure, State, Unit

# Figures whose sum over clients is one: counts and hours, shares of tickets, and means by their number of rows.
ROLLED = ("ticket_volume", "backlog", "tto_met", "ttr_met", "mttr", "hours_consumed")
SUBSIDIARIES, ALL = (("group", "subsidiaries"),), (("group", "all"),)
ONE, NOT_OF_ALL, VARIANTS = "one_subsidiary", "not_of_all", "variants"
_MEANS = ("mttr",)
Known = Literal["ok", "stale", "lost"]  # of old data; of data so old that its number is not shown any more
_RANK: tuple[Known, ...] = ("ok", "stale", "lost")


@dataclass(frozen=True, slots=True)
class Partial:
    """What one client's figure adds to a sum. amount: of a share what was met, of a mean its sum, else the value.
    way: as of a figure."""

    kpi: str
    period: str
    unit: Unit
    amount: float
    n: int
    known: Known = "ok"
    way: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """What one subsidiary shares. told: (KPI, period) of which it says anything, be it that it withholds it.
    alone: its own figures may be read where no other's cover them."""

    partials: tuple[Partial, ...]
    told: frozenset[tuple[str, str]]
    alone: bool


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over subsidiaries; hidden: why it would tell of one of them, "" where not. Hidden, it holds no number."""

    sum: Partial
    hidden: str


def shared(figures: Collection[Figure], kpis: Iterable[str], running: str, *, alone: bool,
           apart: Collection[str] = ()) -> Share:
    """What a subsidiary shares of its figures. running: the month that is not over for it, which is in no sum. apart:
    KPIs that its contracts count by another variant than the company: it tells no period of them, so no sum is made."""
    over = [figure for figure in figures if figure.period != running and figure.kpi not in apart]
    given = partials(over, kpis)
    wanted = frozenset(kpis)
    told = frozenset((f.kpi, f.period) for f in over if f.kpi in wanted and not f.by)
    return Share(given, told | {(kpi, "") for kpi in wanted & frozenset(apart)}, alone)


def partials(figures: Iterable[Figure], kpis: Iterable[str]) -> tuple[Partial, ...]:
    """Of the figures of the whole client, those that a sum can be made of: no name, no row, no grouping."""
    wanted = frozenset(kpis) & frozenset(ROLLED)
    found = (_partial(figure) for figure in figures if figure.kpi in wanted and not figure.by)
    return tuple(sorted((one for one in found if one), key=lambda one: (one.kpi, one.period)))


def together(shares: Sequence[Share]) -> tuple[Total, ...]:
    """The sum of each KPI and period that is shared. Hidden, without any number: one of several variants; one that a
    single subsidiary makes up, unless that one may be read alone; that none has anything, unless each of them may be;
    and a period that one of them does not tell yet, or any more (`delay_days`, `months`): the sum with it, less the one
    without, would be its own."""
    keys = sorted({(one.kpi, one.period) for share in shares for one in share.partials})
    return tuple(_total([(one, share.alone) for share in shares for one in share.partials
                         if (one.kpi, one.period) == key], of_all=_is_of_all(key, shares)) for key in keys)


def rolled_up(totals: Iterable[Total], own: Iterable[Figure], definitions: Mapping[str, Definition]
              ) -> Iterator[Figure]:
    """For each total whose KPI `definitions` holds: the sum over subsidiaries, under ("group", "subsidiaries");
    and with the parent's own figure, under ("group", "all")."""
    ours = {(figure.kpi, figure.period): one for figure in own if not figure.by and (one := _partial(figure))}
    for total in totals:
        sum_, card = total.sum, definitions.get(total.sum.kpi)
        mine = ours.get((sum_.kpi, sum_.period))
        if card:
            yield _figure(sum_, card, SUBSIDIARIES, hidden=total.hidden)
        if card and mine:
            whole = replace(mine, amount=mine.amount + sum_.amount, n=mine.n + sum_.n, known=_worst((mine, sum_)),
                            way=mine.way if mine.n else sum_.way)
            mixed = VARIANTS if mine.n and sum_.n and mine.way != sum_.way else ""
            yield _figure(whole, card, ALL, hidden=total.hidden or mixed)


def _is_of_all(key: tuple[str, str], shares: Iterable[Share]) -> bool:
    return all(key in share.told for share in shares if any(kpi == key[0] for kpi, _ in share.told))


def _total(given: Sequence[tuple[Partial, bool]], *, of_all: bool) -> Total:
    nothing = replace(given[0][0], amount=0, n=0, known="ok", way="")
    if not of_all:
        return Total(nothing, NOT_OF_ALL)
    ways = {one.way for one, _ in given if one.n}
    if len(ways) > 1:  # a month closed before a contract was counted otherwise
        return Total(nothing, VARIANTS)
    known = _worst(one for one, _ in given)
    if known == "lost":  # without one of them it would be another sum, under the same name
        return Total(replace(nothing, known=known), "")
    told = [alone for one, alone in given if one.n]
    if len(told) < 2 and not all(told or [alone for _, alone in given]):
        return Total(nothing, ONE)
    amount, n = sum(one.amount for one, _ in given), sum(one.n for one, _ in given)
    return Total(replace(given[0][0], amount=amount, n=n, known=known, way=min(ways, default="")), "")


def _worst(parts: Iterable[Partial]) -> Known:
    return max((one.known for one in parts), key=_RANK.index)


def _partial(figure: Figure) -> Partial | None:
    """None where it has no value and says no rows: it is withheld, or not measured."""
    known: Known = "stale" if figure.state == "stale" else "ok"
    if known == "stale" and figure.value is None:
        return Partial(figure.kpi, figure.period, figure.unit, 0, 0, "lost")
    if figure.unit == "ratio":
        if figure.met is None or figure.total is None or figure.state not in ("ok", "too_few", "no_data", "stale"):
            return None
        return Partial(figure.kpi, figure.period, figure.unit, figure.met, figure.total, known, figure.way)
    if figure.state == "no_data":
        return Partial(figure.kpi, figure.period, figure.unit, 0, 0)
    if figure.state not in ("ok", "stale") or figure.value is None or figure.n is None:
        return None
    amount = float(figure.value) * (figure.n if figure.kpi in _MEANS else 1)
    whole = figure.unit == "count" and amount.is_integer()
    return Partial(figure.kpi, figure.period, figure.unit, int(amount) if whole else amount, figure.n, known)


def _figure(sum_: Partial, card: Definition, by: tuple[tuple[str, str], ...], *, hidden: str) -> Figure:
    figure = Figure(sum_.kpi, sum_.period, sum_.unit, "ok", by=by)
    if hidden:
        return replace(figure, state="withheld", reason=hidden)
    if sum_.known == "lost":
        return replace(figure, state="stale", reason="stale")
    if not sum_.n:
        return replace(figure, state="no_data", n=0)
    valued: State = "stale" if sum_.known == "stale" else "ok"
    if sum_.unit == "ratio":
        state: State = "too_few" if sum_.n < max(card.minimum, 1) else valued
        value = None if state == "too_few" else sum_.amount / sum_.n
        interval = wilson(int(sum_.amount), sum_.n) if value is not None and sum_.n < 30 else None
        return replace(figure, state=state, value=value, n=sum_.n, met=int(sum_.amount), total=sum_.n,
                       interval=interval, way=sum_.way)
    mean = sum_.kpi in _MEANS
    return replace(figure, state=valued, value=sum_.amount / sum_.n if mean else sum_.amount, n=sum_.n)
