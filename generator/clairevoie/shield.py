"""Ctrl-C is for the one who was started by hand, not for the processes that it starts."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def shielded() -> Iterator[None]:
    """Processes that are started in here are not told of Ctrl-C: who started them ends them, and says one line for all.

    A mask, which a new process has from its first instant; one that only ignores the signal has to come to that first.
    """
    resource_tracker.ensure_running()  # it is started with the first worker and, before 3.13, takes the mask off again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
