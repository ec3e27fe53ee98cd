"""Rows of a plain file, read by Arrow: the same as the strict reader gives, in a tenth of its time, or None.

Plain: lines end alike; every quote opens where a cell begins and closes where one ends; no record is longer than the
longest cell may be. Anything else, and any fault, is the strict reader's.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from clairevoie.sources.csv.records import Body, check_end, header_of, odd
from clairevoie.sources.mapping import Ragged, Sheet, Unread
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


def plain(content: bytes, start: int, body: Body, line: int, asked: Collection[str] = ()) -> Sheet | None:
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
    places = [place for place, title in enumerate(header_of(body)) if title.casefold() in asked] if asked else []
    columns, skipped = _columns(content, starts, body, cut, places or list(range(len(body.title))))
    sheet = _sheet(body, columns, skipped, lines[1:] + line)
    return plain(content, start, body, line) if sheet is None else sheet


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


def _columns(content: bytes, starts: Ints, body: Body, cut: _Cut, places: list[int]
             ) -> tuple[dict[int, Texts], dict[int, str]]:
    """The cells of the columns at these places, and the records that were skipped: their place → their text."""
    whole = pa.py_buffer(content).slice(int(starts[1]))
    kinds: dict[int, pa.DataType] = dict.fromkeys(places, pa.string())
    if len(starts) > coded.MANY:
        sample = int(starts[_SAMPLE] - starts[1]) if len(starts) > _SAMPLE else len(whole)
        some, _ = _parsed(whole.slice(0, sample), kinds, body, cut)
        kinds = {place: CODED if _repeats(some[str(place)]) else pa.string() for place in places}
    table, skipped = _parsed(whole, kinds, body, cut)
    columns: dict[int, Any] = {}
    for place in places:  # one after the other, each given back when it is in one piece
        columns[place] = table[str(place)].combine_chunks()
        table = table.drop_columns([str(place)])
    return columns, skipped


def _repeats(column: pa.ChunkedArray[Any]) -> bool:
    return pc.count_distinct(column).as_py() <= _SHARE * len(column)


def _parsed(content: pa.Buffer, kinds: dict[int, pa.DataType], body: Body, cut: _Cut
            ) -> tuple[pa.Table, dict[int, str]]:
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
        arrow_csv.ConvertOptions(column_types={str(place): kind for place, kind in kinds.items()},
                              include_columns=list(map(str, kinds)), strings_can_be_null=False, check_utf8=False))
    return table, skipped


def _sheet(body: Body, columns: dict[int, Texts], skipped: dict[int, str], lines: Ints) -> Sheet | None:
    """None where a row may say the header once more, and not all its cells were read."""
    kept = np.ones(len(lines), np.bool_)
    kept[list(skipped)] = False
    found = {int(lines[place]): next(csv.reader([text], delimiter=body.separator)) for place, text in skipped.items()}
    own = lines[kept]
    titles = _titles(columns, body.title)
    if titles.any():
        if len(columns) < len(body.title):
            return None
        found |= {int(line): body.title for line in own[titles]}
        columns = {place: coded.compact(column.filter(pa.array(~titles))) for place, column in columns.items()}
        own = own[~titles]
    ragged: tuple[Ragged, ...] = tuple(odd(body, line, record) for line, record in sorted(found.items()))
    if skipped and len(lines) - 1 in skipped:
        check_end(body, int(lines[-1]), len(found[int(lines[-1])]))
    cells = tuple(Held[str](columns[place]) if place in columns else Unread(len(own))
                  for place in range(len(body.title)))
    return Sheet(body.name, header_of(body), cells, Held[int](pa.array(own)), ragged)


def _titles(columns: dict[int, Texts], title: list[str]) -> npt.NDArray[np.bool_]:
    """The rows that say the header once more. Few different texts are asked first: they settle most files."""
    same = np.ones(len(next(iter(columns.values()))), np.bool_)
    for place in sorted(columns, key=lambda place: not coded.is_coded(columns[place])):
        same &= coded.where(columns[place], partial(pc.equal, pa.scalar(title[place])))
        if not same.any():
            break
    return same
