"""Panels "if a supplier leaves" and "what hangs by a thread", for staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from clairevoie.portal.figure import Table


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """A contract with the supplier. gone: the day after which it no longer serves, if it is ended as soon as may be."""

    contract: str
    name: str
    annual_cost: Decimal | None
    end: date | None
    notice: date | None
    renewed: bool
    gone: date | None


@dataclass(frozen=True, slots=True)
class ExposedLine:
    """A contract with a client that depends on the supplier.

    basis: what the revenue of a year is taken from; bare_from, bare_months: from when, and for how many months, it runs
    on without the supplier (0 where it has no end).
    """

    client: str
    client_name: str
    contract: str
    name: str
    items: int
    interrupted: int
    degraded: int
    revenue: Decimal | None
    currency: str
    basis: Literal["services", "fee", "price", "unknown"]
    end: date | None
    bare_from: date | None = None
    bare_months: int = 0


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call to make, in order. before: the day by which; owner: who of ours makes it; first: to the supplier."""

    whose: str
    name: str
    role: str
    phone: str
    before: date | None
    owner: str
    first: bool


@dataclass(frozen=True, slots=True)
class Exit:
    """What follows when one supplier leaves. revenue: by currency, what is unknown left out."""

    provider: str
    name: str
    items: int
    interrupted: int
    degraded: int
    clients: int
    supplies: tuple[SupplyLine, ...]
    exposed: tuple[ExposedLine, ...]
    calls: tuple[CallLine, ...]
    unplaced: tuple[str, ...]
    revenue: tuple[tuple[str, Decimal], ...]
    today: date
    table: Table


@dataclass(frozen=True, slots=True)
class SingleLine:
    """An item that alone interrupts services of these clients."""

    name: str
    client: str
    services: int
    contracts: int
    clients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HollowLine:
    """A redundancy that is written and does not hold."""

    of: str
    contract: str
    needs: str
    members: int
    why: Literal["unread", "alone", "all", "common"]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suppliers:
    """Every supplier's exit, then what interrupts services alone."""

    exits: tuple[Exit, ...]
    singles: tuple[SingleLine, ...]
    hollow: tuple[HollowLine, ...]
    points: Table


@dataclass(frozen=True, slots=True)
class Register:
    """Which service stands on which supplier, how much of all stands on one, and how to get out.

    worst: the supplier on which most services stand, its name and how many it interrupts; services: of how many;
    exits: for staff a row a contract with a supplier, of which `planned` have an open action; for a client a row a
    contract of its own, `first` the first day of notice to come.
    """

    register: Table
    concentration: Table
    exits: Table
    suppliers: int
    worst: tuple[str, int] | None
    services: int
    planned: int = 0
    first: date | None = None
