"""The isolation proofs in full: random companies, pairs, seeded leaks; each prints what it saw."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from tests.demo import AS_OF, CLIENTS, REPOSITORY, copy_workspace
from tests.isolation import leaks_in_pages
from tests.isolation.leaks import IN_CHARTS, LEAKS
from tests.isolation.seeding import caught, sound
from tests.isolation.trials import Found, compare, search

COMPANIES, WHOLE, PAIRS = 100, 10, 200


class Built(Protocol):
    """A place with the demo built."""

    @property
    def workspace(self) -> Path:
        """The demo's workspace."""


def companies(_: Any) -> tuple[int, list[str]]:
    """A hundred companies whose pages print whatever crossed the wall."""
    return _said(search(range(COMPANIES)))


def whole_companies(_: Any) -> tuple[int, list[str]]:
    """Ten companies with the real theme."""
    return _said(search(range(500, 500 + WHOLE), plain=False, most=12))


def pairs(_: Any) -> tuple[int, list[str]]:
    """Two hundred pairs: change, add, remove, leave, reorder, rename, arrive."""
    found = compare(PAIRS)
    print(f"    {found.line()}")
    return found.pairs.total(), found.moved


def leaks(_: Any) -> tuple[int, list[str]]:
    """Every seeded leak; prints who caught it."""
    assert leaks_in_pages.__doc__
    plain, drawn = sound(), sound(plain=False)
    missed = []
    for name, leak in LEAKS.items():
        by = caught(leak, drawn if name in IN_CHARTS else plain)
        print(f"    {name:<58} {by or 'NOBODY'}", flush=True)
        missed += [] if by else [f"{name}: caught by nobody"]
    return len(LEAKS), missed


def traced(place: Built) -> tuple[int, list[str]]:
    """The whole demo under strace: the thread of each site opens one client's files, and nothing reaches a network."""
    with tempfile.TemporaryDirectory() as scratch:
        workspace = copy_workspace(Path(scratch) / "workspace")
        shutil.copytree(place.workspace / ".clairevoie" / "cache", workspace / ".clairevoie" / "cache", dirs_exist_ok=True)
        words = ["strace", "-f", "-qq", "-o", f"{scratch}/log", "-e", "trace=open,openat,connect,execve", sys.executable,
                 str(REPOSITORY / "publish.py"), "build", "--workspace", str(workspace), "--as-of", AS_OF, "--jobs", "2"]
        subprocess.run(words, check=True, capture_output=True, timeout=900)
        calls: dict[str, list[str]] = defaultdict(list)
        for line in Path(scratch, "log").read_text("utf-8", "replace").splitlines():
            thread, _, call = line.partition(" ")
            if " = -1 " not in call:
                calls[thread].append(call.strip())
    threads = {thread: own for thread, own in calls.items() if _clients(own) and not any("_company" in c for c in own)}
    faults = [f"a thread opened files of {', '.join(sorted(_clients(own)))}" for own in threads.values()
              if len(_clients(own)) > 1]
    faults += [call for own in threads.values() for call in own if call.startswith(("connect", "execve"))
               or "/internal/" in call or "/data_sources/" in call or "/store/" in call]
    if len(threads) != len(CLIENTS):
        faults.append(f"{len(threads)} threads built {len(CLIENTS)} sites")
    print(f"    {len(threads)} threads, {sum(map(len, threads.values()))} calls of theirs read")
    return len(threads), faults


def _clients(calls: list[str]) -> set[str]:
    """Whose files are opened: a client's slice, content, site, or what is written for a while."""
    return {found[1] for call in calls
            if (found := re.search(r"/(?:slices|clients|\.new/[^/]+)/\.?([a-z][a-z-]*)/", call)) and found[1] in CLIENTS}


def _said(found: Found) -> tuple[int, list[str]]:
    print(f"    {found.line()}")
    few = [] if found.shown >= 0.95 * found.granted else [f"only {found.shown} of {found.granted} granted words seen"]
    return found.companies, [*found.foreign, *found.refused, *few]


PROOFS: dict[str, Callable[[Any], tuple[int, list[str]]]] = {
    "isolation: random companies": companies,
    "isolation: ten on the full theme": whole_companies,
    "isolation: non-interference": pairs,
    "isolation: seeded leaks": leaks,
    "isolation: the demo under strace": traced,
}
