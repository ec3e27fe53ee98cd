"""One SeaweedFS for all tests of a session, a fresh prefix for each; and a folder."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import seaweed
from tests.publish.distribution import ENDPOINT, Distribution, behind, moto
from tests.publish.visits import Bucket, Place, Shelves

ACME = "acme5Ymc2Hd7GsJq4AeZk3vR8wQ"  # the key of a site whose prefix the reader may read, and nothing else


@pytest.fixture(scope="session")
def seaweedfs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[seaweed.Server]:
    """A real server on loopback."""
    with seaweed.running(tmp_path_factory.mktemp("weed"), {"reader": f"ready/readers/portal/sites/{ACME}/*"}) as server:
        yield server


@pytest.fixture
def bucket(seaweedfs: seaweed.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """A fresh prefix and a workspace, with the publisher's credentials in the environment."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # the disk is not what these tests are about
    for name, value in seaweed.OPS.items():
        monkeypatch.setenv(name, value)
    base = f"t{secrets.token_hex(6)}/"
    return Bucket(tmp_path, tmp_path / "output", seaweedfs, seaweedfs.client(), "ready", base)


@pytest.fixture
def shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelves:
    """A folder and a workspace."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    return Shelves(tmp_path, tmp_path / "output")


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.s3)])
def place(request: pytest.FixtureRequest) -> Place:
    """Both, one after the other."""
    found: Place = request.getfixturevalue("shelves" if request.param == "folder" else "bucket")
    return found


@pytest.fixture(scope="session")
def moto_port() -> Iterator[int]:
    """CloudFront, as moto plays it on loopback."""
    with moto() as port:
        yield port


@pytest.fixture
def distribution(bucket: Bucket, moto_port: int, monkeypatch: pytest.MonkeyPatch) -> Distribution:
    """A bucket with a distribution in front."""
    monkeypatch.setenv(ENDPOINT, f"http://127.0.0.1:{moto_port}")
    return behind(bucket, moto_port)
