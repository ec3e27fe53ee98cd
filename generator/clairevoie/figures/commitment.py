"""Which commitment applies to a ticket, by DEFINITIONS §3: in plain Python, once for each distinct case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from clairevoie.figures.clock import working_day
from clairevoie.figures.columns import Codes, Columns, Index, distinct
from clairevoie.figures.zones import day_number
from clairevoie.project.model import Calendar


@dataclass(frozen=True, slots=True)
class Line:
    """One commitment with its limit in working minutes."""

    commitment: str
    contract: str
    service: str  # "" = any
    kind: str
    priority: str
    limit: float
    calendar: str
    target: float  # per cent

    def matches(self, service: str, kind: str, priority: str) -> bool:
        """Whether it is about such a ticket."""
        return self.service in ("", service) and self.kind in ("", kind) and self.priority in ("", priority)

    def rank(self) -> tuple[int, float, str]:
        """The most specific first; among equals the shortest, then by id."""
        return -sum(map(bool, (self.service, self.kind, self.priority))), self.limit, self.commitment


@dataclass(frozen=True, slots=True)
class Holding:
    """A contract that holds a service, from its first day to its last (None: open)."""

    contract: str
    start: int  # days since 1970-01-01
    end: int | None

    def holds(self, day: int) -> bool:
        """Whether it is in force that day."""
        return self.start <= day and (self.end is None or day <= self.end)


def lines(commitments: Columns, metric: str, calendars: Mapping[str, Calendar]) -> tuple[Line, ...]:
    """The commitments of a metric that have a limit and a known calendar."""
    texts = ("commitment", "contract", "service", "ticket_kind", "priority", "limit", "calendar", "metric")
    rows = zip(*(commitments.texts(name) for name in texts), commitments.numbers("target_pct").tolist(), strict=True)
    return tuple(
        Line(commitment, contract, service, kind, priority, minutes(limit, calendars[calendar]), calendar, target)
        for commitment, contract, service, kind, priority, limit, calendar, of, target in rows
        if of == metric and limit and calendar in calendars
    )


def minutes(limit: str, calendar: Calendar) -> float:
    """A limit in working minutes: "240" as it is, "2d" two of the calendar's working days."""
    return float(limit[:-1]) * working_day(calendar) if limit.endswith("d") else float(limit)


def pools(tickets: Columns, contracts: Columns, contract_services: Columns, days: Index, dated: bool) -> Codes:
    """The contracts whose commitments may apply to each ticket, joined by newlines.

    The ticket's own contract; where it gives none, the client's contracts that hold the service and, if `dated`, are in
    force on `days` (the local day of creation). Nothing applies to a ticket that names another client's contract.
    """
    owner = dict(zip(contracts.texts("contract"), contracts.texts("client"), strict=True))
    held = _holdings(contracts, contract_services)
    client, own, service = (tickets.codes(name) for name in ("client", "contract", "service"))
    free = own.index < 0
    cases, case = distinct(client.index, own.index, np.where(free, service.index, -1), np.where(free & dated, days, -1))
    names: dict[str, int] = {}
    places = []
    for of, contract, about, day in cases:
        who, mine = _name(client, of), _name(own, contract)
        if mine:
            pool = mine if owner.get(mine) == who else ""
        else:
            holding = held.get((who, _name(service, about)), ())
            pool = "\n".join(h.contract for h in holding if not dated or h.holds(day))
        places.append(names.setdefault(pool, len(names)))
    return Codes(np.array(places, np.int64)[case], tuple(names))


def applying(chosen: Sequence[Line], pool: Codes, service: Codes, kind: Codes, priority: Codes) -> Index:
    """The place in `chosen` of the line that applies to each ticket, -1 for none."""
    by_contract: dict[str, list[tuple[int, Line, int]]] = defaultdict(list)  # the first in rank that matches applies
    for rank, place in enumerate(sorted(range(len(chosen)), key=lambda i: chosen[i].rank())):
        by_contract[chosen[place].contract].append((rank, chosen[place], place))
    columns = (pool, service, kind, priority)
    cases, case = distinct(*(column.index for column in columns))
    found = []
    for key in cases:
        contracts, *about = (_name(column, place) for column, place in zip(columns, key, strict=True))
        able = (next(((rank, place) for rank, line, place in by_contract.get(contract, ())
                      if line.matches(*about)), None) for contract in contracts.split("\n"))
        found.append(min(filter(None, able), default=(0, -1))[1])
    return np.array(found, np.int64)[case]


def _holdings(contracts: Columns, contract_services: Columns) -> dict[tuple[str, str], list[Holding]]:
    names = ("contract", "client", "renewal")
    dates = (contracts.table.column(name).to_pylist() for name in ("start", "end", "terminated"))
    facts = {row[0]: row[1:] for row in zip(*(contracts.texts(name) for name in names), *dates, strict=True)}
    held: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    for contract, service in sorted(zip(*(contract_services.texts(n) for n in ("contract", "service")), strict=True)):
        if contract in facts:
            client, renewal, start, end, terminated = facts[contract]
            until = in_force_until(renewal, end, terminated)
            last = None if until is None else day_number(until)
            held[client, service].append(Holding(contract, day_number(start), last))
    return held


def in_force_until(renewal: str, end: date | None, terminated: date | None) -> date | None:
    """The last day of a contract: a tacit renewal goes on until somebody terminates it."""
    if renewal == "tacit":
        return terminated
    return min((day for day in (end, terminated) if day), default=None)


def _name(column: Codes, place: int) -> str:
    return column.names[place] if place >= 0 else ""
