"""Panels of the staff's home: a line a client, and what is to be decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clairevoie.portal.figure import Cell, Figure, Sign
from clairevoie.portal.panels import Hours, Tile


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One client in the internal portfolio (a subsidiary stands under its parent)."""

    client: str
    name: str
    parent: str
    contracts: int
    held: int
    missed: int
    without_verdict: int
    ttr: Tile | None
    backlog: Figure | None
    late: int
    hours: tuple[Hours, ...]
    revenue: Figure | None
    margin: Figure | None  # ratio of revenue
    margin_money: Figure | None
    daily_rate: Figure | None
    notice: date | None
    site: str = ""  # relative address of the client's site in the same output, "" when there is none


@dataclass(frozen=True, slots=True)
class Alert:
    """What needs a decision: a code that `words` turns into a sentence, with its numbers."""

    sign: Sign
    client: str
    code: str
    numbers: tuple[tuple[str, Cell], ...]
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The internal home."""

    alerts: tuple[Alert, ...]
    tiles: tuple[Tile, ...]
    clients: tuple[ClientLine, ...]
    total: ClientLine | None
