"""The proofs of the target `s3`, on a real server: every fault of every call, and publishers at once."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from tests import seaweed
from tests.faulty_proxy import proxied
from tests.publish.races import race
from tests.publish.s3_faults import calls_of, cases, faults_of, killed, prepared
from tests.publish.scale import many
from tests.publish.visits import Bucket

ROUNDS = 200
SITES = 200


def s3_faults(_: object) -> tuple[int, list[str]]:
    """Every S3 call of a first and of a second publication × every fault, passing or staying, and kill -9."""
    count, faults = 0, []
    with _place() as place, proxied(place.server.port) as proxy:
        for first in (False, True):
            prepared(one := _fresh(place, "counted", str(first)), first=first)
            calls = calls_of(one, proxy)
            for case in cases(calls):
                count += 1
                faults += faults_of(_fresh(place, str(first), *map(str, case)), proxy, case, first=first)
            for nth, when in product(range(1, calls + 1), ("before", "after")):
                count += 1
                faults += killed(_fresh(place, "kill", str(first), str(nth), when), proxy, nth, when, first=first)
    return count, faults


def s3_races(_: object) -> tuple[int, list[str]]:
    """Two publishers at once, one with an older build: at the end one whole release, never the older over the newer."""
    faults = []
    with _place() as place:
        for number in range(ROUNDS):
            found = race(replace(place, base=f"round-{number}/"), f"{number}-")
            faults += [f"round {number}: {fault}" for fault in found]
    return ROUNDS, faults


def s3_many(_: object) -> tuple[int, list[str]]:
    """Many sites: calls and seconds of a first publication, of one in which nothing changed, of one that changed."""
    with _place() as place:
        said, faults = many(place, SITES)
    for line in said:
        print(f"    {line}")
    return SITES, faults


@contextlib.contextmanager
def _place() -> Iterator[Bucket]:
    with tempfile.TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
        for name, value in seaweed.OPS.items():
            patch.setenv(name, value)
        patch.setattr(os, "fsync", lambda handle: None)
        patch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
        with seaweed.running(Path(scratch) / "weed") as server:
            root = Path(scratch) / "root"
            yield Bucket(root, root / "output", server, server.client(), "ready", "")


def _fresh(place: Bucket, *names: str) -> Bucket:
    folder = "-".join(names).replace(" ", "-")
    root = place.root / folder
    return replace(place, base=f"{folder}/", root=root, output=root / "output")
