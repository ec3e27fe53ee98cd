"""What a person can mend: one line each, all at once, with the exit code that ops reads."""

from __future__ import annotations

import difflib
import errno
import signal
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from types import MappingProxyType

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)  # what a disk that takes no more answers


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend: `where` (file:line, client, source) and `what` is wrong and known."""

    where: str
    what: str

    def __str__(self) -> str:
        return inert(f"{self.where}: {self.what}")


class ClairevoieError(Exception):
    """A set of faults; the command line prints one line for each and exits with `exit_code`."""

    exit_code = 2

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class ConfigurationError(ClairevoieError):
    """The configuration or the command is wrong: the run is refused before any write."""

    exit_code = 2


class BusyError(ConfigurationError):
    """Another run holds the folder; a scheduled run leaves it to that one."""


class SourceError(ClairevoieError):
    """A source cannot be trusted today: it is held at its last good snapshot."""

    exit_code = 3


class TargetError(ClairevoieError):
    """A target is not as asked: the report says what visitors still see."""

    exit_code = 4


class GateError(ClairevoieError):
    """A finished site holds somebody else's words: its release is refused."""

    exit_code = 5


class StoppedError(BaseException):
    """A signal told the command to stop; like KeyboardInterrupt, nothing takes it for a failure of what it was at."""

    def __init__(self, number: int, name: str) -> None:
        super().__init__(f"stopped by {name}: what is published is whole; run it again to finish")
        self.exit_code = 128 + number


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


def inert(text: str) -> str:
    """What others wrote, on one line: what would play with a terminal, or with a reader's eye, is spelled out."""
    return text if text.isprintable() else "".join(
        one if one.isprintable() or unicodedata.category(one) == "Zs" else repr(one)[1:-1] for one in text)


def unknown(where: str, kind: str, name: str, known: Iterable[str],
            called: Mapping[str, str] = MappingProxyType({}), cutoff: float = 0.6) -> Fault:
    """A fault for a name that nothing knows, with the nearest known one, as near as `cutoff` (1 is the name itself);
    called: what people say → the name of ours.
    """
    names = sorted(known)
    near = [called[name.casefold()]] if name.casefold() in called else difflib.get_close_matches(
        name, names, n=1, cutoff=cutoff)
    return Fault(where, f"unknown {kind} {name!r}; {f'did you mean {near[0]!r}?' if near else listed(names)}")


def listed(names: Iterable[str]) -> str:
    """The names that are known, sorted, as the end of a message; that there is none, where there is none."""
    return f"known: {', '.join(several)}" if (several := sorted(names)) else "there is none"
