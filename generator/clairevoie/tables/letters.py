"""The bytes of a column of text, in place: what a mask over them shows need not be asked of every cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Bools = npt.NDArray[np.bool_]
_STEP = 8_388_608
# Bytes at the edge of a cell that may belong to a blank: ASCII ones, and those of U+00A0, U+2000…, U+3000.
_FIRST, _LAST = np.zeros(256, np.bool_), np.zeros(256, np.bool_)
_FIRST[:0x21] = _LAST[:0x21] = True
_FIRST[[0xC2, 0xE1, 0xE2, 0xE3, 0xEF]] = True
_LAST[0x80:0xC0] = True
# Bytes of control characters (but tab and ends of lines), and the first of U+FFFE and U+FFFF.
_CONTROL = np.zeros(256, np.bool_)
_CONTROL[:0x20] = _CONTROL[[0x7F, 0xEF]] = True
_CONTROL[[0x09, 0x0A, 0x0D]] = False


def letters(cells: pa.StringArray) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """Where each cell begins (and, one further, ends) among the bytes, and the bytes."""
    _, bounds, content = cells.buffers()
    ends = np.frombuffer(memoryview(bounds or b"\0\0\0\0"), np.int32)[cells.offset:cells.offset + len(cells) + 1]
    return ends, np.frombuffer(memoryview(content or b""), np.uint8)


def trimmed(cells: pa.StringArray) -> pa.StringArray:
    """Without outer blanks (no-break ones too), null where nothing is left; no cell is touched that has none."""
    bounds, content = letters(cells)
    filled = bounds[1:] > bounds[:-1]
    edged = filled.copy()
    edged[filled] = _FIRST[content[bounds[:-1][filled]]] | _LAST[content[bounds[1:][filled] - 1]]
    if edged.any():
        short: Any = pc.utf8_trim_whitespace(cells.filter(pa.array(edged)))
        cells = _replaced(cells, edged, short)
        bounds, _ = letters(cells)
        filled = bounds[1:] > bounds[:-1]
    if filled.all():
        return cells
    if cells.offset or cells.null_count:
        nulled: pa.StringArray = pc.if_else(pa.array(filled), cells, pa.scalar(None, pa.string()))
        return nulled
    _, ends, letters_ = cells.buffers()
    assert ends is not None  # a column of text always has them
    if letters_ is None:
        letters_ = pa.py_buffer(b"")
    valid = pa.py_buffer(np.packbits(filled, bitorder="little").tobytes())
    return pa.StringArray.from_buffers(len(cells), ends, letters_, valid)


def may_hold_controls(cells: pa.StringArray) -> bool:
    """False where no cell has a control character, U+FFFE or U+FFFF; True asks for a look at each."""
    bounds, content = letters(cells)
    if not len(bounds):
        return False
    return any(bool(_CONTROL[content[step:min(step + _STEP, bounds[-1])]].any())
               for step in range(int(bounds[0]), int(bounds[-1]), _STEP))


def _replaced(cells: Any, mask: Bools, others: Any) -> Any:
    return pc.replace_with_mask(cells, pa.array(mask), others)
