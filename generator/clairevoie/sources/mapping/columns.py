"""Columns of theirs → columns of ours: by name, by template, by constant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.errors import SourceError
from clairevoie.sources.mapping.lacking import lacking
from clairevoie.sources.mapping.settings import OWN, TableMapping, fields, pattern, template
from clairevoie.sources.mapping.sheet import Bools, Sheet
from clairevoie.sources.mapping.wanted import distinct, ends, wanted
from clairevoie.tables import coded
from clairevoie.tables.arrow import texts
from clairevoie.tables.coded import Texts
from clairevoie.tables.held import Held
from clairevoie.tables.letters import longest
from clairevoie.tables.schema import TABLES

LONGEST = 131_072  # characters of a cell
UNNAMED = "not one of the clients that values names"
_LONG = f"a text of more than {LONGEST:,} characters"


@dataclass(frozen=True, slots=True)
class Mapped:
    """Rows under our names, written as the source writes.

    theirs: our column -> how the source calls it; typed: our column -> the cells that are in our writing already;
    broken: row -> (our column, why it cannot be read).
    """

    table: str
    name: str
    columns: dict[str, Texts]
    lines: pa.Int64Array
    theirs: dict[str, str]
    typed: dict[str, Bools]
    broken: dict[int, tuple[str, str]]


def mapped(table: str, sheet: Sheet, mapping: TableMapping) -> Mapped:
    """The rows that the mapping makes out of a sheet. Raises SourceError naming every column that is missing."""
    places = _places(table, sheet, mapping)
    lines = pa.array(sheet.lines, pa.int64())
    columns: dict[str, Texts] = {}
    broken: dict[int, tuple[str, str]] = {}
    for ours, theirs in places.items():
        columns[ours], bad = _cells(sheet, theirs, lines)
        broken |= {row: (ours, "not Unicode text") for row in bad if row not in broken}
    for ours, renamed in mapping.values.items():
        if ours in columns:
            if ours == "client" and renamed:
                broken |= {row: (ours, UNNAMED) for row in _strangers(columns[ours], renamed) if row not in broken}
            columns[ours] = _renamed(columns[ours], renamed)
    for ours in places:
        broken |= {row: (ours, _LONG) for row in _too_long(columns[ours]) if row not in broken}
    columns |= {ours: coded.constant(value, len(lines)) for ours, value in mapping.constants.items()}
    typed = {ours: mask for ours, theirs in places.items()
             if (mask := sheet.typed.get(_title(sheet, theirs))) is not None}
    typed |= {ours: np.ones(len(lines), np.bool_) for ours in mapping.constants}
    return _chosen(Mapped(table, sheet.name, columns, lines, places, typed, broken), sheet, mapping)


def asked(table: str, mapping: TableMapping) -> set[str]:
    """The columns of a file that a mapping may look at, in lower case."""
    ours = (column.name for column in TABLES[table].columns if column.name not in mapping.columns)
    return {name.strip().casefold() for name in (*fields(mapping), *ours)}


def column(sheet: Sheet, name: str) -> Sequence[str]:
    """Their column of that name, in any letter case."""
    return sheet.columns[[title.casefold() for title in sheet.header].index(name.strip().casefold())]


def held(cells: Sequence[str]) -> tuple[pa.StringArray, list[int]]:
    """Cells as Arrow's, and the rows whose cell is no Unicode text (a lone surrogate out of JSON), emptied."""
    try:
        return pa.array(cells, pa.string()), []
    except UnicodeEncodeError:
        bad = [row for row, cell in enumerate(cells) if any("\ud800" <= character <= "\udfff" for character in cell)]
        emptied = dict.fromkeys(bad, "")
        return pa.array([emptied.get(row, cell) for row, cell in enumerate(cells)], pa.string()), bad


def _places(table: str, sheet: Sheet, mapping: TableMapping) -> dict[str, str]:
    """Our columns that the file gives -> theirs, or a template; what is not declared goes by the same name."""
    present = {name.casefold() for name in sheet.header if name}
    found: dict[str, str] = {}
    asked = [*mapping.where, *([mapping.per] if mapping.per else [])]
    missing = [name for name in asked if name.strip().casefold() not in present]
    for own in TABLES[table].columns:
        theirs = mapping.columns.get(own.name)
        if theirs is not None:
            missing += [name for name in template(theirs) or (theirs,) if name.strip().casefold() not in present | OWN]
            found[own.name] = theirs
        elif own.name not in mapping.constants and own.name.casefold() in present:
            found[own.name] = own.name
        elif own.required and own.default is None and own.name not in mapping.constants:
            missing.append(own.name)
    if missing:
        names = [title for title in sheet.header if title]
        raise SourceError(*lacking(f"{sheet.name}:1", "column", table, list(dict.fromkeys(missing)), names,
                                   some=_has_any(mapping, found, present)))
    return found


