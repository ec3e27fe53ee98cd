"""What is written on a burn-down: units, months, pace, today, what is left, where it lands, when it runs out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from clairevoie.charts.burn_plot import BurnPlot, Spot
from clairevoie.charts.measure import width
from clairevoie.charts.months import months
from clairevoie.charts.sheet import FONT, Language, Row, Size, word
from clairevoie.charts.texts import tick, value
from clairevoie.charts.tokens import DOWN, INK, INK2
from clairevoie.portal import Chart
from clairevoie.words import dates
from clairevoie.words.typography import pick

_HALF_MONTH = timedelta(15)
_EDGE = 14.0  # a month's name would be cut nearer to the edge


def around(chart: Chart, plot: BurnPlot, language: Language) -> list[Row]:
    """The amounts of the hairlines on the right, the months under the middle of theirs."""
    amounts = [word(text, plot.width + 8, y) for text, y in _amounts(chart, plot, language)]
    starts = _months_of(plot)
    centres = [plot.x((start + _HALF_MONTH).toordinal()) for start in starts]
    step = plot.width * 30.4 / (plot.last - plot.first)
    return [*amounts, *months([start.isoformat()[:7] for start in starts], centres, plot.under, step, language, "")]


def over_lines(chart: Chart, plot: BurnPlot, language: Language, size: Size) -> list[Row]:
    """What stands among the lines, each in its halo."""
    said = [*_pace(plot, language), *_today(plot, language, size)]
    said += [*_now(chart, plot, language), *_end(chart, plot, language)]
    return [*said, *_dry(plot, language)] if says_dry(plot, size) else said


def says_dry(plot: BurnPlot, size: Size) -> bool:
    """Whether there is room to say when the budget runs out: beside what is left now, or well over it."""
    if size != "wide" or plot.dry is None or not plot.left:
        return False
    day, amount = plot.left[-1]
    gap = plot.x(plot.dry) - plot.x(day)
    return gap > 280 or (gap > 150 and plot.y(amount) > dry_y(plot) + 48)


def dry_y(plot: BurnPlot) -> float:
    """Where that is said."""
    return plot.height * 0.47


def _amounts(chart: Chart, plot: BurnPlot, language: Language) -> list[tuple[str, float]]:
    """The hairlines' amounts, but where the landing's own stands."""
    taken = [plot.y(amount) + _drop(amount) for _, amount in plot.landing[-1:]]
    taken += [plot.y(amount) for _, amount in _over_end(plot)]
    places = [(tick(t, chart, language), plot.y(t) - (8 if t == 0 else 0)) for t in plot.ticks]
    return [(text, y) for text, y in places if not any(abs(y - other) < 15 for other in taken)]


def _drop(amount: float) -> float:
    """A landing under zero is named below its dot, to leave the place of the zero."""
    return 7 if amount <= 0 else 0


def _months_of(plot: BurnPlot) -> list[date]:
    """The first days of the months of which the plot shows the middle, away from its edges."""
    first, last = date.fromordinal(int(plot.first)), date.fromordinal(int(plot.last))
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    starts = [date(first.year + m // 12, m % 12 + 1, 1) for m in range(first.month - 1, first.month - 1 + count)]
    middles = [plot.x((start + _HALF_MONTH).toordinal()) for start in starts]
    return [start for start, x in zip(starts, middles, strict=True) if _EDGE < x < plot.width - _EDGE]


def _pace(plot: BurnPlot, language: Language) -> list[Row]:
    """The name of the dotted line, a third of the way, over it and over what is left there."""
    if len(plot.pace) < 2:
        return []
    day = plot.pace[0][0] + (plot.pace[-1][0] - plot.pace[0][0]) * 0.37
    over = max(amount for amount in (_at(plot.pace, day), _at(plot.left, day)) if amount is not None)
    return [word(pick(language, "rythme égal", "even pace"), plot.x(day), plot.y(over) - 10)]


def _at(line: tuple[Spot, ...], day: float) -> float | None:
    """The amount on a line on that day, None outside of it."""
    for (start, amount), (end, next_amount) in pairwise(line):
        if start <= day <= end and end > start:
            return amount + (next_amount - amount) * (day - start) / (end - start)
    return None


def _today(plot: BurnPlot, language: Language, size: Size) -> list[Row]:
    if plot.today is None:
        return []
    text = pick(language, "aujourd'hui", "today")
    if size == "wide":
        text += f", {dates.day(date.fromordinal(int(plot.today)), language)}"
    return [_beside(text, plot.x(plot.today), -5, plot, fill=INK2)]


def _now(chart: Chart, plot: BurnPlot, language: Language) -> list[Row]:
    """What is left: over its dot, or under it where "today" is written; at the end of the line once all is over."""
    found = []
    for day, amount in plot.left[-1:]:
        text, y = value(amount, chart, language), plot.y(amount)
        if (day, amount) in _over_end(plot):
            found.append(word(text, plot.x(day) + 8, y, fill=INK, bold=True))
        else:
            beside = y - 13 if plot.today is None or y > 26 else y + 14
            found.append(_beside(text, plot.x(day), beside, plot, fill=INK, bold=True, size=14))
    return found


def _over_end(plot: BurnPlot) -> tuple[Spot, ...]:
    """What was left on the last day, where the line reaches it and nothing is foretold."""
    return tuple(spot for spot in plot.left[-1:] if not plot.landing and spot[0] == plot.last)


def _end(chart: Chart, plot: BurnPlot, language: Language) -> list[Row]:
    return [word(value(amount, chart, language), plot.x(day) + 8, plot.y(amount) + _drop(amount),
                 fill=DOWN if amount < 0 else INK, bold=True)
            for day, amount in plot.landing[-1:]]


def _dry(plot: BurnPlot, language: Language) -> list[Row]:
    """When the budget is used up, if what remains to be done is spread evenly."""
    day = int(plot.dry or 0)
    x, y = plot.x(plot.dry or 0) + 8, dry_y(plot)
    head = pick(language, "Forfait épuisé vers le", "Used up around")
    why = pick(language, "si le reste à faire se répartit également", "if the remaining work is spread evenly")
    return [word(f"{head} {dates.day(date.fromordinal(day), language)}", x, y, fill=DOWN, bold=True, align="right"),
            word(why, x, y + 17, align="right")]


def _beside(text: str, x: float, y: float, plot: BurnPlot, *, fill: str, bold: bool = False, size: float = FONT) -> Row:
    """To the right of `x`, or to its left where there is no room."""
    right = x + width(text, size, bold=bold) + 10 < plot.width
    return word(text, x + (9 if right else -9), y, fill=fill, bold=bold, size=size, align="left" if right else "right")
