"""Panels of margins and of what is to be invoiced."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from clairevoie.portal.chart import Chart
from clairevoie.portal.figure import Figure, Table


@dataclass(frozen=True, slots=True)
class MarginLine:
    """One contract's money, year to date and by month."""

    client: str
    contract: str
    name: str
    kind: str
    revenue: Figure
    cost: Figure
    margin: Figure
    margin_ratio: Figure
    daily_rate: Figure | None
    days: float
    in_days: bool = False  # its budget is sold in days


@dataclass(frozen=True, slots=True)
class Margins:
    """Contracts with their margin; `unallocated` is the company's difference, its own line."""

    period: str  # "2026-01..2026-10"
    lines: tuple[MarginLine, ...]
    unallocated: Figure
    company: Figure
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class BillLine:
    """What is to be invoiced of a contract, at the end of the month; None where what it earned is not known."""

    client: str
    contract: str
    name: str
    kind: str
    produced: Decimal | None
    produced_to_date: Decimal | None
    invoiced_to_date: Decimal | None
    to_invoice: Decimal | None
    currency: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Bills:
    """The pre-invoice of a month: its contracts, and the lines of each month as a table, the newest first."""

    month: str
    lines: tuple[BillLine, ...]
    tables: tuple[tuple[str, Table], ...]  # month, its lines

    @property
    def totals(self) -> tuple[tuple[str, Decimal], ...]:
        """What is to be invoiced by currency: two are never added."""
        known = [(line.currency, line.to_invoice) for line in self.lines if line.to_invoice]
        return tuple((currency, sum((amount for of, amount in known if of == currency), Decimal()))
                     for currency in sorted({of for of, _ in known}))
