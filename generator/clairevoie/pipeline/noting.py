"""The daily history: what is noted at each pull, and what a build needs of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.figures.day_end import day_ends
from clairevoie.project.model import Project
from clairevoie.tables.coded import coded_of, plain_rows
from clairevoie.tables.daily import Noted, note, noted
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.store import Store

_MONTHS = 38  # the longest history that is granted, with the month before it and the running one
_APART = timedelta(days=1)


def note_day(project: Project, store: Store, read: Mapping[str, tuple[Dataset, datetime]]) -> list[str]:
    """Note the day that ended last, if all that has tickets was read just now; gives lines for the report.

    read: source → what it gave, and when that was made.
    """
    absent = [spec.id for spec in project.sources if spec.id not in read]
    lost = [known for name in absent if (known := store.last(name)) and known.rows.get("tickets")]
    given = [(dataset, dated) for dataset, dated in read.values() if len(coded_of(dataset.tables)["tickets"])]
    if lost or not given:
        return []
    dates = [dated for _, dated in given]
    if max(dates) - min(dates) > _APART:
        return []
    zones = _zones(project, store, absent, [dataset for dataset, _ in read.values()])
    tickets = [coded_of(dataset.tables)["tickets"] for dataset, _ in given]
    once = tickets[0] if len(tickets) == 1 else _once(pa.concat_tables(map(plain_rows, tickets)))
    return note(store.blobs, day_ends(once, zones, min(dates)))


def month_ends(store: Store, as_of: datetime) -> tuple[tuple[Noted, ...], list[str]]:
    """What was noted on the last days of months, and lines for what is refused."""
    names = {name.removeprefix("history/").removesuffix(".json") for name in store.blobs.list("history/")}
    return noted(store.blobs, [day for day in _last_days(as_of) if day.isoformat() in names])


def _zones(project: Project, store: Store, absent: list[str], datasets: list[Dataset]) -> dict[str, str]:
    tables = [dataset.tables["clients"] for dataset in datasets]
    tables += [store.table(name, "clients") for name in absent]
    return {str(row["client"]): row["timezone"] or project.timezone
            for table in tables for row in table.select(["client", "timezone"]).to_pylist()}


def _once(tickets: pa.Table) -> pa.Table:
    """Each ticket once: two sources may give the same, of which the first stands."""
    if pc.count_distinct(tickets["ticket"]).as_py() == len(tickets):
        return tickets
    place = tickets.select(["ticket"]).append_column("row", pa.array(range(len(tickets)), pa.int64()))
    first = place.group_by("ticket").aggregate([("row", "min")])["row_min"]
    return tickets.take(first)


def _last_days(as_of: datetime) -> list[date]:
    """The last days of months, of any zone: as_of's day in UTC may be yet another one."""
    first = (as_of.date() + timedelta(days=1)).replace(day=1)
    days = []
    for _ in range(_MONTHS + 1):
        day = first - timedelta(days=1)
        days.append(day)
        first = day.replace(day=1)
    return days
