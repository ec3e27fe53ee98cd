"""The proofs of the target `folder`: every fault of every call, and publishers at once."""

from __future__ import annotations

import os
import shutil
import tempfile
from itertools import product
from pathlib import Path

import pytest

from tests.publish.folder_faults import KINDS, calls_of, faults_of, fresh
from tests.publish.races import race
from tests.publish.visits import Shelves

ROUNDS = 200
MORE = 10  # threads share the calls out differently each time: some runs have a few more


def folder_faults(_: object) -> tuple[int, list[str]]:
    """Every call to the system of a first and of a later publication × every fault."""
    count, faults = 0, []
    with tempfile.TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        place = Shelves(Path(scratch), Path(scratch) / "output")
        for first in (False, True):
            calls = calls_of(fresh(place, "counted", first), first=first)
            for nth, kind in product(range(1, calls + MORE), KINDS):
                one = fresh(place, first, nth, kind)
                count += 1
                faults += faults_of(one, nth, kind, first=first)
                shutil.rmtree(one.root)
    return count, faults


def folder_races(_: object) -> tuple[int, list[str]]:
    """Two publishers at once, one with an older build."""
    faults = []
    with tempfile.TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        for number in range(ROUNDS):
            root = Path(scratch) / str(number)
            root.mkdir()
            found = race(Shelves(root, root / "output"), f"{number}-")
            faults += [f"round {number}: {fault}" for fault in found]
    return ROUNDS, faults
