"""Rows taken out of columns of millions: each kind of column in the way that is quick for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import as_integers, true_at
from clairevoie.tables.coded import is_coded
from clairevoie.tables.cutting import width
from clairevoie.tables.letters import letters
from clairevoie.tables.ownership import words_of

Ints = npt.NDArray[np.int64]
Taking: TypeAlias = Callable[[Ints], Any]

_MANY = 50_000  # rows: fewer are near each other


def taking(column: Any) -> Taking:
    """How to take rows of a column; one without any cell has the type null."""
    if column.null_count == len(column):
        return lambda rows: pa.nulls(len(rows))
    if len(column) >= _MANY and pa.types.is_string(column.type) and not column.null_count:
        return _of_texts(column)
    if is_coded(column):
        return _of_numbered(column)
    if not pa.types.is_primitive(column.type) or pa.types.is_boolean(column.type):
        return lambda rows: column.take(pa.array(rows))
    values, kind = as_integers(column), column.type
    if not column.null_count:
        return lambda rows: pa.array(_fetched(values, rows)).view(kind)
    mask = true_at(pc.is_null(column))
    return lambda rows: pa.array(_fetched(values, rows), mask=mask.take(rows)).view(kind)


def taken(columns: Mapping[str, Taking], rows: Ints) -> pa.RecordBatch:
    """These rows, in this order."""
    return pa.RecordBatch.from_arrays([take(rows) for take in columns.values()], list(columns))


def _fetched(values: npt.NDArray[Any], rows: Ints) -> npt.NDArray[Any]:
    """Arrow takes numbers that are far apart in two thirds of numpy's time; rows that are not there raise in both."""
    places: Any = pa.array(rows)
    return np.asarray(pc.take(pa.array(values), places))


def _of_numbered(column: Any) -> Taking:
    """The shorter the numbers are, the more of them are near at hand."""
    texts, few = column.dictionary, pa.from_numpy_dtype(np.dtype(width(len(column.dictionary))))
    take = taking(column.indices.cast(few))
    return lambda rows: pa.DictionaryArray.from_arrays(take(rows), texts, safe=False)


def _of_texts(column: Any) -> Taking:
    """Keys are short or of one length: as numbers, or as rows of bytes, they are fetched in one go."""
    bounds, content = letters(column)
    own, sizes = content[bounds[0]:bounds[-1]], np.diff(bounds)
    size = int(sizes[0])
    if size and (sizes == size).all():
        whole: Any = pa.FixedSizeBinaryArray.from_buffers(pa.binary(size), len(column), [None, _buffer(own)])
        return lambda rows: _joined(whole.take(pa.array(rows)).buffers()[1], np.full(len(rows), size, np.int32))
    numbers = words_of(column)
    if numbers is None:
        return lambda rows: column.take(pa.array(rows))
    return lambda rows: _unpadded(_fetched(numbers, rows), _fetched(sizes, rows))


def _unpadded(numbers: npt.NDArray[Any], sizes: npt.NDArray[np.int32]) -> Any:
    """No text of a word has a NUL: whatever is one fills it up."""
    return _joined(pa.py_buffer(numbers.astype(">u8").tobytes().translate(None, b"\0")), sizes)


def _joined(content: Any, sizes: npt.NDArray[np.int32]) -> Any:
    bounds = np.append(np.int32(0), np.cumsum(sizes, dtype=np.int32))
    return pa.StringArray.from_buffers(len(sizes), _buffer(bounds), content)


def _buffer(values: Any) -> pa.Buffer:
    return pa.py_buffer(values)
