"""A target for the tests, in a bucket or in a folder, and its visitor: an edge that reads the pointer, then the files.

All names below are those of the bucket, `portal/` being the target's prefix; a folder answers to them too.
"""

from __future__ import annotations

import json
import os
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import pytest

from clairevoie import publish
from clairevoie.blobs import wire
from clairevoie.errors import TargetError
from clairevoie.publish import Opened, Outcome, Step, folder, s3
from clairevoie.publish.settings import Common
from tests.publish.outputs import built
from tests.seaweed import Server

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
FILES = 4  # of a site that is built here


@dataclass(frozen=True, slots=True)
class Place(ABC):
    """A workspace and a target of it. No release answers for a time of grace unless the settings say so."""

    root: Path
    output: Path

    @abstractmethod
    def settings(self, **more: Any) -> Common:
        """The target's settings."""

    @abstractmethod
    def opened(self, settings: Common | None = None) -> Opened:
        """The target. Raises TargetError."""

    @abstractmethod
    def held(self, prefix: str = "") -> dict[str, int]:
        """Every name with its size."""

    @abstractmethod
    def read(self, name: str) -> bytes:
        """What stands under a name."""

    @abstractmethod
    def write(self, name: str, data: bytes) -> None:
        """Put what no publisher put."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Delete what stands under a name."""

    def beside(self, name: str) -> Self:
        """The same target, with another output."""
        return replace(self, output=self.root / name)

    def build(self, version: str, sites: tuple[str, ...] = ("lefevre",), *, hour: int = 8) -> Path:
        """Build sites that all say `version`."""
        return built(self.output, version, sites, hour=hour)

    def publish(
        self, sites: Sequence[str] = ("lefevre",), settings: Common | None = None, now: datetime = NOW
    ) -> tuple[list[Outcome], list[str]]:
        """What was told, and the faults at the end."""
        told: list[Outcome] = []
        try:
            told.extend(publish.publish(self.opened(settings), "prod", self.output, sites, lambda: now))
        except TargetError as error:
            return told, [str(fault) for fault in error.faults]
        return told, []

    def plan(
        self, sites: Sequence[str] = ("lefevre",), settings: Common | None = None, now: datetime = NOW
    ) -> tuple[Step, ...]:
        """What would be done."""
        return publish.plan(self.opened(settings), "prod", self.output, sites, lambda: now)

    def rollback(
        self, release: str | None = None, site: str = "lefevre", settings: Common | None = None, now: datetime = NOW
    ) -> Outcome:
        """An older release comes back."""
        return publish.rollback(self.opened(settings), "prod", site, release, lambda: now)

    def key(self, site: str = "lefevre") -> str:
        """The site's secret."""
        places = json.loads(self.read("portal/state/prod.json"))["places"]
        return str(places[site]["key"])

    def pointer(self, site: str = "lefevre") -> dict[str, Any]:
        """What the pointer of a site says."""
        said: dict[str, Any] = json.loads(self.read(f"portal/sites/{self.key(site)}/pointer.json"))
        return said

    def folders(self, site: str = "lefevre") -> set[str]:
        """The folders of a site's releases in which something stands."""
        return {name.split("/")[4] for name in self.held(f"portal/sites/{self.key(site)}/releases/")}

    def seen(self, site: str = "lefevre") -> dict[str, str]:
        """What a visitor reads who looks at the pointer once; {} before the first publication."""
        state = self.held("portal/state/prod.json")
        if not state or site not in json.loads(self.read("portal/state/prod.json"))["places"]:
            return {}
        place = f"portal/sites/{self.key(site)}/"
        if f"{place}pointer.json" not in self.held(place):
            return {}
        return self.answers(self.pointer(site)["folder"], site)

    def answers(self, folder: str, site: str = "lefevre") -> dict[str, str]:
        """The files of one release."""
        below = f"portal/sites/{self.key(site)}/releases/{folder}/"
        return {name.removeprefix(below): self.read(name).decode() for name in self.held(below)}


@dataclass(frozen=True, slots=True)
class Bucket(Place):
    """Fresh keys in a bucket of a server; `base` begins them all and ends with `/`."""

    server: Server
    client: Any
    bucket: str
    base: str

    def settings(self, endpoint: str = "", **more: Any) -> s3.Settings:
        """Another endpoint for who talks through a proxy."""
        known = {"bucket": self.bucket, "prefix": f"{self.base}portal/", "region": "us-east-1", "grace": 0}
        return s3.Settings.model_validate(known | {"endpoint_url": endpoint or self.server.endpoint} | more)

    def opened(self, settings: Common | None = None) -> Opened:
        assert settings is None or isinstance(settings, s3.Settings)
        return s3.opened(settings or self.settings(), "prod", self.root)

    def held(self, prefix: str = "") -> dict[str, int]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.base + prefix)
        items = [item for page in pages for item in page.get("Contents", ())]
        return {item["Key"].removeprefix(self.base): item["Size"] for item in items}

    def read(self, name: str) -> bytes:
        body: bytes = self.client.get_object(Bucket=self.bucket, Key=self.base + name)["Body"].read()
        return body

    def write(self, name: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=self.base + name, Body=data, ChecksumAlgorithm="SHA256")

    def remove(self, name: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=self.base + name)


@dataclass(frozen=True, slots=True)
class Shelves(Place):
    """A folder of this machine."""

    def settings(self, **more: Any) -> folder.Settings:
        return folder.Settings.model_validate({"path": "published", "grace": 0} | more)

    def opened(self, settings: Common | None = None) -> Opened:
        assert settings is None or isinstance(settings, folder.Settings)
        return folder.opened(settings or self.settings(), "prod", self.root)

    def held(self, prefix: str = "") -> dict[str, int]:
        held = {}
        tops = ("portal/state/", "portal/", "elsewhere/")
        inside = next((top for top in tops if prefix.startswith(top)), None)
        for top in tops if inside is None else (inside,):
            start = (prefix if inside else top).rpartition("/")[0]
            place = self.file(top)
            for folder_, _, names in os.walk(self.file(f"{start}/")):
                for file in (Path(folder_, name) for name in names if not name.startswith(".")):
                    with suppress(FileNotFoundError):  # a visitor looks while somebody publishes
                        held[top + file.relative_to(place).as_posix()] = file.stat().st_size
        return {name: size for name, size in held.items() if name.startswith(prefix)}

    def read(self, name: str) -> bytes:
        return self.file(name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        self.file(name).parent.mkdir(parents=True, exist_ok=True)
        self.file(name).unlink(missing_ok=True)  # it may have a second name in another release
        self.file(name).write_bytes(data)

    def remove(self, name: str) -> None:
        self.file(name).unlink()

    def file(self, name: str) -> Path:
        """Where a name stands."""
        if name.startswith("portal/state/"):
            return self.root / ".clairevoie" / "targets" / name.removeprefix("portal/state/")
        return self.root / ("published" if name.startswith("portal/") else "elsewhere") / name.partition("/")[2]


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
