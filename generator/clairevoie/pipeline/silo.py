"""The silo: while a client's site is built, nothing can be opened but what that site is made of.

Linux's Landlock restricts a thread for good, so each site is built in a thread of its own: the process, with all that
it has imported, serves the next client. See landlock(7); its system calls have the same numbers on every machine.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import clairevoie

Result = TypeVar("Result")

_CREATE, _ADD, _RESTRICT, _NO_NEW_PRIVILEGES = 444, 445, 446, 38
_EXECUTE, _WRITE, _READ, _LIST = 1, 2, 4, 8
_CHANGE = sum(1 << bit for bit in (4, 5, 7, 8))  # remove folder and file, make folder and file
_TRUNCATE = 1 << 14
_HANDLED = (0, (1 << 13) - 1, (1 << 14) - 1, (1 << 15) - 1)  # of the file system, by version; later ones as the last
_TCP = 3  # bind and connect
# What libraries read while they run: time zones, shared objects, the number of processors, random numbers. Not all of
# /usr: a workspace may stand in /usr/src/app, as images of containers have it.
_SYSTEM = ("/usr/share", "/lib", "/lib64", "/etc/localtime", "/etc/ld.so.cache", "/dev/urandom", "/dev/null",
           "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system", "/sys/fs/cgroup", "/sys/kernel/mm")


@dataclass(frozen=True, slots=True)
class Paths:
    """read: files, and folders with all below them. listed: folders whose names may be read, no file in them.

    written: folders below which anything may be made, written and removed.
    """

    read: Sequence[Path]
    listed: Sequence[Path]
    written: Sequence[Path]


def inside(paths: Paths, work: Callable[[], Result]) -> Result:
    """The answer of `work`, or what it raised. It can open `paths`, the installed libraries and what they need of the
    system, start no program and reach no network; where the kernel lacks Landlock it is only trusted not to."""
    if not version():
        return work()
    answers: list[Result] = []
    raised: list[BaseException] = []

    def alone() -> None:
        try:
            _restrict(paths)
            answers.append(work())
        except BaseException as error:  # noqa: BLE001  # of a thread: raised again in the one that asked
            raised.append(error)

    thread = threading.Thread(target=alone, daemon=True)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]
    return answers[0]


@cache
def version() -> int:
    """Landlock's version in this kernel, 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(int(_libc().syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))), 0)


def _restrict(paths: Paths) -> None:
    handled = _HANDLED[min(version(), 3)]
    words = (ctypes.c_uint64 * 2)(handled, _TCP if version() >= 4 else 0)
    ruleset = _called(_CREATE, words, ctypes.c_size_t(16 if version() >= 4 else 8), ctypes.c_uint32(0))
    try:
        for path in (*_libraries(), *map(Path, _SYSTEM), *paths.read):
            _allow(ruleset, path, _READ | _LIST, handled)
        for path in paths.listed:
            _allow(ruleset, path, _LIST, handled)
        for path in paths.written:
            _allow(ruleset, path, _READ | _LIST | _WRITE | _CHANGE | _TRUNCATE, handled)
        if _libc().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
        _called(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, access: int, handled: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        allowed = access & handled & (~0 if path.is_dir() else _READ | _WRITE | _TRUNCATE)
        rule = allowed.to_bytes(8, sys.byteorder) + opened.to_bytes(4, sys.byteorder)
        _called(_ADD, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint32(0))
    finally:
        os.close(opened)


@cache
def _libraries() -> tuple[Path, ...]:
    """The interpreter, what is installed, and this package: never the folder that a program was started in."""
    prefixes = dict.fromkeys(("/usr", "/usr/local", sys.base_prefix, sys.prefix))
    parts = ("lib", "lib64", "share/zoneinfo", "pyvenv.cfg")
    known: Iterable[str] = (*(f"{prefix}/{part}" for prefix in prefixes for part in parts),
                            *(path for path in sys.path if path.endswith("-packages")))
    return (*map(Path, dict.fromkeys(known)), Path(clairevoie.__file__).parent)


def _called(number: int, *words: object) -> int:
    answer = int(_libc().syscall(number, *words))
    if answer < 0:
        raise OSError(ctypes.get_errno(), f"Landlock refuses call {number}")
    return answer


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
