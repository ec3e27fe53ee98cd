"""The Arrow types in which each kind of column is stored."""

from __future__ import annotations

import functools
import sys
from importlib.abc import MetaPathFinder
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.schema import TABLES, Kind

if TYPE_CHECKING:  # pyarrow's classes take no argument when they run
    Array = pa.Array[Any]
    Cells = pa.ChunkedArray[Any]
    Field = pa.Field[Any]
else:
    Array, Cells, Field = pa.Array, pa.ChunkedArray, pa.Field



class _NoPandas(MetaPathFinder):
    """Answers that pandas is not installed."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        del path, target
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname, name=fullname)


def _do_without_pandas() -> None:
    """Arrow imports pandas when it makes its first array out of Python's objects, in case they are pandas's: a quarter
    of a second in every process, and nothing here is a frame. Who asks a table for one (`to_pandas`) is still given it.
    """
    if "pandas" in sys.modules:
        return
    absent = _NoPandas()
    sys.meta_path.insert(0, absent)
    try:
        pa.array([None])
    finally:
        sys.meta_path.remove(absent)


_do_without_pandas()
# Arrow's own pool gives pages back and asks for them anew: with it, a third of what a pull takes is the system's time.
pa.set_memory_pool(pa.system_memory_pool())

TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "choice": pa.string(),
    "minutes": pa.string(),
    "instant": pa.timestamp("s", "UTC"),
    "date": pa.date32(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "money": pa.int64(),
    "flag": pa.bool_(),
}
_INTEGERS: dict[int, pa.DataType] = {8: pa.int8(), 16: pa.int16(), 32: pa.int32(), 64: pa.int64()}
# Where a checked row stood, carried beside it until sources are merged.
_ORIGIN: list[Field] = [pa.field("_source", pa.string()), pa.field("_file", pa.string()), pa.field("_line", pa.int64())]
ORIGIN = pa.schema(_ORIGIN)


@functools.cache
def schema_of(table: str) -> pa.Schema:
    """The Arrow schema of a table of ours, in the order of its columns."""
    fields: list[Field] = [pa.field(column.name, TYPES[column.kind]) for column in TABLES[table].columns]
    return pa.schema(fields)


@functools.cache
def empty(table: str) -> pa.Table:
    """The table with no row."""
    return schema_of(table).empty_table()


def nothing(count: int, kind: pa.DataType) -> Array:
    """A column of empty cells."""
    cells: Array = pa.nulls(count, kind)  # type: ignore[call-overload]  # its stubs know each type by itself
    return cells


def as_integers(cells: Array) -> npt.NDArray[Any]:
    """The bytes of numbers, days and instants (also of those with a fraction), 0 in empty cells."""
    integers: Any = cells.view(_INTEGERS[cells.type.bit_width])
    return np.asarray(integers.fill_null(0) if integers.null_count else integers)


def true_at(mask: Any) -> npt.NDArray[np.bool_]:
    """A mask of Arrow's (array or chunks) as numpy's; null is false. Arrow itself goes from bit to bit."""
    given: Any = mask.combine_chunks() if isinstance(mask, pa.ChunkedArray) else mask
    known: Any = pc.fill_null(given, pa.scalar(value=False)) if given.null_count else given
    if not len(known):
        return np.zeros(0, np.bool_)
    bits = np.unpackbits(np.frombuffer(known.buffers()[1], np.uint8), bitorder="little")
    return bits[known.offset:known.offset + len(known)].view(np.bool_)


def whole(column: Cells) -> Any:
    """A column in one piece; `combine_chunks` would copy it also where it is in one already."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def texts(column: Array | Cells) -> list[str]:
    """The cells of a column that has no empty one (a key)."""
    return [str(cell) for cell in column.to_pylist()]
