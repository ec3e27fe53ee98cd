"""Services as they are watched: of each contract and service, what is agreed, monitored, interrupted, slowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from clairevoie.figures.columns import Columns
from clairevoie.figures.commitment import in_force_until
from clairevoie.figures.spans import Span, merged, without
from clairevoie.figures.zones import epoch

Key = tuple[str, str]  # contract, service
Severity = Literal[0, 1, 2]  # works · degraded · interrupted
WORKS, DEGRADED, INTERRUPTED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Watch:
    """The tables that tell of services."""

    contracts: Columns
    contract_services: Columns
    commitments: Columns
    service_cis: Columns
    monitors: Columns
    outages: Columns


@dataclass(frozen=True, slots=True)
class Cut:
    """An outage that touches a service. end: None while it lasts."""

    outage: str
    severity: Severity
    planned: bool
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A service of a contract. commitment, target (per cent), calendar: those of its availability, "" and None where
    there are none. term: of the contract. Spans go up to `now` and are unions."""

    contract: str
    service: str
    client: str
    commitment: str
    target: float | None
    calendar: str
    term: Span
    monitored: tuple[Span, ...]
    broken: tuple[Span, ...]  # interrupted, less what was planned
    slowed: tuple[Span, ...]
    planned: tuple[Span, ...]
    cuts: tuple[Cut, ...]
    now: int

    @property
    def is_watched(self) -> bool:
        """Whether a monitor watches it now."""
        return bool(self.monitored) and self.monitored[-1][1] >= self.now

    def worst(self) -> Cut | None:
        """The worst of its open outages, of equals the oldest."""
        lasting = [cut for cut in self.cuts if cut.end is None]
        return min(lasting, key=lambda cut: (-cut.severity, cut.start, cut.outage), default=None)


def lines(watch: Watch, as_of: datetime, zone: str) -> tuple[Line, ...]:
    """The services of every contract, by contract then service; worked out once for the same tables."""
    return watch.monitors.once(f"lines {as_of} {zone}", lambda: _lines(watch, epoch(as_of), zone))


def interrupted_by(service_cis: Columns) -> tuple[Mapping[Key, frozenset[str]], Mapping[Key, frozenset[str]]]:
    """The CIs whose outage interrupts each service, and those whose outage degrades it.

    Those that a service stands on directly: alone they interrupt it, in a redundancy group they degrade it.
    """
    hard: dict[Key, set[str]] = defaultdict(set)
    soft: dict[Key, set[str]] = defaultdict(set)
    for row in service_cis.table.to_pylist():
        (soft if row["group"] else hard)[row["contract"], row["service"]].add(row["ci"])
    return ({key: frozenset(cis) for key, cis in hard.items()}, {key: frozenset(cis) for key, cis in soft.items()})


def _lines(watch: Watch, now: int, zone: str) -> tuple[Line, ...]:
    terms = {row["contract"]: (row, _term(row, zone)) for row in watch.contracts.table.to_pylist()}
    promised = _promised(watch.commitments)
    hard, soft = interrupted_by(watch.service_cis)
    monitors, outages = watch.monitors.table.to_pylist(), watch.outages.table.to_pylist()
    found = []
    for contract, service in _keys(watch, promised):
        if contract in terms:
            row, term = terms[contract]
            own = promised.get((contract, service)) or promised.get((contract, "")) or {}
            stands, leans = hard.get((contract, service), frozenset()), soft.get((contract, service), frozenset())
            cuts = tuple(_cuts(outages, service, row["client"], stands, leans, now))
            monitored = _monitored(monitors, contract, service, stands, now)
            found.append(_line(contract, service, row, own, term, monitored, cuts, now))
    return tuple(found)


def _keys(watch: Watch, promised: Mapping[Key, Any]) -> list[Key]:
    found = set(promised)
    for table in (watch.contract_services, watch.service_cis, watch.monitors):
        found |= set(zip(table.texts("contract"), table.texts("service"), strict=True))
    return sorted(key for key in found if all(key))


def _promised(commitments: Columns) -> dict[Key, Mapping[str, Any]]:
    """The availability promised for each service; of several, the highest."""
    rows = [row for row in commitments.table.to_pylist() if row["metric"] == "availability"]
    rows.sort(key=lambda row: (row["target_pct"], row["commitment"]))
    return {(row["contract"], row["service"] or ""): row for row in rows}


def _term(row: Mapping[str, Any], zone: str) -> Span:
    last = in_force_until(row["renewal"] or "", row["end"], row["terminated"])
    return _midnight(row["start"], zone), _midnight(last + timedelta(days=1), zone) if last else 1 << 55


def _midnight(day: date, zone: str) -> int:
    return epoch(datetime.combine(day, time(), ZoneInfo(zone)))


def _monitored(rows: Sequence[Mapping[str, Any]], contract: str, service: str, stands: frozenset[str], now: int
               ) -> tuple[Span, ...]:
    """Where nothing watches the service itself, what watches the CIs that it stands on."""
    of_service, of_cis = [], []
    for row in rows:
        span = (epoch(row["from"]), min(epoch(row["to"]), now) if row["to"] else now)
        if (row["contract"] or contract) != contract:
            continue
        if row["ci"]:
            of_cis += [span] if row["ci"] in stands else []
        elif (row["service"] or service) == service:
            of_service.append(span)
    return merged(of_service or of_cis)


def _cuts(rows: Sequence[Mapping[str, Any]], service: str, client: str, stands: frozenset[str], leans: frozenset[str],
          now: int) -> Iterator[Cut]:
    for row in rows:
        start, end = epoch(row["start"]), epoch(row["end"]) if row["end"] else None
        if (row["client"] or client) != client or start > now:
            continue
        whole = row["service"] == service or row["ci"] in stands
        if whole or row["ci"] in leans:
            severity: Severity = 2 if whole and row["kind"] != "degradation" else 1
            lasts = end is None or end > now
            yield Cut(row["outage"], severity, row["kind"] == "planned", start, None if lasts else end)


def _line(contract: str, service: str, row: Mapping[str, Any], own: Mapping[str, Any], term: Span,
          monitored: tuple[Span, ...], cuts: tuple[Cut, ...], now: int) -> Line:
    def union(*, severity: int, planned: bool) -> tuple[Span, ...]:
        return merged((cut.start, now if cut.end is None else cut.end) for cut in cuts
                      if cut.severity == severity and cut.planned == planned)

    planned = merged((*union(severity=INTERRUPTED, planned=True), *union(severity=DEGRADED, planned=True)))
    return Line(
        contract, service, row["client"], own.get("commitment", ""), own.get("target_pct"),
        own.get("calendar") or row["calendar"] or "", term, monitored,
        without(union(severity=INTERRUPTED, planned=False), planned), union(severity=DEGRADED, planned=False),
        planned, cuts, now)
