"""Ctrl-C and the signals by which a machine ends a command: it unwinds, so that no worker is left behind."""

from __future__ import annotations

import signal
from types import FrameType

from clairevoie.errors import StoppedError

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stoppable() -> None:
    """From here on the first such signal raises StoppedError; a second one ends the process at once.

    What whoever started it wants ignored (`nohup`) stays ignored.
    """
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, _frame: FrameType | None) -> None:
    for other in _SIGNALS:
        if signal.getsignal(other) is _stop:
            signal.signal(other, signal.SIG_DFL)
    raise StoppedError(number, signal.Signals(number).name)
