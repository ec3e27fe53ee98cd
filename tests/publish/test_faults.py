"""In a folder: whatever call fails, or is the last one, visitors see the old release or the new one, whole."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from itertools import product
from signal import SIGTERM

import pytest

from tests.demo import REPOSITORY
from tests.publish.folder_faults import KINDS, Kind, calls_of, faults_of, fresh
from tests.publish.outputs import view
from tests.publish.visits import FILES, Shelves

CALLS, FIRST = 190, 214  # of a publication, and of a first one: about as many, threads share them out
SWITCH = 7  # after the probe, the manifest, and four files
SAMPLE = random.Random(20261103).sample(list(product(range(1, CALLS), KINDS)), 24)
SAMPLE_OF_FIRST = random.Random(20261104).sample(list(product(range(1, FIRST), KINDS)), 8)


def run(program: str, place: Shelves, *words: str) -> subprocess.CompletedProcess[str]:
    """A publisher in its own process."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(REPOSITORY / "generator"), str(REPOSITORY)])}
    return subprocess.run([sys.executable, "-c", program, str(place.root), *words], check=False, encoding="utf-8",
                          capture_output=True, env=env, timeout=60)


def test_the_sample_is_drawn_from_every_call(shelves: Shelves) -> None:
    assert abs(calls_of(fresh(shelves, "later"), first=False) - CALLS) < 25
    assert abs(calls_of(fresh(shelves, "first"), first=True) - FIRST) < 25


@pytest.mark.parametrize("case", SAMPLE, ids=str)
def test_f01_a_fault_of_a_publication(shelves: Shelves, case: tuple[int, Kind]) -> None:
    assert faults_of(shelves, *case, first=False) == []


@pytest.mark.parametrize("case", SAMPLE_OF_FIRST, ids=str)
def test_f01_a_fault_of_the_first_publication(shelves: Shelves, case: tuple[int, Kind]) -> None:
    assert faults_of(shelves, *case, first=True) == []


@pytest.mark.parametrize("limit", [0, 1, 9, 30, 200])
def test_f01_a_disk_that_takes_no_file_of_that_size(shelves: Shelves, limit: int) -> None:
    old = view(shelves.build("1", hour=1))
    shelves.publish()
    output = shelves.build("2", hour=2)
    program = (
        "import resource, sys\nfrom datetime import datetime, UTC\nfrom pathlib import Path\n"
        "from clairevoie.errors import TargetError\nfrom clairevoie.publish import folder, publish\n"
        "root, limit = Path(sys.argv[1]), int(sys.argv[2])\n"
        "opened = folder.opened(folder.Settings(path='published'), 'prod', root)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
        "try:\n    list(publish(opened, 'prod', root / 'output', ('lefevre',), lambda: datetime.now(UTC)))\n"
        "except TargetError as error:\n    sys.exit(f'{error}')\n"
    )
    done = run(program, shelves, str(limit))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "File too large" in line
    assert "stands" in line
    assert shelves.seen() == old
    assert not list(shelves.root.glob("published/.scratch/*.scratch"))
    assert shelves.publish()[1] == []
    assert shelves.seen() == view(output)


@pytest.mark.parametrize(("nth", "when"), [(2, "before"), (6, "after"), (SWITCH, "before"), (SWITCH, "after")])
def test_k09_a_publisher_that_is_asked_to_end_stops_before_the_switch_or_after_it(
    shelves: Shelves, nth: int, when: str
) -> None:
    old = view(shelves.build("1", hour=1))
    shelves.publish()
    new = view(shelves.build("2", hour=2))
    program = (
        "import itertools, os, signal, sys\nfrom datetime import datetime, UTC\nfrom pathlib import Path\n"
        "from clairevoie.publish import folder, publish\n"
        "count, real = itertools.count(1), os.replace\n"
        "def replace(source, name):\n    at = next(count) == int(sys.argv[2])\n"
        "    if at and sys.argv[3] == 'before':\n        os.kill(os.getpid(), signal.SIGTERM)\n"
        "    real(source, name)\n"
        "    if at:\n        os.kill(os.getpid(), signal.SIGTERM)\n"
        "os.replace = replace\nroot = Path(sys.argv[1])\n"
        "opened = folder.opened(folder.Settings(path='published'), 'prod', root)\n"
        "list(publish(opened, 'prod', root / 'output', ('lefevre',), lambda: datetime.now(UTC)))\n"
    )
    done = run(program, shelves, str(nth), when)
    assert done.returncode == -SIGTERM
    assert shelves.seen() == (new if (nth, when) == (SWITCH, "after") else old)
    assert shelves.publish()[1] == []
    assert shelves.seen() == new


def test_a_visitor_always_sees_one_whole_release(shelves: Shelves) -> None:
    shelves.build("0", hour=0)
    shelves.publish()
    stop, sights, broken = threading.Event(), [0], []

    def look() -> None:
        while not stop.is_set():
            files = shelves.seen()
            if len(files) != FILES or len(set(files.values())) != 1:
                broken.append(files)
            sights[0] += 1

    visitor = threading.Thread(target=look)
    visitor.start()
    try:
        for version in range(1, 24):
            shelves.build(str(version), hour=version)
            assert shelves.publish()[1] == []
    finally:
        stop.set()
        visitor.join()
    assert not broken
    assert sights[0] > 24
