"""Sites laid by hand in a bucket or a folder, in the layout that publishers write and the edge reads."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.edge.server import Edge

HOUR = 3_600_000  # milliseconds
FOREVER = 4_102_444_800_000


def secret() -> str:
    """A key or a token."""
    while not (made := secrets.token_urlsafe(24))[0].isalnum():
        pass
    return made


@dataclass(frozen=True, slots=True)
class Storage:
    """What an edge reads: `put` and `remove` take names below the base."""

    kind: str
    edge: Edge
    put: Callable[[str, bytes], None]
    remove: Callable[[str], None]

    @property
    def port(self) -> int:
        """Of its edge."""
        return self.edge.port


@dataclass(slots=True)
class Site:
    """A site that has a key; its releases are named by what a test calls them."""

    storage: Storage
    key: str = field(default_factory=secret)
    folders: dict[str, str] = field(default_factory=dict)

    def release(self, name: str, files: Mapping[str, str | bytes]) -> str:
        """Lay a release; gives its id."""
        release = hashlib.sha256(f"{self.key} {name}".encode()).hexdigest()[:16]
        self.folders[name] = folder = f"{len(self.folders) + 1:07d}-{release}"
        for path, text in files.items():
            data = text if isinstance(text, bytes) else text.encode()
            self.storage.put(f"sites/{self.key}/releases/{folder}/{path}", data)
        self.storage.put(f"sites/{self.key}/manifests/{folder}.json", b"{}")
        return release

    def point(self, current: str, until: Mapping[str, int | None] | None = None) -> None:
        """Switch: `until` says until when the others are answered, epoch milliseconds."""
        ends = {name: (until or {}).get(name) for name in self.folders}
        kept = [{"folder": folder, "release": folder[8:], "until": ends[name]}
                for name, folder in self.folders.items()]
        data = {"number": len(self.folders), "folder": self.folders[current], "as_of": "2026-11-01T08:00:00+01:00",
                "taken_back": False, "kept": kept}
        self.storage.put(self.pointer, json.dumps(data).encode())

    @property
    def pointer(self) -> str:
        """Where its pointer stands."""
        return f"sites/{self.key}/pointer.json"

    def link(self, until: int | None = FOREVER) -> str:
        """A new link to it; gives the token."""
        token = secret()
        self.storage.put(link_name(token), json.dumps({"site": self.key, "until": until}).encode())
        return token


def link_name(token: str) -> str:
    """Where a link stands."""
    return f"links/{hashlib.sha256(token.encode()).hexdigest()}.json"


def now() -> int:
    """Epoch milliseconds."""
    return time.time_ns() // 1_000_000
