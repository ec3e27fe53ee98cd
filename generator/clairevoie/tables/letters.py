"""The bytes of a column of text, in place: what a mask over them shows need not be asked of every cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Bools = npt.NDArray[np.bool_]
_WORD = 8
_STEP = 262_144  # bytes: they stay close at hand while they are looked at several times
# Bytes at the edge of a cell that may belong to a blank: ASCII ones, and those of U+00A0, U+2000…, U+3000.
_FIRST, _LAST = np.zeros(256, np.bool_), np.zeros(256, np.bool_)
_FIRST[:0x21] = _LAST[:0x21] = True
_FIRST[[0xC2, 0xE1, 0xE2, 0xE3, 0xEF]] = True
_LAST[0x80:0xC0] = True
# Bytes of control characters (but tab and ends of lines), and the first of U+FFFE and U+FFFF.
_CONTROL = np.zeros(256, np.bool_)
_CONTROL[:0x20] = _CONTROL[[0x7F, 0xEF]] = True
_CONTROL[[0x09, 0x0A, 0x0D]] = False
_BLANK, _DELETE, _FIRST_BEYOND, _LAST_PLANE = 0x20, 0x7F, 0x80, 0xEF


def letters(cells: pa.StringArray) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """Where each cell begins (and, one further, ends) among the bytes, and the bytes."""
    _, bounds, content = cells.buffers()
    ends = np.frombuffer(memoryview(bounds or b"\0\0\0\0"), np.int32)[cells.offset:cells.offset + len(cells) + 1]
    return ends, np.frombuffer(memoryview(content or b""), np.uint8)


def longest(cells: pa.StringArray) -> int:
    """The bytes of the longest cell."""
    bounds, _ = letters(cells)
    return int((bounds[1:] - bounds[:-1]).max()) if len(cells) else 0


def trimmed(cells: pa.StringArray) -> pa.StringArray:
    """Without outer blanks (no-break ones too), null where nothing is left; no cell is touched that has none."""
    bounds, content = letters(cells)
    filled = bounds[1:] > bounds[:-1]
    if _has_no_blank(content[bounds[0]:bounds[-1]]):
        edged = np.zeros(1, np.bool_)
    elif filled.all():
        edged = _FIRST[content[bounds[:-1]]] | _LAST[content[bounds[1:] - 1]]
    else:
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


def _has_no_blank(content: npt.NDArray[np.uint8]) -> bool:
    return all(part.min() > _BLANK and part.max() < _FIRST_BEYOND
               for part in (content[step:step + _STEP] for step in range(0, len(content), _STEP)))


def words(cells: pa.StringArray) -> npt.NDArray[np.uint64] | None:
    """Short texts as numbers, equal and in order as these are (by their bytes); None where one is empty (a cell too),
    is longer than eight bytes, or holds a NUL, which a number does not show."""
    if cells.null_count or not len(cells):
        return None
    bounds, content = letters(cells)
    sizes = np.diff(bounds)
    own = content[bounds[0]:bounds[-1]]
    if not sizes.min() or sizes.max() > _WORD or not own.all():
        return None
    padded = np.append(own, np.zeros(_WORD, np.uint8))
    at_each = np.ndarray((len(own),), ">u8", padded, strides=(1,))  # the eight bytes from each byte on
    beyond = (8 * (_WORD - sizes)).astype(np.uint64)  # bits that are the next cells'
    found: npt.NDArray[np.uint64] = at_each[bounds[:-1] - bounds[0]].astype(np.uint64) >> beyond << beyond
    return found


def may_hold_controls(cells: pa.StringArray) -> bool:
    """False where no cell has a control character, U+FFFE or U+FFFF; True asks for a look at each."""
    bounds, content = letters(cells)
    if not len(bounds):
        return False
    return any(_has_controls(content[step:min(step + _STEP, bounds[-1])])
               for step in range(int(bounds[0]), int(bounds[-1]), _STEP))


def _has_controls(content: npt.NDArray[np.uint8]) -> bool:
    """Few texts have any: what most of them lack is asked of all bytes at once, and only then of each."""
    odd = content.min() < _BLANK or (content == _DELETE).any() or (content == _LAST_PLANE).any()
    return bool(odd and _CONTROL[content].any())


def _replaced(cells: Any, mask: Bools, others: Any) -> Any:
    return pc.replace_with_mask(cells, pa.array(mask), others)
