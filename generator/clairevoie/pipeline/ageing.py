"""How old each source's data is at as_of, and whom that concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from clairevoie.figures.columns import Columns
from clairevoie.figures.freshness import Age, Short, Standing
from clairevoie.figures.seen import zones_of
from clairevoie.project.model import Project, SourceSpec
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.feeding import feeding
from clairevoie.tables.store import Held, Reading


def ages_of(project: Project, readings: Mapping[str, Reading], held: Mapping[str, Held], as_of: datetime
            ) -> tuple[Age, ...]:
    """The tables of each source that is held, or older than it may be; nothing where all is well."""
    found = []
    for spec in project.sources:
        reading = readings.get(spec.id)
        standing = _standing(spec, reading.dated, as_of, held=spec.id in held) if reading else None
        if reading and standing:
            found += [Age(spec.id, table, reading.dated, standing)
                      for table, rows in sorted(reading.dataset.tables.items()) if len(rows)]
    return tuple(found)


def short_of(project: Project, readings: Mapping[str, Reading], dataset: Dataset, as_of: datetime
             ) -> dict[str, tuple[Short, ...]]:
    """Client → the tables that feed it whose data was made in a month that is over where the client is, with that
    month: days of it are missing. `dataset`: traced."""
    # A day later it is another month everywhere.
    begun = as_of.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    old = tuple(Age(source, table, reading.dated, "held") for source, reading in sorted(readings.items())
                if reading.dated < begun for table, rows in sorted(reading.dataset.tables.items()) if len(rows))
    zones, found = zones_of(Columns(dataset.tables["clients"]), project), {}
    for client, ages in by_client(dataset, old).items():
        zone, ends = ZoneInfo(zones[client]), dict[str, str]()
        for age in ages:
            month = f"{age.since.astimezone(zone):%Y-%m}"
            if month < f"{as_of.astimezone(zone):%Y-%m}":
                ends[age.table] = min(month, ends.get(age.table, month))
        found[client] = tuple(sorted(ends.items()))
    return found


def by_client(dataset: Dataset, ages: Sequence[Age]) -> dict[str, tuple[Age, ...]]:
    """Client → the ages of what feeds it. `dataset`: traced."""
    if not ages:
        return {}
    tables: dict[str, list[str]] = {}
    for age in ages:
        tables.setdefault(age.source, []).append(age.table)
    of_source = {(age.source, age.table): age for age in ages}
    found: dict[str, tuple[Age, ...]] = {}
    for (client, source), fed in sorted(feeding(dataset, tables).items()):
        found[client] = (*found.get(client, ()), *(of_source[source, table] for table in fed))
    return found


def _standing(spec: SourceSpec, dated: datetime, as_of: datetime, *, held: bool) -> Standing | None:
    age, limits = as_of - dated, spec.freshness
    if limits.withhold_after is not None and age > limits.withhold_after:
        return "withheld"
    if limits.warn_after is not None and age > limits.warn_after:
        return "stale"
    return "held" if held else None
