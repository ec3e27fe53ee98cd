"""One source → its checked rows of today, or why it cannot be trusted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from clairevoie.errors import Fault, SourceError
from clairevoie.pipeline.ahead import without_ahead, wrong_clock
from clairevoie.pipeline.calendars import without_unknown_calendars
from clairevoie.pipeline.holding import cut_short, drops, falls, spoilt, unknown_clients
from clairevoie.pipeline.keeping import with_kept
from clairevoie.pipeline.settings import source_settings
from clairevoie.pipeline.vanished import BEARING, keys_of, vanished
from clairevoie.project.model import Project, SourceSpec
from clairevoie.sources import SOURCES, remembered
from clairevoie.tables import forgetting
from clairevoie.tables.coded import coded_of
from clairevoie.tables.dataset import Dataset, check
from clairevoie.tables.forgetting import Forgotten
from clairevoie.tables.store import Store


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a source gives today. dated: when that was made; detected: file → how it is written.

    strangers: clients that nobody knows → rows. fell, bad: why it is not to be believed, as it may be accepted or not.
    told: falls in rows that are believed, and what the source tells of this reading alone.
    remember: what the source wishes to find at its next reading, once this one is stored. open_lines: as in `Pull`.
    """

    dataset: Dataset
    dated: datetime
    detected: Mapping[str, str]
    strangers: Mapping[str, int]
    fell: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    remember: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    open_lines: Mapping[str, int] = field(default_factory=dict)


def fetch_all(project: Project, asked: Iterable[SourceSpec], store: Store, now: datetime, as_of: datetime | None = None
              ) -> dict[str, Fetched | SourceError]:
    """Every source that is asked for, judged against its last good reading; the error of one that cannot be read.

    as_of: the instant that a run is pinned to; what lies after it and `now` has not happened.
    """
    latest = max(now, as_of or now)
    gone = forgetting.read(store.blobs)
    found = {spec.id: _fetch(spec, store, now, latest, memory(project, spec), gone, project.calendars)
             for spec in asked}
    specs = {spec.id: spec for spec in project.sources}
    every = partial(_every, project, store, dict(found))
    found = {name: _compared(specs[name], one, store, every) if isinstance(one, Fetched) else one
             for name, one in found.items()}
    known = _clients(project, store, found)
    return {name: _judged(specs[name], one, known, latest) if isinstance(one, Fetched) else one
            for name, one in found.items()}


def memory(project: Project, spec: SourceSpec) -> Path:
    """The private folder in which a source finds what it remembered; without it, a source is read whole."""
    return project.state / "remembered" / spec.id


def _fetch(spec: SourceSpec, store: Store, now: datetime, latest: datetime, memory: Path, gone: Forgotten,
           calendars: Collection[str]) -> Fetched | SourceError:
    try:
        asked = replace(spec, recall=remembered.recall(memory), now=now)
        pulled = SOURCES[spec.type].pull(asked, source_settings(spec))
        dataset = without_ahead(spec.id, check(spec.id, pulled.raws, spec.timezone), pulled.raws, latest)
        dataset = without_unknown_calendars(spec.id, dataset, calendars)
    except SourceError as error:
        return SourceError(*(_of(spec, fault) for fault in error.faults))
    dataset = replace(dataset, set_aside=(*pulled.set_aside, *dataset.set_aside),
                      notices=(*pulled.notices, *dataset.notices))
    made = _made(spec, {raw.file for raw in pulled.raws})
    dated = min(now, made) if made else now
    if gone.words:
        dataset, _ = forgetting.without(dataset, gone.instead)
    return Fetched(with_kept(spec, dataset, store), dated, pulled.detected, {}, told=pulled.passing,
                   remember=pulled.remember, open_lines=pulled.open_lines)


def _of(spec: SourceSpec, fault: Fault) -> Fault:
    """The fault with the name of its source: many have a tickets.csv."""
    named = fault.where.startswith((f"source {spec.id}", f"data_sources/{spec.id}/"))
    return fault if named else Fault(f"{spec.id}/{fault.where}", fault.what)


def _every(project: Project, store: Store, found: Mapping[str, Fetched | SourceError]) -> list[Dataset]:
    """What each source gives: today, or at its last good reading where it is not asked or cannot be read."""
    datasets = []
    for spec in project.sources:
        one = found.get(spec.id)
        with suppress(SourceError):
            datasets.append(one.dataset if isinstance(one, Fetched) else store.newest(spec.id).dataset)
    return datasets


def _compared(spec: SourceSpec, found: Fetched, store: Store, every: Callable[[], list[Dataset]]) -> Fetched:
    """Against the last good reading; `every`: what all sources give."""
    last = store.last(spec.id)
    if not last:
        return found
    rows = {name: len(table) for name, table in coded_of(found.dataset.tables).items()}
    bearing = {table: keys_of(store.table(spec.id, table), table) for table in BEARING if last.rows.get(table)}
    fell = (*cut_short(found.open_lines, last.ended), *falls(spec, rows, last.rows),
            *vanished(found.dataset, bearing, every))
    return replace(found, fell=fell, told=(*found.told, *drops(spec, rows, last.rows)))


def _judged(spec: SourceSpec, found: Fetched, known: Collection[str], latest: datetime) -> Fetched:
    strangers = unknown_clients(found.dataset, known) if known else {}
    bad = (*wrong_clock(found.dataset, latest), *spoilt(spec, found.dataset, strangers))
    return replace(found, strangers=strangers, bad=bad)


def _made(spec: SourceSpec, files: Collection[str]) -> datetime | None:
    """When the newest of these files was written; None for a source that is no folder of files."""
    times = [path.stat().st_mtime for name in files if (path := spec.folder / name).is_file()]
    return datetime.fromtimestamp(int(max(times)), UTC) if times else None


def _clients(project: Project, store: Store, found: Mapping[str, Fetched | SourceError]) -> set[str]:
    """Every client that some source gives, today or in its last good reading, where today's is not to be believed."""
    known: set[str] = set()
    for spec in project.sources:
        one = found.get(spec.id)
        tables = [one.dataset.tables["clients"]] if isinstance(one, Fetched) else []
        if not isinstance(one, Fetched) or one.fell:
            tables.append(store.table(spec.id, "clients"))
        known |= {str(client) for rows in tables for client in rows["client"].to_pylist()}
    return known
