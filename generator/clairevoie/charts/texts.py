"""What a chart says of its values: at a point, on a hairline, in a tip."""

from __future__ import annotations

from datetime import date

from clairevoie.portal import Chart, Point, Series, Unit
from clairevoie.words import dates, durations, numbers
from clairevoie.words.labels import label
from clairevoie.words.typography import FIXED

SAID = ("estimated", "revised", "stale")  # states of a value that a tip names


def value(amount: float, chart: Chart, language: str) -> str:
    """A value with its unit: `94,6 %`, `181,5 h`, `4 850 €`."""
    match chart.unit:
        case "ratio":
            return numbers.percent(amount, language)
        case "count":
            return numbers.number(amount, language, _decimals(amount))
        case "hours":
            return numbers.hours(amount, language)
        case "days":
            return numbers.days(amount, language)
        case "minutes":
            return durations.duration(amount, language)
        case "money" | "per_day":
            return numbers.money(amount, chart.currency, language, whole=True)
        case "state":
            return label("service_state", str(int(amount)), language)


def bare(amount: float, chart: Chart, language: str) -> str:
    """The same without its unit, where a neighbour says it: `94,6`, `78,5`."""
    if chart.unit == "ratio":
        return numbers.percent(amount, language).rstrip("%\u202f")
    if chart.unit in ("hours", "days"):
        return numbers.number(amount, language, 1)
    return value(amount, chart, language)


def tick(amount: float, chart: Chart, language: str) -> str:
    """A value on a hairline, with no decimals it does not need; zero stands alone."""
    if amount == 0:
        return "0"
    if chart.unit == "ratio":
        return numbers.percent_short(amount, language)
    if chart.unit in ("hours", "days"):
        unit = "h" if chart.unit == "hours" else "d" if language == "en" else "j"
        return numbers.number(amount, language, _decimals(amount)) + FIXED + unit
    return value(amount, chart, language)


def share(amount: float, total: float, language: str) -> str:
    """`40 %`."""
    return numbers.percent(amount / total, language, 0)


def tip(point: Point, series: Series, chart: Chart, language: str) -> str:
    """`Rétablis, févr. 2026 : 94,6 % · n = 56`; the series is named where there are several."""
    if point.y is None:
        return ""
    where = place(point, chart, language)
    head = f"{series.label.in_(language)}, {where}" if len(chart.series) > 1 else where
    said = [f"n{FIXED}={FIXED}{numbers.number(point.n, language)}"] if point.n is not None else []
    said += [label("state", point.state, language)] if point.state in SAID else []
    colon = ": " if language == "en" else f"{FIXED}: "
    return " · ".join([head + colon + value(point.y, chart, language), *said])


def place(point: Point, chart: Chart, language: str) -> str:
    """What a point stands for: its own words, its month or day, or the name of its row."""
    if point.label:
        return point.label.in_(language)
    return point.x if chart.kind == "hbars" else moment(point.x, language)


def moment(x: str, language: str) -> str:
    """`févr. 2026` from a month, `28/02/2026` from a day, any other text as it is."""
    if is_month(x):
        return f"{dates.month_short(x, language)} {x[:4]}"
    if is_day(x):
        return dates.day(date.fromisoformat(x), language)
    return x


def is_month(x: str) -> bool:
    """Whether `x` is a month, "2026-02"."""
    return len(x) == 7 and x[4] == "-" and x[:4].isascii() and x[:4].isdigit() and x[5:] in _MONTHS


def is_day(x: str) -> bool:
    """Whether `x` is a day, "2026-02-28"."""
    return len(x) == 10 and is_month(x[:7]) and x[7] == "-" and x[8:].isascii() and x[8:].isdigit()


def unit_has_shares(unit: Unit) -> bool:
    """Whether values of this unit add up to a whole."""
    return unit in ("count", "hours", "days", "minutes", "money")


_MONTHS = frozenset(f"{m:02}" for m in range(1, 13))


def _decimals(amount: float) -> int:
    return 0 if float(amount).is_integer() else 1
