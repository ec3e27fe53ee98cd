"""Memory that is kept while millions of rows are worked on, and given back after it."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Of glibc's malloc.h: at which size its heap is cut, and how many blocks may stand outside of it.
_TRIM_THRESHOLD, _MMAP_MAX = -1, -4
_KEPT, _GIVEN_BACK = {_TRIM_THRESHOLD: 2**31 - 1, _MMAP_MAX: 0}, {_TRIM_THRESHOLD: 131_072, _MMAP_MAX: 65_536}
_within: ContextVar[bool] = ContextVar("within", default=False)


@contextmanager
def kept() -> Iterator[None]:
    """Within it, blocks of many megabytes that were freed are used again: to ask the system for each of them anew, and
    to have it emptied, is a fifth of what a pull takes. Where malloc is not glibc's, nothing of that changes.

    Nobody looks for cycles meanwhile either: among half a million cells of slices there are none.
    """
    if _within.get():
        yield
        return
    token, looking = _within.set(True), gc.isenabled()
    gc.disable()
    libc = ctypes.CDLL(None)
    known = hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim")
    _set(libc, _KEPT if known else {})
    try:
        yield
    finally:
        _within.reset(token)
        if looking:
            gc.enable()
        if known:
            _set(libc, _GIVEN_BACK)
            libc.malloc_trim(0)


def _set(libc: ctypes.CDLL, options: dict[int, int]) -> None:
    for option, value in options.items():
        libc.mallopt(option, value)
