"""In a folder: every call of a publication fails, or is the last one: what visitors see, and what the next run does."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Literal

import pytest

from clairevoie import publish
from clairevoie.errors import TargetError
from tests.publish.outputs import finish, view
from tests.publish.visits import FILES, NOW, Shelves

CALLS = ("open", "fsync", "replace", "link", "mkdir", "chmod", "fchmod", "unlink", "rmdir", "walk", "stat")
Kind = Literal["kill before", "kill after", "error before", "error after"]
KINDS: tuple[Kind, ...] = ("kill before", "kill after", "error before", "error after")
HOUR = 4  # of the build that is published with a fault: of those before, one is deleted


class Killed(BaseException):
    """As if the process were gone: nothing in the product may catch it."""


class Faulty:
    """Counts the calls to `os` and fails at the nth, before or after it is done; after a kill every later one too."""

    def __init__(self, patch: pytest.MonkeyPatch, nth: int, kind: Kind) -> None:
        self.count, self.nth, self.asked = itertools.count(1), nth, 0
        what, _, when = kind.partition(" ")
        self.error = Killed() if what == "kill" else OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.after = when == "after"
        for name in CALLS:
            patch.setattr(os, name, self._failing(getattr(os, name)))

    def _failing(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            number = self.asked = next(self.count)
            dead = isinstance(self.error, Killed) and number > self.nth
            if dead or (number == self.nth and not self.after):
                raise self.error
            result = real(*args, **kwargs)
            if number == self.nth:
                raise self.error
            return result
        return call


def fresh(place: Shelves, *names: object) -> Shelves:
    """Another workspace."""
    root = place.root / "-".join(map(str, names)).replace(" ", "-")
    root.mkdir()
    return replace(place, root=root, output=root / "output")


def calls_of(place: Shelves, *, first: bool) -> int:
    """How many calls a publication makes when nothing fails; threads share them out differently each time."""
    _prepared(place, first=first)
    return _attempt(place, 0, "kill before")[0]


def faults_of(place: Shelves, nth: int, kind: Kind, *, first: bool) -> list[str]:
    """What went wrong in one case: nothing, one hopes."""
    old, new = _prepared(place, first=first)
    before = {} if first else place.pointer()
    _, told = _attempt(place, nth, kind)
    found = list(_judged(place, old, new, told))
    key = place.key() if place.held("portal/state/") else None
    if before and len(place.answers(before["kept"][-2]["folder"])) != FILES:
        found.append("the release before the old one is torn, and somebody may read it")
    left = list(place.root.glob("published/.scratch/*.scratch"))
    if left and kind == "error before":
        found.append(f"half written files stay: {left}")
    told, said = _published(place)
    if said or place.seen() != new:
        found.append(f"not repaired by the next publication: {said}")
    if key not in (None, place.key()):
        found.append("the key is another one")
    if not {path.name for path in (place.root / "published").iterdir()} <= {".lock", ".scratch", "sites", "links"}:
        found.append("something else stands in the folder")
    return [f"call {nth} {kind}: {fault}" for fault in found]


def _prepared(place: Shelves, *, first: bool) -> tuple[dict[str, str], dict[str, str]]:
    """What the old and the new release look like; the old one is published, the new one is built."""
    old: dict[str, str] = {}
    for hour in () if first else range(1, HOUR):
        old = view(place.build(str(hour), hour=hour))
        assert _published(place)[1] == []
    output = place.build(str(HOUR), hour=HOUR)
    (output / "lefevre" / "theme" / "f.woff2").write_text(f"lefevre {HOUR - 1}")  # stands in the old release too
    finish(output, ("lefevre",), hour=HOUR)
    return old, view(output)


def _published(place: Shelves) -> tuple[list[str], list[str]]:
    told, said = place.publish(settings=place.settings(keep=1))
    return [outcome.outcome for outcome in told], said


def _attempt(place: Shelves, nth: int, kind: Kind) -> tuple[int, list[str]]:
    told: list[str] = []
    opened = place.opened(place.settings(keep=1))
    with pytest.MonkeyPatch.context() as patch:
        faulty = Faulty(patch, nth, kind)
        if not nth:
            faulty.error = OSError()
        with contextlib.suppress(Killed, TargetError):
            told.extend(one.outcome for one in publish.publish(opened, "prod", place.output, ("lefevre",), lambda: NOW))
    return faulty.asked, told


def _judged(place: Shelves, old: dict[str, str], new: dict[str, str], told: list[str]) -> Iterator[str]:
    now = place.seen()
    if now not in (old, new):
        yield f"a visitor sees neither release whole: {now}"
    if told == ["published"] and now != new:
        yield "told as published, and the old release stands"
    if told == ["refused"] and now != old:
        yield "told as refused, and the new release stands"
