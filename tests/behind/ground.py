"""A bucket on a real server, a proxy that fails before it, and the edge that reads it: all that visitors meet."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import boto3
import pytest

from clairevoie.publish import links
from clairevoie.publish.opening import keys_of
from tests import seaweed
from tests.edge.conftest import READER, bucket_settings
from tests.edge.server import Edge, running
from tests.faulty_proxy import Proxy, proxied
from tests.publish.visits import Bucket

BASE = "behind/"
PREFIX = f"{BASE}portal/"
UNTIL = datetime(2099, 1, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ground:
    """place: a workspace and the target's keys. The publisher talks through the proxy, the edge does not."""

    place: Bucket
    edge: Edge
    proxy: Proxy

    def held(self) -> dict[str, tuple[str, int]]:
        """Every key of the bucket → its ETag and size."""
        pages = self.place.client.get_paginator("list_objects_v2").paginate(Bucket=self.place.bucket)
        return {item["Key"]: (item["ETag"], item["Size"]) for page in pages for item in page.get("Contents", ())}

    def empty(self) -> None:
        """Take all away."""
        names = [{"Key": key} for key in self.held()]
        for start in range(0, len(names), 1000):
            self.place.client.delete_objects(Bucket=self.place.bucket, Delete={"Objects": names[start:start + 1000]})


@contextlib.contextmanager
def ground(scratch: Path) -> Iterator[Ground]:
    """One server, one proxy, one edge."""
    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        reads = f"ready/{PREFIX}sites/* ready/{PREFIX}links/*"
        with (seaweed.running(scratch / "weed", {"edge": reads}) as server, proxied(server.port) as proxy,
              running(scratch / "nginx", bucket_settings(server.endpoint, PREFIX), storage="s3", env=READER) as edge):
            root = scratch / "root"
            yield Ground(Bucket(root, root / "output", server, server.client(), "ready", BASE), edge, proxy)


def quick(patch: pytest.MonkeyPatch) -> None:
    """The publisher's credentials; no waiting for the disk, before another try, nor for boto3 to read its models."""
    for name, value in seaweed.OPS.items():
        patch.setenv(name, value)
    patch.setattr(os, "fsync", lambda handle: None)
    patch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda seconds: None))  # of nobody else
    patch.setattr(boto3, "Session", functools.cache(boto3.Session))


def granted(place: Bucket, sites: tuple[str, ...]) -> dict[str, str]:
    """A link to each site: its token."""
    found = place.opened()
    keys = keys_of(found, "prod")
    return {site: links.grant(keys, found.base, site, "DSI", UNTIL, datetime.now(UTC)).token for site in sites}
