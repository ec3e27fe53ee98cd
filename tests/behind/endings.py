"""What ends: all former addresses of a link that is over or of a release that was taken back, and when they die."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from pathlib import Path

from clairevoie.pipeline import access
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.publishing import opened
from clairevoie.publish import Opened, publish, rollback
from clairevoie.publish.opening import keys_of
from tests.behind.access_faults import DAY
from tests.behind.workspaces import built
from tests.edge.asking import Answer, get, request, send
from tests.edge.places import secret

CLIENTS = ("acme", "acme-corp", "acme-end", "acme-back", "acme-left")
NAMES = ("revoked", "rotated", "rolled back", "client removed", "expired")
LIMIT = 60.0  # seconds
_LIVES = 12  # seconds of the link that ends by itself
_FILES = ("", "index.html", "tickets/", "tickets/index.html", "theme/a.css", "theme/f.woff2", "data/figures.json")
_TWINS = tuple(f"{name}.{kind}" for name in ("index.html", "theme/a.css", "theme/f.woff2") for kind in ("gz", "br"))
_WAYS = ("plain", "gzip", "br", "gzip, deflate, br, zstd", "HEAD", "tag", "since", "range")


@dataclass(frozen=True, slots=True)
class Scene:
    """A workspace whose target stands behind an edge."""

    root: Path
    port: int

    def opened(self) -> Opened:
        """The target, as every command opens it."""
        return opened(load_checked(self.root, None), "prod")

    def publish(self, version: str, hours: float) -> None:
        """All sites, some hours ago."""
        for client in CLIENTS:
            built(self.root / "output", client, version, hour=int(version))
        list(publish(self.opened(), "prod", self.root / "output", CLIENTS,
                     lambda: datetime.now(UTC) - timedelta(hours=hours)))

    def releases(self, client: str) -> list[str]:
        """Those that are kept, oldest first."""
        found, key = self.opened(), keys_of(self.opened(), "prod").places[client].key
        blob = found.base.get(f"sites/{key}/pointer.json")
        assert blob
        return list(dict.fromkeys(re.findall(r'"release":"([0-9a-f]{16})"', blob.data.decode())))


@dataclass(slots=True)
class Ending:
    """One way to end: of whose site, by what; dead: the answers that say so. An act gives the end on the clock."""

    name: str
    client: str
    act: Callable[[], float]
    dead: Callable[[Answer, bytes], bool]
    requests: list[bytes] = field(default_factory=list)
    waiting: list[bytes] = field(default_factory=list)
    last: float = 0.0  # seconds after the end, at which one was still alive

    def line(self) -> str:
        """For a person."""
        return f"{self.name}: {len(self.requests)} former addresses, the last alive {self.last:.1f} s after"


def ended(
    scene: Scene, ways: tuple[str, ...] = _WAYS, names: tuple[str, ...] = NAMES
) -> tuple[list[str], int, list[str]]:
    """End a link in each way and take a release back: lines for a person, how many addresses were asked, faults."""
    for version, hours in zip("123", (3.0, 2.0, 0.2), strict=True):
        scene.publish(version, hours)
    other = _granted(scene, "acme", DAY, "another")
    endings, faults = [ending for ending in _endings(scene) if ending.name in names], list[str]()
    for ending in endings:
        faults += _end(scene, ending, ways)
    again = [f"{ending.name}: alive again" for ending in endings for one in ending.requests
             if not ending.dead(send(scene.port, one), one)]
    if get(scene.port, f"/{other}/").status != 302:
        faults.append("another link of the same client is dead too")
    return [ending.line() for ending in endings], sum(len(ending.requests) for ending in endings), [
        *faults, *again, *_left(scene)]


def _endings(scene: Scene) -> list[Ending]:
    missing, head = (send(scene.port, request(f"/{secret()}/", method=method)).seen for method in ("GET", "HEAD"))
    back = scene.releases("acme-back")[-2]

    def gone(answer: Answer, asked: bytes) -> bool:
        return answer.seen == (head if asked.startswith(b"HEAD") else missing)

    def taken_back(answer: Answer, _: bytes) -> bool:
        return answer.status == 302 and f"/{back}/" in answer["Location"]

    return [Ending(name, client, act, taken_back if client == "acme-back" else gone)
            for name, client, act in _acts(scene)]


def _end(scene: Scene, ending: Ending, ways: tuple[str, ...]) -> Iterator[str]:
    """Everything is asked for while it is alive, so that whatever keeps answers has them; then it ends."""
    until = DAY
    if ending.name == "expired":
        instant = (datetime.now(UTC) + timedelta(seconds=_LIVES)).replace(microsecond=0)
        over, until = time.monotonic() + (instant - datetime.now(UTC)).total_seconds(), instant.isoformat()
        ending.act = lambda: over
    token, releases = _granted(scene, ending.client, until), scene.releases(ending.client)
    ending.requests = _addresses(scene, token, releases, ways)
    if ending.client == "acme-back":
        ending.requests = [one for one in ending.requests if f"/{releases[-1]}/".encode() in one]
    if (alive := _alive(scene, ending.requests)) < len(ways):
        yield f"{ending.name}: {alive} of {len(ending.requests)} addresses were ever alive"
    _alive(scene, ending.requests[-len(_FILES):])  # the edge has just read link and pointer
    _ask(scene, ending, ending.act())
    if ending.waiting:
        yield f"{ending.name}: {len(ending.waiting)} alive after {LIMIT:.0f} s"


def _acts(scene: Scene) -> list[tuple[str, str, Callable[[], float]]]:
    def now() -> datetime:
        return datetime.now(UTC)

    def removed() -> object:
        shutil.rmtree(scene.root / "content" / "clients" / "acme-left")
        return access.revoke_all(scene.root, "prod", "acme-left", now())

    acts: list[tuple[str, str, Callable[[], object]]] = [
        ("revoked", "acme", lambda: access.revoke(scene.root, "prod", "acme", "DSI", now())),
        ("rotated", "acme-corp", lambda: access.rotate(scene.root, "prod", "DSI acme-corp", now())),
        ("rolled back", "acme-back", lambda: rollback(scene.opened(), "prod", "acme-back", None, now)),
        ("client removed", "acme-left", removed),
        ("expired", "acme-end", lambda: None),
    ]
    return [(name, client, partial(_done, act)) for name, client, act in acts]


def _done(act: Callable[[], object]) -> float:
    act()
    return time.monotonic()


def _granted(scene: Scene, client: str, until: str, label: str = "DSI") -> str:
    label = label if client == "acme" else f"{label} {client}"
    link, _ = access.grant(scene.root, "prod", client, label, until, datetime.now(UTC))
    return link.address.strip("/").rpartition("/")[2]


def _addresses(scene: Scene, token: str, releases: list[str], ways: tuple[str, ...]) -> list[bytes]:
    """Every address that a visitor may have had, asked in each way."""
    paths = [f"/{token}", *(f"/{token}/{name}" for name in _FILES)]
    paths += [f"/{token}/{release}/{name}" for release, name in product(releases, (*_FILES, *_TWINS))]
    tag = get(scene.port, f"/{token}/{releases[-1]}/index.html")["ETag"]
    headers = {"HEAD": [], "plain": [], "tag": [f"If-None-Match: {tag}"], "range": ["Range: bytes=0-9"],
               "since": ["If-Modified-Since: Fri, 31 Dec 2049 00:00:00 GMT"]}
    return [request(path, *headers.get(way, [f"Accept-Encoding: {way}"]), method="HEAD" if way == "HEAD" else "GET")
            for path, way in product(paths, ways)]


def _alive(scene: Scene, asked: list[bytes]) -> int:
    """How many give a file or its tag."""
    return sum(send(scene.port, one).status in (200, 304) for one in asked)


def _ask(scene: Scene, ending: Ending, over: float) -> None:
    """Again and again, until all are dead; what is asked before the end says nothing."""
    time.sleep(max(over - time.monotonic(), 0))
    ending.waiting = list(ending.requests)
    while ending.waiting and time.monotonic() - over < LIMIT:
        still = []
        for one in ending.waiting:
            began = time.monotonic() - over
            if not ending.dead(send(scene.port, one), one):
                ending.last = max(ending.last, began)
                still.append(one)
        ending.waiting = still


def _left(scene: Scene) -> Iterator[str]:
    """A client that was removed leaves nothing, and the state does not know it."""
    found = scene.opened()
    known = {place.key for place in keys_of(found, "prod").places.values()}
    left = [name for name in found.base.list("sites/") if name != "sites/probe" and name.split("/")[1] not in known]
    if left:
        yield f"{len(left)} keys are left of the client that was removed"
