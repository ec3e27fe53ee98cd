"""A run that is stopped at any write of the store leaves nothing that a later run would use half."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clairevoie.blobs import Folder
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.pulling import load_or_pull
from clairevoie.pipeline.report import Report
from tests.demo import REPOSITORY, files_of
from tests.pipeline.small import NOW, company, pull, rows

LATER = NOW + timedelta(days=1)


class StoppedError(BaseException):
    """Stands for kill -9: nobody catches it."""


class Knife:
    """Stops at the nth write, before or after it."""

    def __init__(self, at: int, *, after: bool) -> None:
        self.left, self.after, self.writes = at, after, 0

    def cut(self, monkeypatch: pytest.MonkeyPatch) -> None:
        put = Folder.put

        def stopped(folder: Folder, name: str, data: bytes, *more: Any) -> None:
            self.writes += 1
            if self.writes == self.left and not self.after:
                raise StoppedError
            put(folder, name, data, *more)
            if self.writes == self.left:
                raise StoppedError

        monkeypatch.setattr(Folder, "put", stopped)


def _sources(folder: Path) -> list[bytes]:
    return [data for name, data in sorted(files_of(folder).items()) if name.endswith(".parquet")]


@pytest.mark.parametrize("after", [False, True])
def test_f05_a_pull_stopped_at_any_write_leaves_the_reading_before_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    start = company(tmp_path / "w")
    pull(start)
    rows(start, 30)
    seen = set()
    for write in range(1, 50):
        root = tmp_path / f"at{write}"
        shutil.copytree(start, root)
        knife = Knife(write, after=after)
        with monkeypatch.context() as patched:
            knife.cut(patched)
            try:
                pull(root, LATER)
            except StoppedError:
                pass
            else:
                break
        report = Report(LATER)
        known = load_or_pull(load_checked(root, LATER), LATER, report, fresh=False)
        assert report.notices == []
        seen.add(len(known.readings["desk"].dataset.tables["tickets"]))
        pull(root, LATER)
        again = load_or_pull(load_checked(root, LATER), LATER, report, fresh=False)
        assert len(again.readings["desk"].dataset.tables["tickets"]) == 30
    assert write > 5
    assert seen == {20, 30}


def test_f05_a_pull_that_is_killed_is_made_up_for(tmp_path: Path) -> None:
    whole, killed = company(tmp_path / "whole"), company(tmp_path / "killed")
    words = [sys.executable, str(REPOSITORY / "publish.py"), "pull", "--workspace"]
    subprocess.run([*words, str(whole)], check=True, capture_output=True)
    for delay in (0.2, 0.8, 1.2, 1.6):
        process = subprocess.Popen([*words, str(killed)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    subprocess.run([*words, str(killed)], check=True, capture_output=True)
    places = [max((root / ".clairevoie" / "store" / "snapshots" / "desk").iterdir()) for root in (whole, killed)]
    assert _sources(places[0]) == _sources(places[1])
    assert len(_sources(places[0])) == 2


def test_f01_a_full_disk_is_one_line_and_the_reading_before_stands(tmp_path: Path) -> None:
    root = company(tmp_path)
    pull(root)
    rows(root, 3000)
    before = files_of(root / ".clairevoie" / "store" / "snapshots")
    code = ("import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)); "
            "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')")
    done = subprocess.run([sys.executable, "-B", "-c", code, str(REPOSITORY / "publish.py"), "pull", "--workspace",
                           str(root)], check=False, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (
        4, "error: store: .clairevoie/store cannot be used: File too large\n")
    after = files_of(root / ".clairevoie" / "store" / "snapshots")
    assert {name: after[name] for name in before} == before
    assert not [name for name in after if "scratch" in name]
    known = load_or_pull(load_checked(root, LATER), LATER, Report(LATER), fresh=False)
    assert len(known.readings["desk"].dataset.tables["tickets"]) == 20
