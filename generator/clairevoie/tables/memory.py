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
    to have it emptied, is a fifth of what a pull takes. Where malloc is not glibc's, nothing changes."""
    libc = ctypes.CDLL(None)
    if _within.get() or not hasattr(libc, "mallopt") or not hasattr(libc, "malloc_trim"):
        yield
        return
    token = _within.set(True)
    _set(libc, _KEPT)
    try:
        yield
    finally:
        _within.reset(token)
        _set(libc, _GIVEN_BACK)
        libc.malloc_trim(0)


@contextmanager
def unsearched() -> Iterator[None]:
    """Within it nobody looks for objects that only hold each other: for who makes a million that do not."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _set(libc: ctypes.CDLL, options: dict[int, int]) -> None:
    for option, value in options.items():
        libc.mallopt(option, value)
