"""Sources → the store. A source that cannot be trusted is held at its last good snapshot."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from clairevoie.errors import ConfigurationError, Fault, SourceError, unknown
from clairevoie.pipeline.fetching import Fetched, fetch_all, memory
from clairevoie.pipeline.noting import month_ends, note_day
from clairevoie.pipeline.report import Report
from clairevoie.pipeline.storing import opened
from clairevoie.pipeline.told import between, given, held
from clairevoie.project.model import Project, SourceSpec
from clairevoie.sources import remembered
from clairevoie.tables.aside import SetAside
from clairevoie.tables.daily import Noted
from clairevoie.tables.dataset import Dataset, merge
from clairevoie.tables.memory import kept
from clairevoie.tables.store import Held, NothingError, Reading, Store

_SAID = 100  # rows that `check` says one by one


@dataclass(frozen=True, slots=True)
class Known:
    """What a build is given: the newest good reading of each source, why some are held, what was noted of days."""

    readings: Mapping[str, Reading]
    held: Mapping[str, Held]
    daily: tuple[Noted, ...]


@kept()
def pull(project: Project, read_at: datetime, report: Report, *, only: Collection[str] = (),
         accept: Collection[str] = ()) -> dict[str, Reading]:
    """Read every source (or `only` these) into the store, dated `read_at`; what fails is blamed in the report, and the
    run goes on. `accept`: sources whose fall in rows is real. Gives the readings that are now the newest."""
    asked = _asked(project, only, accept)
    with opened(project, writing=True) as store:
        found = fetch_all(project, asked, store, read_at, report.as_of)
        report.put_aside(row for one in found.values() if isinstance(one, Fetched) for row in one.dataset.set_aside)
        kept, saved = {}, {}
        for spec in asked:
            one = found[spec.id]
            reasons = _reasons(one, accepted=spec.id in accept)
            if isinstance(one, Fetched) and not reasons:
                ended = {file: not line for file, line in one.open_lines.items()}
                saved[spec.id] = store.save(spec.id, one.dataset, read_at, one.dated, ended)
                store.release(spec.id)
                remembered.keep(memory(project, spec), one.remember)
                kept[spec.id] = (one.dataset, one.dated)
                report.sources.append(_line(spec, one) | ({"accepted": list(one.fell)} if one.fell else {}))
                report.notices += [*_told(spec, one), *_accepted(spec, one)]
            else:
                _hold(spec, one, reasons, store, read_at, report)
        report.notices += note_day(project, store, kept)
        for spec in asked:
            store.clear(spec.id, read_at, keep_days=project.store.keep_days, keep_last=project.store.keep_last)
        fresh = {source: store.just_saved(source, name, kept[source][0]) for source, name in saved.items()}
    return {source: reading for source, reading in fresh.items() if reading}


def dry_read(project: Project, report: Report, now: datetime) -> Dataset:
    """Read every source and merge them, as a run would, without writing; every row set aside is a notice.

    What a source's line counts is what is left once all sources are merged.
    """
    with opened(project, writing=False) as store:
        found = fetch_all(project, project.sources, store, now, report.as_of)
        last = _last([name for name, one in found.items() if isinstance(one, SourceError)], store, report)
        merged = merge(_datasets(found, last))
        later = between(_datasets(found, last), merged.set_aside)
        for spec in project.sources:
            one = found[spec.id]
            reasons = _reasons(one)
            if isinstance(one, SourceError):
                report.blame(one)
                report.sources.append(held(spec, "refused", reasons, store.last(spec.id)))
            else:
                report.notices += _told(spec, one)
                if reasons:
                    report.blame(_fault(spec, reasons, store, one))
                report.sources.append(_line(spec, one, later) | ({"outcome": "to be held", "reasons": reasons}
                                                                 if reasons else {}))
    report.put_aside(merged.set_aside)
    report.notices += merged.notices
    report.notices += [f"{row.source}/{row.file}:{row.line}:{row.column}: {row.value!r}: {row.reason}"
                       for row in merged.set_aside[:_SAID]]
    if len(merged.set_aside) > _SAID:
        report.notices.append(f"and {len(merged.set_aside) - _SAID:,} more rows set aside; --report FILE has them")
    return merged


def load_or_pull(project: Project, read_at: datetime, report: Report, *, fresh: bool) -> Known:
    """What the store knows for a build; the sources are read first when asked, or where the store lacks one."""
    known = _known(project, report, pull(project, read_at, report) if fresh else {})
    lost = _lost(project, known)
    if lost and not fresh:
        known = _known(project, report, pull(project, read_at, report, only=lost))
        lost = _lost(project, known)
    report.faults += [Fault(f"source {name}", "no good snapshot yet: its tables are empty") for name in lost]
    report.exit_code = max(report.exit_code, 3 if lost else 0)
    return known


def _asked(project: Project, only: Collection[str], accept: Collection[str]) -> Sequence[SourceSpec]:
    names = [spec.id for spec in project.sources]
    faults = [unknown("pull", "source", name, names) for name in (*only, *accept) if name not in names]
    faults += [Fault(f"pull --accept {name}", f"only {', '.join(only)} is pulled") for name in accept
               if name in names and only and name not in only]
    if faults:
        raise ConfigurationError(*faults)
    return [spec for spec in project.sources if not only or spec.id in only]


def _reasons(found: Fetched | SourceError, *, accepted: bool = False) -> list[str]:
    if isinstance(found, SourceError):
        return [str(fault) for fault in found.faults]
    return [*found.bad, *(() if accepted else found.fell)]


def _hold(spec: SourceSpec, found: Fetched | SourceError, reasons: Sequence[str], store: Store, at: datetime,
          report: Report) -> None:
    report.blame(found if isinstance(found, SourceError) else _fault(spec, reasons, store, found))
    store.hold(spec.id, at, reasons)
    line = _line(spec, found) if isinstance(found, Fetched) else {}
    report.sources.append(line | held(spec, "held", reasons, store.last(spec.id)))


def _fault(spec: SourceSpec, reasons: Sequence[str], store: Store, found: Fetched) -> SourceError:
    last = store.last(spec.id)
    at = f"held at its data of {last.dated.isoformat(timespec='minutes')}" if last else "there is no earlier reading"
    real = f"; if that is real: clairevoie pull --accept {spec.id}" if found.fell and not found.bad else ""
    return SourceError(*(Fault(f"source {spec.id}", f"{reason}; {at}{real}") for reason in reasons))


def _told(spec: SourceSpec, found: Fetched) -> list[str]:
    return [f"source {spec.id}: {line}" for line in found.told]


def _accepted(spec: SourceSpec, found: Fetched) -> list[str]:
    return [f"source {spec.id}: taken, as it is accepted: {line}" for line in found.fell]


def _line(spec: SourceSpec, found: Fetched, later: Iterable[SetAside] = ()) -> dict[str, object]:
    return given(spec, found.dataset, found.detected, found.strangers, later)


def _last(sources: Iterable[str], store: Store, report: Report) -> dict[str, Dataset]:
    """What these gave last, where that is good; what is spoilt is told."""
    last = {}
    for name in sources:
        try:
            reading = store.newest(name)
        except NothingError:
            continue
        except SourceError as error:
            report.notices += [fault.what for fault in error.faults]
        else:
            last[name] = reading.dataset
            report.notices += reading.refused
    return last


def _datasets(found: Mapping[str, Fetched | SourceError], last: Mapping[str, Dataset]) -> list[Dataset]:
    """What a run would merge: of a source that cannot be read, what it gave `last`."""
    given = {name: one.dataset if isinstance(one, Fetched) else last.get(name) for name, one in found.items()}
    return [dataset for dataset in given.values() if dataset]


def _lost(project: Project, known: Known) -> list[str]:
    return [spec.id for spec in project.sources if spec.id not in known.readings]


def _known(project: Project, report: Report, fresh: Mapping[str, Reading]) -> Known:
    """`fresh`: readings that need not be read again, for they were written just now."""
    readings, lines = dict(fresh), list[str]()
    with opened(project, writing=False) as store:
        for spec in project.sources:
            if spec.id not in readings:
                try:
                    readings[spec.id] = store.newest(spec.id)
                    lines += readings[spec.id].refused
                except NothingError:
                    continue  # said by whoever asked for it
                except SourceError as error:
                    lines += [fault.what for fault in error.faults]
        held = {spec.id: why for spec in project.sources if (why := store.held(spec.id))}
        daily, told = month_ends(store, report.as_of) if report.as_of else ((), [])
        lines += told
    report.notices += [line for line in lines if line not in report.notices]
    return Known(readings, held, daily)
