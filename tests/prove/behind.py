"""The proofs behind the edge, over what the publisher writes: faults, links, endings, all that a stranger may ask."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from tests.behind import access_faults, endings, faults, strangers
from tests.behind.forked import forking
from tests.behind.ground import ground
from tests.behind.workspaces import laid, s3
from tests.demo import CLIENTS
from tests.edge.server import running

Proof = Callable[[Any], tuple[int, list[str]]]


class Built(Protocol):
    """A place with the demo's sites built."""

    @property
    def output(self) -> Path:
        """A folder a site."""


def publications(_: object, *, first: bool, kinds: str) -> tuple[int, list[str]]:
    """Every call × the faults that pass, that last, or kill -9, while a visitor looks; prints what he saw."""
    with tempfile.TemporaryDirectory() as scratch, ground(Path(scratch)) as here, forking() as forks:
        every = faults.cases(faults.calls_of(here, first=first))
        tally = faults.proved(here, forks, [case for case in every if _kind(case) == kinds], first=first)
    for line in tally.lines():
        print(f"    {line}")
    return tally.runs, tally.faults


def commands(_: object, act: str) -> tuple[int, list[str]]:
    """Every call of a command that changes links × every fault."""
    with tempfile.TemporaryDirectory() as scratch, ground(Path(scratch)) as here, forking() as forks:
        doors = access_faults.doors(here)
        kept = access_faults.keep(doors)
        every = faults.cases(access_faults.calls_of(doors, act))
        access_faults.restore(doors, kept)
        return len(every), access_faults.proved(doors, forks, act, every)


def ends(_: object) -> tuple[int, list[str]]:
    """All former addresses of what was revoked, rotated, expired, rolled back, removed: prints the seconds."""
    with tempfile.TemporaryDirectory() as scratch, ground(Path(scratch)) as here:
        bucket = endings.Scene(laid(Path(scratch) / "bucket", s3(here), endings.CLIENTS), here.edge.port)
        lines, count, found = endings.ended(bucket)
        root = laid(Path(scratch) / "folder", {"type": "folder", "path": "published"}, endings.CLIENTS)
        settings = {"/var/lib/clairevoie-sites": str(root / "published")}
        with running(Path(scratch) / "nginx-folder", settings, storage="folder") as edge:
            more, asked, wrong = endings.ended(endings.Scene(root, edge.port))
    for line in (*(f"bucket, {line}" for line in lines), *(f"folder, {line}" for line in more)):
        print(f"    {line}")
    return count + asked, [*found, *wrong]


def strange(place: Built) -> tuple[int, list[str]]:
    """The demo published to a bucket and to a folder: every way, every file of every other site by every link."""
    count, faults = 0, []
    with tempfile.TemporaryDirectory() as scratch, ground(Path(scratch)) as here:
        roots = Path(scratch) / "bucket", Path(scratch) / "folder"
        strangers.demo(roots[0], s3(here), place.output)
        with running(Path(scratch) / "nginx-folder", {"/var/lib/clairevoie-sites": str(roots[1] / "published")},
                     storage="folder") as edge:
            strangers.demo(roots[1], {"type": "folder", "path": "published"}, place.output)
            for root, one in zip(roots, (here.edge, edge), strict=True):
                asked, found = strangers.crossed(root, one, place.output, CLIENTS)
                count += asked + strangers.COUNT
                faults += [*found, *strangers.ways(root, one, "helianthe", "helianthe-energie")]
    return count, faults


def _kind(case: faults.Case) -> str:
    if case.kind.startswith("kill"):
        return "kill -9"
    return "lasting" if case.stays or case.kind.startswith("dead") else "passing"


PROOFS: dict[str, Proof] = {
    **{f"edge: {'first' if first else 'next'} release, {kinds}": partial(publications, first=first, kinds=kinds)
       for first in (True, False) for kinds in ("passing", "lasting", "kill -9")},
    **{f"access: {act}, every call fails": partial(commands, act=act) for act in access_faults.WORDS},
    "edge: former addresses": ends,
    "edge: another's pages": strange,
}