def _has_any(mapping: TableMapping, found: dict[str, str], present: set[str]) -> bool:
    """Whether the file has a column that was asked for."""
    return any(name.strip().casefold() in present for name in (*fields(mapping), *found.values()))


def _title(sheet: Sheet, theirs: str) -> str:
    return next((title for title in sheet.header if title.casefold() == theirs.strip().casefold()), "")


def _given(cells: Sequence[str]) -> tuple[Texts, list[int]]:
    """As `held`, numbered where the cells are."""
    return (cells.array, []) if isinstance(cells, Held) else held(cells)


def _cells(sheet: Sheet, theirs: str, lines: pa.Int64Array) -> tuple[Texts, list[int]]:
    names = template(theirs)
    if names is None:
        return _given(column(sheet, theirs))
    parts: list[Any] = []
    bad: list[int] = []
    filled = np.zeros(len(lines), np.bool_)
    for name in names:
        if _is_own(sheet, name):
            parts.append(lines.cast(pa.string()) if name == "line" else pa.scalar(_stem(sheet.name)))
            continue
        cells, broken = held(column(sheet, name))
        parts.append(pc.utf8_trim_whitespace(cells))  # blanks around a cell would end up in the middle
        filled |= np.asarray(pc.not_equal(parts[-1], pa.scalar("")))
        bad += broken
    if theirs == "{line}" and _is_own(sheet, "line"):
        return parts[0], bad
    literals = pattern(theirs).split("{}")
    words: list[Any] = [pa.scalar(literals[0])]
    for part, literal in zip(parts, literals[1:], strict=True):
        words += [part, pa.scalar(literal)]
    written: Any = pc.binary_join_element_wise(*words, pa.scalar(""))
    if isinstance(written, pa.Scalar):  # {file} alone
        written = pa.array([written.as_py()] * len(lines), pa.string())
    if all(_is_own(sheet, name) for name in names):
        return written, bad
    cells_: pa.StringArray = pc.if_else(pa.array(filled), written, pa.scalar(""))
    return cells_, bad


def _is_own(sheet: Sheet, name: str) -> bool:
    return name in OWN and name not in sheet.header


def _stem(name: str) -> str:
    return PurePosixPath(name.removesuffix(".gz")).stem


def _renamed(cells: Texts, renamed: dict[str, str]) -> Texts:
    given = coded.coded(cells)
    ours: Any = pa.array([renamed.get(text.strip(), text) for text in texts(given.dictionary)], pa.string())
    return coded.numbered(given.indices, ours) if coded.is_coded(cells) else ours.take(given.indices)


def _strangers(cells: Texts, renamed: dict[str, str]) -> Iterator[int]:
    """Rows of a name that stands for none of our clients: that it is written like one of them proves nothing."""
    given = coded.coded(cells)
    foreign = [bool(text.strip()) and text.strip() not in renamed for text in texts(given.dictionary)]
    if any(foreign):
        yield from np.flatnonzero(np.array(foreign, np.bool_)[np.asarray(given.indices)]).tolist()


def _too_long(cells: Texts) -> Iterator[int]:
    if longest(cells.dictionary if coded.is_coded(cells) else cells) > LONGEST:
        long = coded.where(cells, lambda given: pc.greater(pc.utf8_length(given), pa.scalar(LONGEST)))
        yield from np.flatnonzero(long).tolist()


def _chosen(rows: Mapped, sheet: Sheet, mapping: TableMapping) -> Mapped:
    """The rows that the mapping wants; of those that share `per`, the first, with what the last one says."""
    where = {theirs: _given(column(sheet, theirs))[0] for theirs in mapping.where}
    kept = wanted(len(rows.lines), rows.columns, where, mapping)
    if mapping.per:
        first, last = ends(_given(column(sheet, mapping.per))[0], kept)
        source = np.arange(len(kept))
        source[first] = last
        for name in mapping.last:
            if name in rows.columns:
                rows.columns[name] = coded.compact(rows.columns[name].take(source))
            if name in rows.typed:
                rows.typed[name] = rows.typed[name][source]
        kept = np.zeros(len(kept), np.bool_)
        kept[first] = True
    return _kept(rows, distinct(rows.columns, kept) if mapping.distinct else kept)


def _kept(rows: Mapped, kept: Bools) -> Mapped:
    """Without the rows that the mapping does not want."""
    if kept.all():
        return rows
    places = dict(zip(np.flatnonzero(kept).tolist(), range(len(kept)), strict=False))
    mask = pa.array(kept)
    columns = {name: coded.compact(cells.filter(mask)) for name, cells in rows.columns.items()}
    return Mapped(rows.table, rows.name, columns, rows.lines.filter(mask), rows.theirs,
                  {name: mask_[kept] for name, mask_ in rows.typed.items()},
                  {places[row]: fault for row, fault in rows.broken.items() if row in places})
