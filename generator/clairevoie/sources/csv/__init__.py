"""A folder of CSV files, mapped to our tables by source.yml; everything is read as text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import compress

from clairevoie.errors import Fault, SourceError
from clairevoie.project.model import SourceSpec
from clairevoie.sources.csv.files import ignored, matching
from clairevoie.sources.csv.formats import localised
from clairevoie.sources.csv.mapping import mapped
from clairevoie.sources.csv.reading import Sheet, read
from clairevoie.sources.csv.settings import Settings, TableMapping
from clairevoie.sources.pulled import Pull
from clairevoie.tables.aside import SetAside, shortened
from clairevoie.tables.raw import RawTable

__all__ = ["Settings", "pull"]


def pull(spec: SourceSpec, settings: Settings) -> Pull:
    """Read every file that the mappings name, each once.

    Raises SourceError with all that is wrong at once: a file that is missing or no CSV, a column that is missing.
    """
    sheets: dict[str, Sheet] = {}
    raws: list[RawTable] = []
    asides: list[SetAside] = []
    faults: list[Fault] = []
    for table, mappings in settings.tables.items():
        for place, mapping in enumerate(mappings):
            try:
                chosen = _sheets(spec, settings, mapping.file or f"{table}.csv", _line(spec, table, place), sheets)
                raws += [_rows(spec, settings, table, sheet, mapping, asides) for sheet in chosen]
            except SourceError as error:
                faults += error.faults
    if faults:
        raise SourceError(*sorted(set(faults)))
    return Pull(tuple(raws), tuple(asides), _passed_over(spec))


def _line(spec: SourceSpec, table: str, place: int) -> str:
    paths = (f"tables.{table}.file", f"tables.{table}.{place}.file", f"tables.{table}.{place}", f"tables.{table}")
    line = next((spec.lines[path] for path in paths if path in spec.lines), 1)
    return f"data_sources/{spec.id}/source.yml:{line}"


def _sheets(spec: SourceSpec, settings: Settings, file: str, where: str, known: dict[str, Sheet]) -> list[Sheet]:
    names = [path.relative_to(spec.folder).as_posix() for path in matching(spec.folder, file, where)]
    for name in names:
        if name not in known:
            known[name] = read(spec.folder / name, name, settings.encoding)
    return [known[name] for name in names]


def _rows(spec: SourceSpec, settings: Settings, table: str, sheet: Sheet, mapping: TableMapping,
          asides: list[SetAside]) -> RawTable:
    asides += [SetAside(spec.id, table, sheet.name, row.line, "", shortened(row.text), row.reason)
               for row in sheet.ragged]
    raw = mapped(table, sheet, mapping)
    ours, faults = localised(raw, settings)
    asides += _unread(spec, raw, faults)
    return _without(ours, faults)


def _unread(spec: SourceSpec, raw: RawTable, faults: Mapping[int, tuple[str, str]]) -> list[SetAside]:
    clients = raw.columns.get("client")
    return [SetAside(spec.id, raw.table, raw.file, raw.lines[row], column, shortened(raw.columns[column][row]), reason,
                     shortened(clients[row].strip()) or None if clients else None)
            for row, (column, reason) in sorted(faults.items())]


def _without(raw: RawTable, dropped: Collection[int]) -> RawTable:
    if not dropped:
        return raw
    kept = [row not in dropped for row in range(len(raw.lines))]
    columns = {name: list(compress(cells, kept)) for name, cells in raw.columns.items()}
    return RawTable(raw.table, columns, raw.file, list(compress(raw.lines, kept)))


def _passed_over(spec: SourceSpec) -> tuple[str, ...]:
    names = ignored(spec.folder)
    return (f"{spec.id}: passed over {', '.join(names)}",) if names else ()
