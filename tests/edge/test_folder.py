"""What a folder alone can do: links on the disk, folders that are no pages, files that nobody may read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.edge.asking import get
from tests.edge.conftest import in_folder
from tests.edge.places import Site, Storage, secret
from tests.edge.server import running

pytestmark = pytest.mark.edge


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[tuple[Path, Storage]]:
    """A folder of sites, with an edge in front."""
    root = tmp_path / "sites"
    (root / "sites").mkdir(parents=True)
    with running(tmp_path / "nginx", {"/var/lib/clairevoie-sites": str(root)}, storage="folder") as edge:
        yield root, in_folder(root, edge)


def test_a_link_on_the_disk_is_not_followed(folder: tuple[Path, Storage]) -> None:
    root, storage = folder
    (root.parent / "outside").mkdir()
    (root.parent / "outside" / "secret.html").write_text("secret")
    site = Site(storage)
    release = site.release("one", {"index.html": "one"})
    site.point("one")
    token, place = site.link(), root / "sites" / site.key / "releases" / site.folders["one"]
    (place / "file.html").symlink_to(root.parent / "outside" / "secret.html")
    (place / "folder").symlink_to(root.parent / "outside")
    missing = get(storage.port, f"/{secret()}/").seen
    assert get(storage.port, f"/{token}/{release}/index.html").body == b"one"
    for path in ("file.html", "folder/secret.html"):
        assert get(storage.port, f"/{token}/{release}/{path}").seen == missing


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_nobody_may_pass_is_a_storage_out_of_reach(folder: tuple[Path, Storage]) -> None:
    root, storage = folder
    root.chmod(0)
    try:
        assert get(storage.port, f"/{secret()}/").status == 503
    finally:
        root.chmod(0o711)


def test_a_folder_that_can_be_passed_and_not_listed_is_served(folder: tuple[Path, Storage]) -> None:
    root, storage = folder
    site = Site(storage)
    release = site.release("one", {"index.html": "one"})
    site.point("one")
    token = site.link()
    for path in (root, root / "sites", root / "links"):
        path.chmod(0o311)
    assert get(storage.port, f"/{token}/{release}/").body == b"one"


def test_a_disk_that_goes_away_is_a_storage_out_of_reach(folder: tuple[Path, Storage]) -> None:
    root, storage = folder
    assert get(storage.port, f"/{secret()}/").status == 404
    root.rename(root.with_name("away"))
    assert get(storage.port, f"/{secret()}/").status == 503
