"""What several pages are made of: a figure with its months, a budget, a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from clairevoie.portal.chart import Chart
from clairevoie.portal.figure import Definition, Figure, Table, Text


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its last 13 months for a sparkline (oldest first; the last is `figure`)."""

    figure: Figure
    series: tuple[Figure, ...] = ()
    about: str = ""  # the service that it is of, where it is of one


@dataclass(frozen=True, slots=True)
class Hours:
    """A contract with a budget: how much is left, until when, where it lands; every amount in `unit`."""

    contract: str
    name: str
    until: date | None
    unit: Literal["hours", "days"]
    sold: float
    consumed: Figure
    remaining: Figure
    landing: Figure | None
    elapsed: float | None  # share of the contract's time that is gone, 0–1
    estimate_date: date | None = None
    estimate_remaining: float | None = None
    not_deducted: float = 0.0
    day_hours: float = 7.0
    burn: Chart | None = None
    months: Chart | None = None
    activities: Chart | None = None
    expired: float = 0.0  # sold too, but lost since: `sold` is without it


@dataclass(frozen=True, slots=True)
class Card:
    """A definition with the figures that this site shows of it, and their rows.

    rows: of all periods, their first column says which; the formula applied to a period's rows gives its figure.
    calendars: those in whose hours it counts. closed: the closed months and when each was; their rows are those of
    then, and `late` are the ones that came or changed since.
    """

    definition: Definition
    figures: tuple[Figure, ...]
    rows: Table | None = None
    calendars: tuple[Text, ...] = ()
    closed: tuple[tuple[str, datetime], ...] = ()
    late: Table | None = None
