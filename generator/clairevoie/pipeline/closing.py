"""Closing a month: every client's figures of it with the rows behind them are kept, and shown from then on."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from clairevoie.disclosure.closing import MOST, closed_month
from clairevoie.disclosure.comparing import first_month
from clairevoie.disclosure.terms import months_before
from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import KPIS, compute, zone_of
from clairevoie.figures.periods import month_after
from clairevoie.pipeline.ageing import ages_of, by_client
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.locking import locked
from clairevoie.pipeline.pulling import Known, load_or_pull
from clairevoie.pipeline.report import Report
from clairevoie.pipeline.storing import opened
from clairevoie.project.model import ClientSpec, Project
from clairevoie.tables import closed
from clairevoie.tables.dataset import Dataset, traced
from clairevoie.tables.private import private_folder
from clairevoie.tables.slices import Slice, cut, holds, open_slice
from clairevoie.words.dates import is_month


def close_month(root: Path, month: str, as_of: datetime, read_at: datetime, clients: Collection[str]) -> list[str]:
    """Close a month for these clients (none: for all); a line each. What is closed already stays as it is.

    Raises ConfigurationError, before anything is kept, for a month that is not over where a client is, that lies before
    the first data of a client that is named (or of all), or of which a source was not read since, or is older than it
    may be.
    """
    project, specs = _asked(root, month, as_of, clients)
    report = Report(as_of)
    with locked(project.state, private=True):
        known = load_or_pull(project, read_at, report, fresh=False)
        if report.faults:
            raise ConfigurationError(*(Fault("close", str(fault)) for fault in report.faults))
        dataset = traced(reading.dataset for reading in known.readings.values())
        _refuse_old(project, specs, known, dataset, as_of)
        private_folder(project.state)
        late = {spec.grants.delay_days for spec in specs}
        found = {client: one for days in sorted(late) for client, one in _closed(
            project, [spec for spec in specs if spec.grants.delay_days == days], dataset, known, month,
            as_of - timedelta(days=days))}
        unknown_ = sorted({spec.client for spec in specs} - found.keys())
        before = _refuse_before(found, named=bool(clients))
        with opened(project, writing=True) as store:
            return [*(_line(one, kept=closed.keep(store.blobs, one)) for one in found.values()
                      if isinstance(one, closed.Closed)),
                    *(f"{client}: {why}, nothing is closed" for client, why in before.items()),
                    *(f"{client}: is not in the data, nothing is closed" for client in unknown_)]


def reopen_month(root: Path, month: str, clients: Collection[str]) -> list[str]:
    """Take a closed month away, so that it is worked out anew; a line a client."""
    project, specs = _asked(root, month, None, clients)
    with locked(project.state, private=True), opened(project, writing=True) as store:
        gone = {spec.client: closed.reopen(store.blobs, spec.client, month) for spec in specs}
    return [f"{client}: {month} {'is open again' if done else 'was not closed'}" for client, done in gone.items()]


def _asked(root: Path, month: str, as_of: datetime | None, clients: Collection[str]
           ) -> tuple[Project, tuple[ClientSpec, ...]]:
    project = load_checked(root, as_of)
    names = [spec.client for spec in project.clients]
    faults = [unknown("close", "client", name, names) for name in clients if name not in names]
    if not is_month(month):
        faults.append(Fault("close", f"{month!r} is no month; write 2026-10"))
    if faults:
        raise ConfigurationError(*faults)
    return project, tuple(spec for spec in project.clients if not clients or spec.client in clients)


def _refuse_old(project: Project, specs: Collection[ClientSpec], known: Known, dataset: Dataset, as_of: datetime
                ) -> None:
    """What a page shows as old is not kept as if it were whole."""
    ages = by_client(dataset, ages_of(project, known.readings, known.held, as_of))
    faults = {Fault(f"client {spec.client}", f"source {age.source} is of {age.since:%Y-%m-%d %H:%M}, older than it may"
                    " be; pull it first")
              for spec in specs for age in ages.get(spec.client, ()) if age.standing != "held"}
    if faults:
        raise ConfigurationError(*sorted(faults))


def _closed(project: Project, specs: Collection[ClientSpec], dataset: Dataset, known: Known, month: str, at: datetime
            ) -> Iterator[tuple[str, closed.Closed | str]]:
    """The month of each of these clients, from its slice alone, or why there is none of it; nothing for a client that
    is not in the data."""
    with tempfile.TemporaryDirectory(dir=project.state) as scratch:
        slices = Path(scratch) / "slices"
        cut(derive(dataset, project, at), slices, [row for row in known.daily if row.day <= at.date()])
        for spec in specs:
            if holds(slices, spec.client):
                yield spec.client, _of_client(project, spec, open_slice(slices, spec.client), known, month, at)


def _of_client(project: Project, spec: ClientSpec, rows: Slice, known: Known, month: str, at: datetime
               ) -> closed.Closed | str:
    zone = zone_of(rows, project)
    first = first_month(rows.tables, ZoneInfo(zone))
    _refuse_running(spec, known, month, at, zone, first)
    if not first or month < first:
        return f"there is no data of {month}; {_months(first, at.astimezone(ZoneInfo(zone)))}"
    kpis = [name for name, kpi in KPIS.items() if not kpi.internal]
    figures = compute(rows, project, at, kpis, months=MOST)
    if not any(figure.period == month for figure in figures):
        raise ConfigurationError(Fault("close", f"{month} is more than {MOST} months ago"))
    return closed_month(rows, figures, project, spec, at, month)


def _refuse_before(found: Mapping[str, closed.Closed | str], *, named: bool) -> dict[str, str]:
    """Of each client that has no data of the month, why; refused where it was asked for, or where none has any."""
    before = {client: why for client, why in found.items() if isinstance(why, str)}
    if before and (named or len(before) == len(found)):
        raise ConfigurationError(*(Fault(f"client {client}", why) for client, why in before.items()))
    return before


def _months(first: str, now: datetime) -> str:
    """Which months may be closed: those that are over, from the first that has data."""
    (last,) = months_before(f"{now:%Y-%m}", 2)[:1]
    return f"there is data of {first} to {last}" if first and first <= last else "no month that is over has data"


def _refuse_running(spec: ClientSpec, known: Known, month: str, at: datetime, zone: str, first: str) -> None:
    ends = datetime.combine(month_after(month), datetime.min.time(), ZoneInfo(zone))
    if at < ends:
        late = f", shown {spec.grants.delay_days} days late" if spec.grants.delay_days else ""
        raise ConfigurationError(Fault(f"client {spec.client}", f"{month} is not over yet ({zone}{late}); "
                                       f"{_months(first, at.astimezone(ZoneInfo(zone)))}"))
    early = [name for name, reading in sorted(known.readings.items()) if reading.read_at < ends]
    if early:
        raise ConfigurationError(Fault(f"client {spec.client}", f"{', '.join(early)}: read before {month} was over"
                                       f" ({zone}); pull first"))


def _line(one: closed.Closed, *, kept: bool) -> str:
    return f"{one.client}: {one.month} {'is closed' if kept else 'was closed already, and stays as it is'}"
