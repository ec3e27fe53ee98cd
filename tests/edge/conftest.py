"""One edge for each storage and session; the sites that most tests ask for are laid once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clairevoie.release import cache_rule, content_type
from tests import seaweed
from tests.edge.places import HOUR, Site, Storage, link_name, now
from tests.edge.server import running

BASE = "edge/portal/"
READER = {"AWS_ACCESS_KEY_ID": "edge", "AWS_SECRET_ACCESS_KEY": "edge-secret"}


@dataclass(frozen=True, slots=True)
class World:
    """Two neighbours and the internal site; the visitor holds acme's link."""

    storage: Storage
    acme: Site
    corp: Site
    staff: Site
    token: str
    release: str
    theirs: str  # acme-corp's release
    expired: str
    revoked: str

    @property
    def port(self) -> int:
        """Of the edge."""
        return self.storage.port


@pytest.fixture(scope="session")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[seaweed.Server]:
    """A bucket with a reader that may read sites and links, and list nothing."""
    with seaweed.running(tmp_path_factory.mktemp("weed"),
                         {"edge": f"ready/{BASE}sites/* ready/{BASE}links/*"}) as server:
        yield server


@pytest.fixture(scope="session", params=[pytest.param("s3", marks=pytest.mark.s3), "folder"])
def storage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    """A storage with an edge in front."""
    place = tmp_path_factory.mktemp(request.param)
    if request.param == "folder":
        settings = {"/var/lib/clairevoie-sites": str(place / "sites")}
        with running(place / "nginx", settings, storage="folder") as edge:
            yield in_folder(place / "sites", edge)
    else:
        server: seaweed.Server = request.getfixturevalue("bucket")
        with running(place / "nginx", bucket_settings(server.endpoint), storage="s3", env=READER) as edge:
            yield in_bucket(server.client(), edge)


@pytest.fixture(scope="session")
def world(storage: Storage) -> World:
    """Its first sites."""
    acme, corp, staff = (Site(storage) for _ in range(3))
    release, theirs = _two(acme, "acme"), _two(corp, "acme-corp")
    _two(staff, "internal")
    storage.put("links/internal.json", b'{"site": "%s", "until": null}' % staff.key.encode())
    token, revoked = acme.link(), corp.link()
    storage.remove(link_name(revoked))
    return World(storage, acme, corp, staff, token, release, theirs, corp.link(now() - 1), revoked)


def bucket_settings(endpoint: str, base: str = BASE) -> dict[str, str]:
    """What an operator sets for a bucket."""
    return {"https://s3.example.net": endpoint, '"example-portals"': '"ready"', '"portal/"': f'"{base}"',
            '"eu-west-3"': '"us-east-1"'}


def in_bucket(client: Any, edge: Any) -> Storage:
    """Objects put as a publisher puts them."""
    def put(name: str, data: bytes) -> None:
        client.put_object(Bucket="ready", Key=BASE + name, Body=data, ContentType=content_type(name) or "text/plain",
                          CacheControl=cache_rule(name), Metadata={"sha256": "canary"})

    return Storage("s3", edge, put, lambda name: client.delete_object(Bucket="ready", Key=BASE + name))


def in_folder(root: Path, edge: Any) -> Storage:
    """Files put as a publisher puts them: whole, by a rename."""
    def put(name: str, data: bytes) -> None:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.with_name("aside").write_bytes(data)
        file.with_name("aside").rename(file)

    return Storage("folder", edge, put, lambda name: (root / name).unlink())


def _two(site: Site, name: str) -> str:
    """An old release that is still answered, one that is not, and the current one, whose id this gives."""
    for age in ("gone", "old", "current"):
        release = site.release(age, {"index.html": f"<p>{name} {age} " + "x" * 300,
                                     f"only-{name}.html": f"{name} {age}",
                                     "tickets/index.html": f"{name} {age} tickets", "theme/a.css": "p{}" * 200,
                                     "theme/a.woff2": b"\0font", "data/figures.json": '{"a": 1}'})
    site.point("current", {"old": now() + HOUR, "gone": now() - 1})
    return release

