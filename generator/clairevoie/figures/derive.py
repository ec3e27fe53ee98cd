"""Row-local facts of every ticket: months, durations, the commitment that applies, the verdict, the clock that runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.figures.clock import NEVER
from clairevoie.figures.columns import Array, Codes, Columns, instant_array, number_array, text_array
from clairevoie.figures.commitment import pools
from clairevoie.figures.history import CANCELLED, OPEN, STATUSES, STOPPED, has_status, history
from clairevoie.figures.seen import seen, zones_of
from clairevoie.figures.stopwatch import METRICS, Desk, Measure, Metric, due, measure
from clairevoie.figures.zones import Seconds, epoch, zone
from clairevoie.project.model import Project
from clairevoie.tables.coded import Tables, coded_of
from clairevoie.tables.dataset import Dataset

_AT_ONCE = 250_000  # tickets: what is known of each while it is worked out takes two kilobytes
_READ = ("tickets", "ticket_events", "commitments", "contracts", "contract_services", "clients")


def derive(dataset: Dataset, project: Project, as_of: datetime) -> Dataset:
    """The dataset as it stood at `as_of`, its tickets with these columns more.

    created_month, owned_month, resolved_month: "2026-10" in the client's zone · tto_minutes, ttr_minutes: working
    minutes, null while not stopped · tto_commitment, _limit (working minutes), _target (per cent), _verdict (met,
    missed), _why (no verdict: no_commitment, running, cancelled, not_recorded), _late (running and over), _stop
    (instant), and the same for ttr · open, reopened · of an open ticket: clock (tto, ttr, none), clock_elapsed,
    clock_limit, clock_due, clock_stopped, stopped_since.
    `status` and `priority` are those at as_of; an instant after it is empty, and so is `resolved` of what is open.
    """
    known = seen(dataset, project, as_of)
    tables = dict(known.tables)
    columns = {name: Columns(tables[name]) for name in _READ}
    years = _years(columns["tickets"].instants("created"), as_of)
    derived: dict[str, list[Array]] = {}
    for start in range(0, max(len(tables["tickets"]), 1), _AT_ONCE):
        some = Columns(tables["tickets"].slice(start, _AT_ONCE))
        desk = _desk(columns | {"tickets": some}, project, as_of, years)
        for name, column in _derived(desk, {metric: measure(metric, desk) for metric in METRICS}).items():
            derived.setdefault(name, []).append(column)
    rows = coded_of(known.tables)
    notices = known.notices + _notices(tables, project)
    return replace(known, tables=Tables({**rows, "tickets": _with(rows["tickets"], derived)}), notices=notices)


def _desk(columns: Mapping[str, Columns], project: Project, as_of: datetime, years: tuple[int, int]) -> Desk:
    tickets, now = columns["tickets"], epoch(as_of)
    places = _places(columns["ticket_events"], tickets)
    days = _local_days(tickets, columns["clients"], project, years, tickets.instants("created"))
    dated = project.which_commitment == "contract"
    pool = pools(tickets, columns["contracts"], columns["contract_services"], days, dated)
    past = history(tickets, columns["ticket_events"], places, now)
    return Desk(project, columns, places, past, pool, now, years)


def _places(events: Columns, tickets: Columns) -> dict[str, int]:
    """The row of each ticket that an event names."""
    names = events.codes("ticket").names
    if not names:
        return {}
    rows = pc.index_in(pa.array(names, pa.string()), tickets.table.column("ticket").combine_chunks()).to_pylist()
    return {name: row for name, row in zip(names, rows, strict=True) if row is not None}


def _derived(desk: Desk, measures: Mapping[Metric, Measure]) -> dict[str, Array]:
    past = desk.past
    tto, ttr = measures["tto"], measures["ttr"]
    columns: dict[str, Array] = {
        "status": text_array(Codes(past.status, STATUSES)),
        "priority": text_array(desk.priority(np.full(len(desk.tickets), desk.now))),
        "owned": instant_array(_until(desk.tickets.instants("owned"), desk.now)),
        "resolved": instant_array(ttr.stop),
        "closed": instant_array(_until(desk.tickets.instants("closed"), desk.now)),
        "created_month": _months(desk, desk.tickets.instants("created")),
        "owned_month": _months(desk, tto.stop),
        "resolved_month": _months(desk, ttr.stop),
        "open": pa.array(has_status(past.status, OPEN)),
        "reopened": pa.array(past.reopened),
    }
    for metric in METRICS:
        columns |= _verdicts(metric, measures[metric], desk)
    return columns | _running(desk, tto, ttr)


def _with(table: pa.Table, columns: Mapping[str, list[Array]]) -> pa.Table:
    for name, parts in columns.items():
        column = pa.concat_arrays(parts)
        place = table.column_names.index(name) if name in table.column_names else -1
        table = table.append_column(name, column) if place < 0 else table.set_column(place, name, column)
    return table


def _verdicts(metric: Metric, watch: Measure, desk: Desk) -> dict[str, Array]:
    past = desk.past
    stopped = watch.stop != NEVER
    lost = past.unrecorded & ~stopped & ((metric == "tto") | ~has_status(past.status, OPEN))
    without = np.select(
        [past.status == CANCELLED, lost, watch.line < 0, ~stopped],
        [np.int64(0), np.int64(1), np.int64(2), np.int64(3)], np.int64(-1),
    )
    verdict = np.where(without >= 0, -1, np.where(watch.over, 1, 0))
    target = np.array([*(c.target for c in watch.lines), np.nan])[watch.line]
    return {
        f"{metric}_minutes": number_array(np.where(stopped, watch.seconds / 60, np.nan)),
        f"{metric}_commitment": text_array(Codes(watch.line, tuple(c.commitment for c in watch.lines))),
        f"{metric}_limit": number_array(watch.limit),
        f"{metric}_target": number_array(target),
        f"{metric}_verdict": text_array(Codes(verdict, ("met", "missed"))),
        f"{metric}_why": text_array(Codes(without, ("cancelled", "not_recorded", "no_commitment", "running"))),
        f"{metric}_late": pa.array((without == 3) & watch.over),
        f"{metric}_stop": instant_array(watch.stop),
    }


def _running(desk: Desk, tto: Measure, ttr: Measure) -> dict[str, Array]:
    """The clock that matters now: the pick-up until it is done, then the restoration."""
    past = desk.past
    open_ = has_status(past.status, OPEN)
    first = (tto.stop == NEVER) & (tto.line >= 0) & ~past.unrecorded
    which = np.where(first, 0, np.where(ttr.line >= 0, 1, 2))
    seconds, limit = np.where(first, tto.seconds, ttr.seconds), np.where(first, tto.limit, ttr.limit)
    stopped = open_ & has_status(past.status, STOPPED)
    ticking = open_ & ~stopped & ~np.isnan(limit)
    falls = np.where(first, due(tto, desk, ticking & first), due(ttr, desk, ticking & ~first))
    return {
        "clock": text_array(Codes(np.where(open_, which, -1), ("tto", "ttr", "none"))),
        "clock_elapsed": number_array(np.where(open_, seconds / 60, np.nan)),
        "clock_limit": number_array(np.where(open_, limit, np.nan)),
        "clock_due": instant_array(falls),
        "clock_stopped": pa.array(stopped),
        "stopped_since": instant_array(np.where(stopped, past.stopped, NEVER)),
    }


def _notices(tables: Mapping[str, pa.Table], project: Project) -> tuple[str, ...]:
    named = {c for name in ("commitments", "contracts") for c in Columns(tables[name]).codes("calendar").names}
    return tuple(f"calendar {name!r} is not in portal.yml: its commitments are not used"
                 for name in sorted(named - {""} - set(project.calendars)))


def _years(created: Seconds, as_of: datetime) -> tuple[int, int]:
    """Whole years from the first ticket (1990 at the earliest) to two years after as_of, for deadlines."""
    first = int(created.min(initial=epoch(as_of)))
    return max(datetime.fromtimestamp(max(first, 0), UTC).year - 1, 1990), as_of.year + 2


def _until(at: Seconds, now: int) -> Seconds:
    return np.where(at <= now, at, NEVER)


def _local_days(tickets: Columns, clients: Columns, project: Project, years: tuple[int, int], at: Seconds) -> Seconds:
    """The day of each ticket's instant, in its client's zone."""
    zones = zones_of(clients, project)
    names = sorted({project.timezone, *zones.values()})
    of_row = tickets.codes("client").through({client: names.index(name) for client, name in zones.items()})
    of_row = np.where(of_row < 0, names.index(project.timezone), of_row)
    days = np.zeros(len(at), np.int64)
    for place, name in enumerate(names):
        mine = of_row == place
        days[mine] = zone(name, *years).days(at[mine])
    return days


def _months(desk: Desk, at: Seconds) -> Array:
    happened = at != NEVER
    days = _local_days(desk.tickets, desk.tables["clients"], desk.project, desk.years, np.where(happened, at, 0))
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    names, index = np.unique(months, return_inverse=True)
    texts = np.datetime_as_string(names.astype("datetime64[M]")).tolist()
    return text_array(Codes(np.where(happened, index, -1), tuple(texts)))
