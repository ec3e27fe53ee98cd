"""Whatever call fails, or is the last one, visitors see the old release or the new one, whole; the next run repairs."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clairevoie.errors import TargetError
from clairevoie.publish.folder import Settings, address, publish
from tests.publish.outputs import built, seen

PUBLISHED = Settings(path="published")
CALLS = ("open", "fsync", "replace", "rename", "symlink", "mkdir", "chmod", "fchmod", "unlink", "rmdir", "readlink")


@pytest.fixture(autouse=True)
def _a_quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What survives a power cut cannot be seen from here; waiting for the disk would be all that these tests do."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


class Killed(BaseException):
    """As if the process were gone: nothing in the product may catch it."""


class Faulty:
    """Counts the calls to `os` and fails at the nth, before or after it is done; after a kill every later one too."""

    def __init__(self, patch: pytest.MonkeyPatch, nth: int, error: BaseException, *, after: bool) -> None:
        self.count, self.nth, self.error, self.after = 0, nth, error, after
        for name in CALLS:
            patch.setattr(os, name, self._failing(getattr(os, name)))

    def _failing(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            dead = isinstance(self.error, Killed) and self.count > self.nth
            if dead or (self.count == self.nth and not self.after):
                raise self.error
            result = real(*args, **kwargs)
            if self.count == self.nth:
                raise self.error
            return result
        return call


def attempt(root: Path, nth: int, error: BaseException, *, after: bool) -> tuple[int, list[str]]:
    """Publish with a fault; the number of calls and the outcomes that were told."""
    told: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        faulty = Faulty(patch, nth, error, after=after)
        with contextlib.suppress(Killed, TargetError, OSError):
            told.extend(o.outcome for o in publish(PUBLISHED, "local", root, root / "output", ("lefevre",)))
    return faulty.count, told


FAULTS = [(kind, after) for kind in ("kill", "error") for after in (False, True)]


@pytest.mark.parametrize(("kind", "after"), FAULTS)
def test_at_every_call_of_a_publication(tmp_path: Path, kind: str, after: bool) -> None:
    runs = 0
    for nth in itertools.count(1):
        root = tmp_path / str(nth)
        root.mkdir()
        wanted = {version: seen(built(root / "output", version, ("lefevre",)) / "lefevre") for version in "21"}
        list(publish(PUBLISHED, "local", root, root / "output", ("lefevre",)))
        built(root / "output", "2", ("lefevre",))
        error = Killed() if kind == "kill" else OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        count, told = attempt(root, nth, error, after=after)
        current = address(PUBLISHED, "local", root, "lefevre")
        assert current
        now = seen(current)
        assert now in wanted.values()
        if told in (["published"], ["unchanged"]):
            assert now == wanted["2"]
        if told == ["refused"]:
            assert now == wanted["1"]
        (again,) = publish(PUBLISHED, "local", root, root / "output", ("lefevre",))
        assert again.outcome in ("published", "unchanged")
        assert seen(current) == wanted["2"]
        assert {path.name for path in (root / "published").iterdir()} <= {".lock", ".scratch", current.parent.name}
        assert not list((root / "published").glob(".scratch/*"))
        if count < nth:
            break
        runs += 1
    assert runs > 25


@pytest.mark.parametrize(("kind", "after"), FAULTS)
def test_at_every_call_of_the_first_publication(tmp_path: Path, kind: str, after: bool) -> None:
    for nth in itertools.count(1):
        root = tmp_path / str(nth)
        root.mkdir()
        wanted = seen(built(root / "output", "1", ("lefevre",)) / "lefevre")
        error = Killed() if kind == "kill" else OSError(errno.EIO, os.strerror(errno.EIO))
        count, _ = attempt(root, nth, error, after=after)
        current = address(PUBLISHED, "local", root, "lefevre")
        assert current is None or not current.exists() or seen(current) == wanted
        list(publish(PUBLISHED, "local", root, root / "output", ("lefevre",)))
        again = address(PUBLISHED, "local", root, "lefevre")
        assert again
        assert seen(again) == wanted
        assert current in (None, again)  # the key that was kept is the key that is used
        if count < nth:
            break


def test_a_visitor_always_sees_one_whole_release(tmp_path: Path) -> None:
    built(tmp_path / "output", "0", ("lefevre",))
    list(publish(PUBLISHED, "local", tmp_path, tmp_path / "output", ("lefevre",)))
    current = address(PUBLISHED, "local", tmp_path, "lefevre")
    assert current
    stop, sights, broken = threading.Event(), [0], []

    def look() -> None:
        while not stop.is_set():
            files = seen(current)
            if len(files) != 4 or len(set(files.values())) != 1:
                broken.append(files)
            sights[0] += 1

    visitor = threading.Thread(target=look)
    visitor.start()
    for version in range(1, 25):
        built(tmp_path / "output", str(version), ("lefevre",))
        list(publish(PUBLISHED, "local", tmp_path, tmp_path / "output", ("lefevre",)))
    stop.set()
    visitor.join()
    assert not broken
    assert sights[0] > 24
