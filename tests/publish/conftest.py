"""One SeaweedFS for all tests of a session, a fresh bucket for each."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import seaweed
from tests.publish.bucket_visits import Place


@pytest.fixture(scope="session")
def seaweedfs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[seaweed.Server]:
    """A real server on loopback."""
    with seaweed.running(tmp_path_factory.mktemp("weed"), {"reader": "prefixes/portal/sites/acme/*"}) as server:
        yield server


@pytest.fixture
def place(seaweedfs: seaweed.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A fresh bucket and a workspace, with the publisher's credentials in the environment."""
    for name, value in seaweed.OPS.items():
        monkeypatch.setenv(name, value)
    client, bucket = seaweedfs.client(), f"b{secrets.token_hex(6)}"
    client.create_bucket(Bucket=bucket)
    return Place(seaweedfs, client, bucket, tmp_path)
