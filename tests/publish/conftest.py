"""One SeaweedFS for all tests of a session, a fresh prefix for each."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import seaweed
from tests.publish.bucket_visits import Place


@pytest.fixture(scope="session")
def seaweedfs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[seaweed.Server]:
    """A real server on loopback."""
    with seaweed.running(tmp_path_factory.mktemp("weed"), {"reader": "ready/readers/portal/sites/acme/*"}) as server:
        yield server


@pytest.fixture
def place(seaweedfs: seaweed.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A fresh prefix and a workspace, with the publisher's credentials in the environment."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # the disk is not what these tests are about
    for name, value in seaweed.OPS.items():
        monkeypatch.setenv(name, value)
    return Place(seaweedfs, seaweedfs.client(), "ready", tmp_path, f"t{secrets.token_hex(6)}/")
