"""The queries of a source, all in one transaction that reads one instant, as rows of our tables."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection, CursorResult
from sqlalchemy.exc import DBAPIError

from clairevoie.errors import Fault, SourceError
from clairevoie.project.model import SourceSpec
from clairevoie.sources.mapping import Ragged, Sheet, Writing, rows
from clairevoie.sources.pulled import Pull
from clairevoie.sources.sql.cells import texts
from clairevoie.sources.sql.database import Database, database
from clairevoie.sources.sql.settings import QueryMapping, Settings
from clairevoie.tables.aside import SetAside
from clairevoie.tables.raw import RawTable

_BATCH = 1000


def answers(spec: SourceSpec, settings: Settings) -> Pull:
    """Ask every query and map what it gives. Raises SourceError with what is wrong, one line each."""
    base = database(spec, settings)
    budget = _Budget(settings, base.end)
    raws: list[RawTable] = []
    asides: list[SetAside] = []
    with base.reading() as connection:
        for asked in _asked(spec, settings):
            sheet = _sheet(connection, base, asked, budget)
            try:
                raw, unread = rows(spec.id, asked.table, sheet, asked.mapping, Writing())
            except SourceError as error:
                raise SourceError(*(Fault(asked.where, fault.what) for fault in error.faults)) from None
            raws.append(raw)
            asides += unread
    return Pull(tuple(raws), tuple(asides))


@dataclass(frozen=True, slots=True)
class _Asked:
    """One query: `name` is how rows and faults call its answer, `where` its line in source.yml."""

    table: str
    mapping: QueryMapping
    name: str
    where: str


@dataclass(slots=True)
class _Budget:
    """What all queries together may take: time, rows, bytes (of UTF-8)."""

    settings: Settings
    end: float
    rows: int = 0
    bytes: int = 0

    def spend(self, where: str, columns: list[list[str]]) -> None:
        self.rows += len(columns[0]) if columns else 0
        self.bytes += sum(sum(map(_size, cells)) for cells in columns)
        if self.rows > self.settings.max_rows:
            raise SourceError(Fault(where, f"more than max_rows: {self.settings.max_rows} rows"))
        if self.bytes > self.settings.max_bytes:
            raise SourceError(Fault(where, f"more than max_bytes: {self.settings.max_bytes} bytes"))
        if time.monotonic() > self.end:
            raise SourceError(Fault(where, f"not read within deadline: {self.settings.deadline:g} s"))


def _size(cell: str) -> int:
    return len(cell) if cell.isascii() else len(cell.encode("utf-8", "surrogatepass"))


def _asked(spec: SourceSpec, settings: Settings) -> Iterator[_Asked]:
    for table, mappings in settings.tables.items():
        for place, mapping in enumerate(mappings):
            paths = (f"tables.{table}.query", f"tables.{table}.{place}.query", f"tables.{table}")
            line = next((spec.lines[path] for path in paths if path in spec.lines), 1)
            name = f"query {table}" + (f" {place + 1}" if len(mappings) > 1 else "")
            yield _Asked(table, mapping, name, f"data_sources/{spec.id}/source.yml:{line}")


def _sheet(connection: Connection, base: Database, asked: _Asked, budget: _Budget) -> Sheet:
    """What a query gives, by the batch; a row is named by its number in the answer, 1 is the first."""
    try:
        result = connection.exec_driver_sql(asked.mapping.query)
        cursor = result.cursor
        try:
            header = tuple(name.strip() for name in result.keys())  # noqa: SIM118  # not a mapping
            _check_header(header, asked.where)
            return _gathered(asked, header, result, budget)
        except (SourceError, DBAPIError):
            base.kind.abandon(cursor)
            raise
        finally:
            result.close()
    except DBAPIError as error:
        raise SourceError(Fault(asked.where, base.says(error))) from None


def _gathered(asked: _Asked, header: tuple[str, ...], result: CursorResult[Any], budget: _Budget) -> Sheet:
    columns: tuple[list[str], ...] = tuple([] for _ in header)
    lines: list[int] = []
    ragged: list[Ragged] = []
    seen = 0
    for batch in result.partitions(_BATCH):
        numbers = range(seen + 1, seen + 1 + len(batch))
        seen += len(batch)
        cells, bad = _texts(header, list(zip(*batch, strict=True)))
        budget.spend(asked.where, cells)
        ragged += [Ragged(numbers[place], what, "") for place, what in sorted(bad.items())]
        good = [place for place in range(len(batch)) if place not in bad]
        lines += [numbers[place] for place in good]
        for column, written in zip(columns, cells, strict=True):
            column.extend([written[place] for place in good] if bad else written)
    return Sheet(asked.name, header, columns, lines, tuple(ragged))


def _texts(header: tuple[str, ...], columns: list[tuple[object, ...]]) -> tuple[list[list[str]], dict[int, str]]:
    """The cells by column, and the first reason for which a row has none: place in the batch → reason."""
    bad: dict[int, str] = {}
    cells = []
    for name, values in zip(header, columns, strict=True):
        written, faults = texts(values)
        cells.append(written)
        for place, reason in faults.items():
            bad.setdefault(place, f"{name}: {reason}")
    return cells, bad


def _check_header(header: tuple[str, ...], where: str) -> None:
    seen: dict[str, int] = {}
    for place, name in enumerate(header, 1):
        if name.casefold() in seen:
            what = f"columns {seen[name.casefold()]} and {place} are both called {name!r}; name one with AS"
            raise SourceError(Fault(where, what))
        seen[name.casefold()] = place
