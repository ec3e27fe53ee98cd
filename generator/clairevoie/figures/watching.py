"""Services as they are watched: of each contract and service, what is agreed, monitored, interrupted, slowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clairevoie.figures.columns import Columns
from clairevoie.figures.commitment import in_force_until
from clairevoie.figures.cuts import DEGRADED, INTERRUPTED, Cut, Key, cuts
from clairevoie.figures.spans import Span, merged, without
from clairevoie.figures.zones import epoch

_GRAPH = ("cis", "impacts", "redundancy", "service_cis", "contract_services")


@dataclass(frozen=True, slots=True)
class Watch:
    """The tables that tell of services."""

    contracts: Columns
    contract_services: Columns
    commitments: Columns
    service_cis: Columns
    monitors: Columns
    outages: Columns
    cis: Columns
    impacts: Columns
    redundancy: Columns


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
    planned: tuple[Span, ...]  # interrupted, as announced
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


def _lines(watch: Watch, now: int, zone: str) -> tuple[Line, ...]:
    terms = {row["contract"]: (row, _term(row, zone)) for row in watch.contracts.table.to_pylist()}
    promised = _promised(watch.commitments)
    alone, monitors = _alone(watch.service_cis), watch.monitors.table.to_pylist()
    clients = {key: terms[key[0]][0]["client"] for key in _keys(watch, promised) if key[0] in terms}
    tables = {name: getattr(watch, name).table for name in (*_GRAPH, "outages")}
    found = []
    for (contract, service), cut in cuts(tables, clients, now).items():
        row, term = terms[contract]
        own = promised.get((contract, service)) or promised.get((contract, "")) or {}
        monitored = _monitored(monitors, contract, service, alone.get((contract, service), set()), now)
        found.append(_line(contract, service, row, own, term, monitored, cut, now))
    return tuple(found)


def _alone(service_cis: Columns) -> dict[Key, set[str]]:
    """The CIs that each service stands on directly, with nothing redundant to them."""
    found: dict[Key, set[str]] = defaultdict(set)
    for row in service_cis.table.to_pylist():
        if not row["group"]:
            found[row["contract"], row["service"]].add(row["ci"])
    return found


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


def _monitored(rows: Sequence[Mapping[str, Any]], contract: str, service: str, stands: set[str], now: int
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


def _line(contract: str, service: str, row: Mapping[str, Any], own: Mapping[str, Any], term: Span,
          monitored: tuple[Span, ...], cuts: tuple[Cut, ...], now: int) -> Line:
    def union(*, severity: int, planned: bool) -> tuple[Span, ...]:
        return merged((cut.start, now if cut.end is None else cut.end) for cut in cuts
                      if cut.severity == severity and cut.planned == planned)

    planned = union(severity=INTERRUPTED, planned=True)
    return Line(
        contract, service, row["client"], own.get("commitment", ""), own.get("target_pct"),
        own.get("calendar") or row["calendar"] or "", term, monitored,
        without(union(severity=INTERRUPTED, planned=False), planned), union(severity=DEGRADED, planned=False),
        planned, cuts, now)
