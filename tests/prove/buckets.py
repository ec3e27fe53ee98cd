"""The proofs of the target `s3`, on a real server: every fault of every call, and publishers at once."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from tests import seaweed
from tests.faulty_proxy import proxied
from tests.publish.bucket_visits import Place
from tests.publish.s3_faults import calls_of, cases, faults_of, killed, prepared

ROUNDS = 200


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
        places = [replace(place, root=place.root / name) for name in ("older", "newer")]
        for number in range(ROUNDS):
            places[0].build(f"{number}-older", hour=1)
            places[1].build(f"{number}-newer", hour=2)
            round_ = [replace(one, base=f"round-{number}/") for one in places]
            faults += [f"round {number}: {fault}" for fault in _race(round_, f"{number}-")]
    return ROUNDS, faults


def _race(places: list[Place], version: str) -> Iterator[str]:
    told: dict[str, tuple[list[str], list[str]]] = {}

    def run(one: Place) -> None:
        outcomes, faults = one.publish()
        told[one.root.name] = [outcome.outcome for outcome in outcomes], faults

    threads = [threading.Thread(target=run, args=(one,)) for one in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    views = set(places[0].seen().values())
    if len(views) != 1 or len(places[0].seen()) != 4:
        yield f"a visitor sees no whole release: {views} {told}"
    if told["newer"][0] == ["published"] and views != {f"lefevre {version}newer"}:
        yield f"the older build replaced the newer: {told}"
    if any(not faults and outcomes != ["published"] for outcomes, faults in told.values()):
        yield f"who lost does not say so: {told}"
    if places[1].publish()[1] or set(places[0].seen().values()) != {f"lefevre {version}newer"}:
        yield "not repaired by the next publication of the newer"


@contextlib.contextmanager
def _place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
        for name, value in seaweed.OPS.items():
            patch.setenv(name, value)
        patch.setattr(os, "fsync", lambda handle: None)
        patch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
        with seaweed.running(Path(scratch) / "weed") as server:
            yield Place(server, server.client(), "ready", Path(scratch) / "root", "")


def _fresh(place: Place, *names: str) -> Place:
    folder = "-".join(names).replace(" ", "-")
    return replace(place, base=f"{folder}/", root=place.root / folder)
