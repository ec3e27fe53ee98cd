"""Rows of a plain file, read by Arrow: the same as the strict reader gives, in a tenth of its time, or None.

Plain: lines end alike; every quote opens where a cell begins and closes where one ends; no record is longer than the
longest cell may be. Anything else, and any fault, is the strict reader's.
"""

from __future__ import annotations

import csv
from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from clairevoie.sources.csv.records import Body, check_end, header_of, odd
from clairevoie.sources.mapping import Ragged, Sheet
from clairevoie.tables import coded
from clairevoie.tables.coded import CODED, Texts
from clairevoie.tables.held import Held

_STEP = 8_388_608
_SAMPLE = 65_536  # rows that show which columns repeat themselves
_SHARE = 0.4  # of different texts in them: below it, a text is rather read once than each time
Ints = npt.NDArray[np.int64]
_NEWLINE, _RETURN, _QUOTE = b"\n\r\""


class _Cut(NamedTuple):
    """Records: the offset at which each begins, its line (from 0), and how many bytes it has without its end."""

    starts: Ints
    lines: Ints
    sizes: Ints
    quoted: bool
    several: bool  # a cell holds a line break


def plain(content: bytes, start: int, body: Body, line: int) -> Sheet | None:
    """The sheet of a text in UTF-8 whose header stands in one line at `start`; None where it is not plain."""
    returns = content.find(b"\r") >= 0
    if returns and content.count(b"\r") != content.count(b"\r\n"):
        return None
    cut = _cut(content, start, ord(body.separator), returns=returns)
    if cut is None or not len(cut.starts):
        return None
    filled = cut.sizes > 0
    starts, lines = cut.starts[filled], cut.lines[filled]
    if not len(starts) or cut.sizes.max() > csv.field_size_limit() or content.find(b"\0") >= 0:
        return None
    if len(starts) == 1:
        return None
    columns, skipped = _columns(content, starts, body, cut)
    return _sheet(body, columns, skipped, lines[1:] + line)


def _cut(content: bytes, start: int, separator: int, *, returns: bool) -> _Cut | None:
    view = np.frombuffer(content, np.uint8)
    ends = _places(view, _NEWLINE, start)
    quotes = _places(view, _QUOTE, start) if content.find(b'"', start) >= 0 else np.zeros(0, np.int64)
    if len(quotes) and not _regular(view, quotes, start, separator):
        return None
    if not len(ends) or ends[-1] != len(view) - 1:
        ends = np.append(ends, len(view))
    several = False
    lines = np.arange(len(ends))
    if len(quotes):
        inside = np.searchsorted(quotes, ends) % 2 == 1
        places, several = np.flatnonzero(~inside), bool(inside.any())
        ends, lines = ends[places], np.append(0, places[:-1] + 1)
    starts = np.append(start, ends[:-1] + 1)
    sizes = ends - starts
    if returns:
        returned = sizes > 0
        returned[returned] = view[ends[returned] - 1] == _RETURN
        sizes -= returned
    return _Cut(starts, lines, sizes, bool(len(quotes)), several)


def _places(view: npt.NDArray[np.uint8], byte: int, start: int) -> Ints:
    """Where a byte stands; by steps, for a mask of the whole file would take as much room as the file."""
    found = [np.flatnonzero(view[step:step + _STEP] == byte) + step for step in range(start, len(view), _STEP)]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _regular(view: npt.NDArray[np.uint8], quotes: Ints, start: int, separator: int) -> bool:
    """Whether quotes open after a separator or a line's end, close before one, and stand doubled within."""
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    before = np.where(opening > start, view[opening - 1], _NEWLINE)
    doubled = np.append(False, opening[1:] == closing[:-1] + 1)
    last = closing == len(view) - 1
    after = np.where(last, _NEWLINE, view[np.minimum(closing + 1, len(view) - 1)])
    opens = (before == separator) | (before == _NEWLINE) | doubled
    closes = (after == separator) | (after == _NEWLINE) | (after == _RETURN) | np.append(doubled[1:], False)
    return bool(opens.all() and closes.all())


def _columns(content: bytes, starts: Ints, body: Body, cut: _Cut) -> tuple[list[Texts], dict[int, str]]:
    """The cells by column, and the records that were skipped: their place → their text."""
    whole = pa.py_buffer(content).slice(int(starts[1]))
    kinds: list[pa.DataType] = [pa.string()] * len(body.title)
    if len(starts) > coded.MANY:
        sample = int(starts[_SAMPLE] - starts[1]) if len(starts) > _SAMPLE else len(whole)
        some, _ = _parsed(whole.slice(0, sample), kinds, body, cut)
        kinds = [CODED if _repeats(column) else pa.string() for column in some.columns]
    table, skipped = _parsed(whole, kinds, body, cut)
    columns: list[Any] = []
    for name in table.column_names:  # one after the other, each given back when it is in one piece
        columns.append(table[name].combine_chunks())
        table = table.drop_columns([name])
    return columns, skipped


def _repeats(column: pa.ChunkedArray[Any]) -> bool:
    return pc.count_distinct(column).as_py() <= _SHARE * len(column)


def _parsed(content: pa.Buffer, kinds: list[pa.DataType], body: Body, cut: _Cut) -> tuple[pa.Table, dict[int, str]]:
    skipped: dict[int, str] = {}
    names = [str(place) for place in range(len(body.title))]

    def skip(row: arrow_csv.InvalidRow) -> Literal["skip"]:
        assert row.number is not None  # one thread reads
        skipped[row.number - 1] = row.text
        return "skip"

    stream: Any = pa.BufferReader(content)
    table = arrow_csv.read_csv(
        stream,
        arrow_csv.ReadOptions(use_threads=False, column_names=names, block_size=_STEP),
        arrow_csv.ParseOptions(delimiter=body.separator, quote_char='"' if cut.quoted else False,
                            newlines_in_values=cut.several, invalid_row_handler=skip),
        arrow_csv.ConvertOptions(column_types=dict(zip(names, kinds, strict=True)), strings_can_be_null=False,
                              check_utf8=False))
    return table, skipped


def _sheet(body: Body, columns: list[Texts], skipped: dict[int, str], lines: Ints) -> Sheet:
    kept = np.ones(len(lines), np.bool_)
    kept[list(skipped)] = False
    found = {int(lines[place]): next(csv.reader([text], delimiter=body.separator)) for place, text in skipped.items()}
    own = lines[kept]
    titles = _titles(columns, body.title)
    if titles.any():
        found |= {int(line): body.title for line in own[titles]}
        columns = [coded.compact(column.filter(pa.array(~titles))) for column in columns]
        own = own[~titles]
    ragged: tuple[Ragged, ...] = tuple(odd(body, line, record) for line, record in sorted(found.items()))
    if skipped and len(lines) - 1 in skipped:
        check_end(body, int(lines[-1]), len(found[int(lines[-1])]))
    return Sheet(body.name, header_of(body), tuple(Held[str](column) for column in columns),
                 Held[int](pa.array(own)), ragged)


def _titles(columns: list[Texts], title: list[str]) -> npt.NDArray[np.bool_]:
    """The rows that say the header once more."""
    same = np.ones(len(columns[0]), np.bool_)
    for column, cell in sorted(zip(columns, title, strict=True), key=_several):
        same &= coded.where(column, partial(pc.equal, pa.scalar(cell)))
        if not same.any():
            break
    return same


def _several(column: tuple[Texts, str]) -> bool:
    """Few different texts are asked first: they settle most files."""
    return not coded.is_coded(column[0])
