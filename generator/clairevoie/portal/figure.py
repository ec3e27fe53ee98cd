"""What a figure is, what it means, and the tables behind it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Literal

State = Literal["ok", "not_measured", "no_data", "too_few", "withheld", "stale", "estimated", "revised"]
Unit = Literal["ratio", "count", "hours", "days", "minutes", "money", "per_day", "state"]
Sign = Literal["ok", "warn", "down", "not_measured", "too_few", "planned", "stale", "stopped"]
Cell = str | int | float | bool | date | datetime | Decimal | None  # money cells are Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """Words of ours, in each language."""

    fr: str
    en: str

    def in_(self, language: str) -> str:
        """The words in `language` ("fr" or "en")."""
        return self.en if language == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a figure was said to be, and since when (UTC)."""

    value: int | float | Decimal
    at: datetime


@dataclass(frozen=True, slots=True)
class LastYear:
    """The same month of the year before: its value, or why it is not compared.

    reason: the state of that month's figure, or `no_history` (no such figure is known, or shown), `incomplete` (a day
    of one of the two months is missing), `incomparable` (counted by another variant, or in other hours).
    """

    value: int | float | Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one period. `value` is None unless the state shows one.

    value: ratio 0–1 · count · hours · days · minutes (float or int) · money (Decimal).
    met/total: the numerator and denominator of a ratio; n: the rows counted. `excluded`: (reason, rows) pairs.
    interval: Wilson 95 %, only where n < 30. previous: the period before, when both are comparable.
    """

    kpi: str
    period: str  # "2026-10" a month · "2026-10-31" a day's end · "2026-11-01" as_of's day · "to_date"
    unit: Unit
    state: State
    value: int | float | Decimal | None = None
    by: tuple[tuple[str, str], ...] = ()  # (("contract", "C-1"), ("priority", "P2"))
    n: int | None = None
    met: int | None = None
    total: int | None = None
    target: float | None = None  # same unit as value (a ratio: 0.95)
    previous: int | float | Decimal | None = None
    interval: tuple[float, float] | None = None
    excluded: tuple[tuple[str, int], ...] = ()
    beside: tuple[tuple[str, int | float], ...] = ()  # shown beside it: late_now, median, p90…
    currency: str | None = None
    reason: str | None = None  # why there is no value: a code that `words` knows ("no_estimate", "no_source")
    earlier: tuple[Earlier, ...] = ()  # of a revised one: every value that was published, the first ahead
    last_year: LastYear | None = None  # of whole months only
    now: int | float | Decimal | None = None  # of a closed month: what it would be as known now, where that differs
    way: str = ""  # of a rate of commitments: "creation" where its tickets are counted in the month of their creation

    def under(self, *by: tuple[str, str]) -> Figure:
        """The same figure in another grouping; `dataclasses.replace` would be most of the work of a large company."""
        values = list(_VALUES(self))
        values[_BY] = by
        return Figure(*values)


_NAMES = [field.name for field in fields(Figure)]
_VALUES, _BY = attrgetter(*_NAMES), _NAMES.index("by")


@dataclass(frozen=True, slots=True)
class Definition:
    """The definition card of a KPI."""

    kpi: str
    label: Text
    sentence: Text  # what it counts, one sentence
    formula: Text  # in words
    unit: Unit
    direction: Literal["up", "down", "none"]  # which way is good
    variant: str = ""
    edge_cases: tuple[tuple[Text, Text], ...] = ()
    source: Text = Text("", "")
    minimum: int = 0  # rows under which a rate is `too_few`


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `kind` says how a cell is written."""

    id: str
    label: Text
    kind: Literal[
        "text", "id", "count", "number", "hours", "days", "minutes", "ratio", "money",
        "date", "instant", "verdict", "status", "priority", "kind", "flag", "effect",
    ] = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as shown and as downloaded: `data/<id>.csv` in the site holds exactly these rows."""

    id: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: Text = Text("", "")
    of: str = ""  # the table that its rows are of, "" for figures
