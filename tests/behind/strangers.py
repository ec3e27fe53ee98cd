"""What the publisher wrote, as a stranger meets it who holds one client's link: every way to ask for another's."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from clairevoie.pipeline import access
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.publishing import opened
from clairevoie.publish import publish
from clairevoie.publish.opening import keys_of
from clairevoie.publish.pointer import decode
from tests.behind.access_faults import DAY
from tests.demo import REPOSITORY, SITES, files_of
from tests.edge.asking import get
from tests.edge.conftest import World
from tests.edge.places import Site, Storage
from tests.edge.server import Edge
from tests.edge.ways import HEADERS, HOSTS, LINES, METHODS, PATHS, different
from tests.publish.outputs import finish

COUNT = len(PATHS) + len(HEADERS) + len(METHODS) + len(HOSTS) + len(LINES)
NEIGHBOURS = ("acme", "acme-corp", "internal")
_AGES = {"gone": 3.0, "old": 1.5, "current": 0.2}  # hours ago; a replaced release is answered for one


def neighbours(root: Path) -> None:
    """Three releases of each of the neighbours, published one after the other from a workspace."""
    for hour, (age, hours) in enumerate(_AGES.items(), 1):
        for name in NEIGHBOURS:
            _written(root / "output" / name, name, age)
        finish(root / "output", NEIGHBOURS, hour=hour)
        published(root, root / "output", NEIGHBOURS, hours)


def demo(root: Path, settings: Mapping[str, object], output: Path) -> Path:
    """A workspace of the demo whose sites are published to this target."""
    root.mkdir(parents=True)
    portal = (REPOSITORY / "portal.yml").read_text(encoding="utf-8")
    shutil.copy(REPOSITORY / "disclosure.lock", root)
    before, _, _ = portal.partition("\ntargets:")
    (root / "portal.yml").write_text(f"{before}\ntargets: {json.dumps({'prod': settings})}\n", encoding="utf-8")
    for folder in ("content", "data_sources"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    published(root, output, SITES, 0)
    return root


def published(root: Path, output: Path, sites: Sequence[str], hours: float) -> None:
    """By the publisher, to the target of a workspace, some hours ago."""
    target = opened(load_checked(root, None), "prod")
    list(publish(target, "prod", output, sites, lambda: _now() - timedelta(hours=hours)))


def world(root: Path, edge: Edge, mine: str, theirs: str) -> World:
    """What the tests of the edge ask about, of two sites that are published; the visitor holds a link to the first."""
    ends = (_now() + timedelta(seconds=2)).replace(microsecond=0)
    expired = granted(root, theirs, ends.isoformat(), "short")
    revoked = granted(root, theirs, DAY, "revoked")
    access.revoke(root, "prod", theirs, f"revoked {theirs}", _now())
    token = granted(root, mine, DAY, "DSI")
    storage = Storage("published", edge, _never, _never)
    acme, corp, staff = (_site(root, storage, name) for name in (mine, theirs, "internal"))
    time.sleep(max((ends - _now()).total_seconds(), 0))
    return World(storage, acme, corp, staff, token, acme.folders["current"][8:], corp.folders["current"][8:], expired,
                 revoked)


def ways(root: Path, edge: Edge, mine: str, theirs: str) -> list[str]:
    """The ways that give anything but the answer of a missing page."""
    return [f"{mine} asks for {theirs}: {name}" for name in different(world(root, edge, mine, theirs))]


def crossed(root: Path, edge: Edge, output: Path, clients: Sequence[str], every: int = 1) -> tuple[int, list[str]]:
    """Each client's link with every `every`th file of each other site, in the other's release and in one's own.

    What comes is a missing page, or one's own file of that name, byte for byte.
    """
    tokens = {client: granted(root, client, DAY, "crossing") for client in clients}
    storage, count, faults = Storage("published", edge, _never, _never), 0, list[str]()
    files = {site: files_of(output / site) for site in (*clients, "internal")}
    release = {site: _site(root, storage, site).folders["current"][8:] for site in files}
    for reader, other in product(clients, files):
        if reader != other:
            for number, path in list(enumerate(files[other]))[::every]:
                for below in (release[other], release[reader])[number % 2:]:
                    count += 1
                    faults += _seen(edge, f"/{tokens[reader]}/{below}/{path}", files[reader].get(path),
                                    f"{reader} asks for {other}: {path}")
    return count, faults


def granted(root: Path, client: str, until: str, label: str) -> str:
    """A link's token."""
    link, _ = access.grant(root, "prod", client, f"{label} {client}", until, _now())
    return link.address.strip("/").rpartition("/")[2]


def _seen(edge: Edge, address: str, own: bytes | None, said: str) -> Iterator[str]:
    answer = get(edge.port, address)
    if answer.status == 302:
        answer = get(edge.port, answer["Location"])
    if own is None and answer.seen != get(edge.port, "/none/").seen:
        yield f"{said}: answers {answer.status}, not as a missing page"
    if own is not None and (answer.status, answer.body) != (200, own):
        yield f"{said}: answers {answer.status}, not with one's own file"


def _site(root: Path, storage: Storage, name: str) -> Site:
    """Where it stands; of several releases the oldest is gone, and one is still answered."""
    target = opened(load_checked(root, None), "prod")
    key = keys_of(target, "prod").places[name].key
    blob = target.base.get(f"sites/{key}/pointer.json")
    pointer = decode(blob.data) if blob else None
    assert pointer
    folders = [kept.folder for kept in pointer.kept]
    ages = {"current": pointer.folder, "old": folders[-2] if len(folders) > 1 else pointer.folder}
    return Site(storage, key, ages)


def _written(folder: Path, name: str, age: str) -> None:
    files = {"index.html": f"<p>{name} {age} " + "x" * 300, f"only-{name}.html": f"{name} {age}",
             "tickets/index.html": f"{name} {age} tickets", "theme/a.css": "p{}" * 200, "theme/a.woff2": "font",
             "data/figures.json": '{"a": 1}'}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def _never(*_: object) -> None:
    raise AssertionError


def _now() -> datetime:
    return datetime.now(UTC)

