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

from tests.browser.walk import browser
from tests.demo import AS_OF, CLIENTS, REPOSITORY, copy_workspace
from tests.isolation import leaks_in_pages
from tests.isolation.leaks import IN_CHARTS, LEAKS
from tests.isolation.payloads import built, hostile, sanitiser_off, visited
from tests.isolation.seeding import caught, fenced, sound
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
        also = ", and the kernel" if fenced(leak, drawn if name in IN_CHARTS else plain) else ""
        print(f"    {name:<58} {by or 'NOBODY'}{also}", flush=True)
        missed += [] if by else [f"{name}: caught by nobody"]
    return len(LEAKS), missed


def traced(place: Built) -> tuple[int, list[str]]:
    """The whole demo under strace: a thread that makes something of a client opens its files alone, and no network."""
    with tempfile.TemporaryDirectory() as scratch:
        workspace = copy_workspace(Path(scratch) / "workspace")
        cache = Path(".clairevoie") / "cache"
        shutil.copytree(place.workspace / cache, workspace / cache, dirs_exist_ok=True)
        trace = ["strace", "-f", "-qq", "-o", f"{scratch}/log", "-e", "trace=open,openat,connect,execve"]
        words = [sys.executable, REPOSITORY / "publish.py", "build", "--workspace", workspace, "--as-of", AS_OF]
        subprocess.run([*trace, *map(str, words), "--jobs", "2"], check=True, capture_output=True, timeout=900)
        calls: dict[str, list[str]] = defaultdict(list)
        for line in Path(scratch, "log").read_text("utf-8", "replace").splitlines():
            thread, _, call = line.partition(" ")
            if " = -1 " not in call:
                calls[thread].append(call.strip())
    # Neither the builder, which cuts the slices, nor the gate.
    threads = {thread: own for thread, own in calls.items() if _clients(own)
               and not any("/_company\"" in call or "/tokens.jsonl" in call for call in own)}
    faults = [f"a thread opened files of {', '.join(sorted(_clients(own)))}" for own in threads.values()
              if len(_clients(own)) > 1]
    faults += [call for own in threads.values() for call in own if call.startswith(("connect", "execve"))
               or "/internal/" in call or "/data_sources/" in call or "/store/" in call]
    sharing = 1  # a subsidiary's sums for its parent come from one more thread
    if len(threads) != len(CLIENTS) + sharing or len(set().union(*map(_clients, threads.values()))) != len(CLIENTS):
        faults.append(f"{len(threads)} threads worked on {len(CLIENTS)} clients")
    print(f"    {len(threads)} threads, {sum(map(len, threads.values()))} calls of theirs read")
    return len(threads), faults


def payloads(_: Any) -> tuple[int, list[str]]:
    """Fourteen payloads in every text field on every page; with the sanitiser off; then without the policy too."""
    with tempfile.TemporaryDirectory() as scratch, browser() as chromium:
        sound = visited(chromium, built(hostile(14), Path(scratch) / "sound"))
        with sanitiser_off():
            raw = built(hostile(14), Path(scratch) / "raw")
        held, loose = visited(chromium, raw), visited(chromium, raw, policy=False)
    live = sorted({int(line.rpartition(" ")[2]) for line in loose.ran if "RAN" in line})
    print(f"    {sound.pages} pages, {len(sound.ran)} ran, {sound.reports} reports; sanitiser off: {held.pages} pages,"
          f" {len(held.ran)} ran, {held.reports} reports; policy off too: {len(loose.ran)} ran, of payloads {live}")
    return sound.pages + held.pages, [*sound.ran, *held.ran, *sound.links, *(["reports"] if sound.reports else [])]


def _clients(calls: list[str]) -> set[str]:
    """Whose files are opened: a client's slice, content, site, or what is written for a while."""
    found = (re.search(r"/(?:slices/[a-z]+|clients|\.new/[^/]+)/\.?([a-z][a-z-]*)[/\"]", call) for call in calls)
    return {one[1] for one in found if one} & set(CLIENTS)


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
    "isolation: payloads in Chromium": payloads,
}
