"""A bucket for the tests of the target `s3`, and its visitor: an edge that reads the pointer, then the files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from clairevoie.blobs import wire
from clairevoie.errors import TargetError
from clairevoie.publish import Outcome
from clairevoie.publish.s3 import Settings, publish
from tests.publish.outputs import built
from tests.seaweed import Server


@dataclass(frozen=True, slots=True)
class Place:
    """A fresh bucket of a server, and a workspace."""

    server: Server
    client: Any
    bucket: str
    root: Path
    base: str  # of this test's keys, ends with /; all the names below are relative to it

    def settings(self, endpoint: str = "", **more: Any) -> Settings:
        """The target's settings; another endpoint for who talks through a proxy."""
        known = {"bucket": self.bucket, "prefix": f"{self.base}portal/", "region": "us-east-1"}
        return Settings.model_validate(known | {"endpoint_url": endpoint or self.server.endpoint} | more)

    def build(self, version: str, sites: tuple[str, ...] = ("lefevre",), *, hour: int = 8) -> Path:
        """Build sites that all say `version`."""
        return built(self.root / "output", version, sites, hour=hour)

    def publish(
        self, sites: Sequence[str] = ("lefevre",), settings: Settings | None = None
    ) -> tuple[list[Outcome], list[str]]:
        """What was told, and the faults at the end."""
        told: list[Outcome] = []
        try:
            told.extend(publish(settings or self.settings(), "prod", self.root, self.root / "output", sites))
        except TargetError as error:
            return told, [str(fault) for fault in error.faults]
        return told, []

    def held(self, prefix: str = "") -> dict[str, int]:
        """Every key of the bucket, with its size."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.base + prefix)
        items = [item for page in pages for item in page.get("Contents", ())]
        return {item["Key"].removeprefix(self.base): item["Size"] for item in items}

    def read(self, key: str) -> bytes:
        """What stands under a key."""
        body: bytes = self.client.get_object(Bucket=self.bucket, Key=self.base + key)["Body"].read()
        return body

    def write(self, key: str, data: bytes) -> None:
        """Put what no publisher put."""
        self.client.put_object(Bucket=self.bucket, Key=self.base + key, Body=data, ChecksumAlgorithm="SHA256")

    def remove(self, key: str) -> None:
        """Delete what stands under a key."""
        self.client.delete_object(Bucket=self.bucket, Key=self.base + key)

    def beside(self, root: Path) -> Place:
        """The same keys, from another workspace."""
        return replace(self, root=root)

    def key(self, site: str) -> str:
        """The site's secret."""
        places = json.loads(self.read("portal/state/prod.json"))["places"]
        return str(places[site]["key"])

    def pointer(self, site: str = "lefevre") -> dict[str, Any]:
        """What the pointer of a site says."""
        said: dict[str, Any] = json.loads(self.read(f"portal/sites/{self.key(site)}/pointer.json"))
        return said

    def seen(self, site: str = "lefevre") -> dict[str, str]:
        """What a visitor reads who looks at the pointer once; {} before the first publication."""
        state = self.held("portal/state/prod.json")
        if not state or site not in json.loads(self.read("portal/state/prod.json"))["places"]:
            return {}
        place = f"portal/sites/{self.key(site)}/"
        if f"{place}pointer.json" not in self.held(place):
            return {}
        below = f"{place}releases/{self.pointer(site)['folder']}/"
        return {key.removeprefix(below): self.read(key).decode() for key in self.held(below)}


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """The calls that go out, by operation."""
    calls: Counter[str] = Counter()
    real = wire.Wire._call

    def count(self: wire.Wire, operation: str, parameters: dict[str, object]) -> dict[str, object]:
        calls[operation] += 1
        return real(self, operation, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire.Wire, "_call", count)
        yield calls
