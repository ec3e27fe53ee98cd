"""Over what the publisher wrote, whatever a stranger asks for looks like a page that never existed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.behind import strangers
from tests.behind.access_faults import DAY
from tests.behind.ground import Ground
from tests.behind.workspaces import laid, s3
from tests.demo import CLIENTS
from tests.edge.asking import get
from tests.edge.server import Edge, running

pytestmark = pytest.mark.edge
Stood = tuple[Path, Edge]


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.s3)])
def stood(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stood]:
    """Neighbours that the publisher put there, and the edge before them."""
    if request.param == "s3":
        here: Ground = request.getfixturevalue("here")
        here.empty()
        root = laid(tmp_path / "root", s3(here), strangers.NEIGHBOURS[:2])
        strangers.neighbours(root)
        yield root, here.edge
    else:
        root = laid(tmp_path / "root", {"type": "folder", "path": "published"}, strangers.NEIGHBOURS[:2])
        with running(tmp_path / "nginx", _reads(root / "published"), storage="folder") as edge:
            strangers.neighbours(root)
            yield root, edge


def test_no_way_opens_the_neighbour_and_the_link_opens_its_own_site(stood: Stood) -> None:
    root, edge = stood
    assert strangers.ways(root, edge, "acme", "acme-corp") == []
    assert strangers.crossed(root, edge, root / "output", strangers.NEIGHBOURS[:2])[1] == []
    assert strangers.COUNT > 140
    token = strangers.granted(root, "acme", DAY, "own")
    current = followed_to(edge, f"/{token}/")
    assert b"acme current" in get(edge.port, current).body
    assert get(edge.port, f"{current}only-acme.html").body == b"acme current"


def followed_to(edge: Edge, address: str) -> str:
    answer = get(edge.port, address)
    assert answer.status == 302
    return answer["Location"]


def test_of_the_demo_every_link_opens_its_own_site_alone(demo_output: Path, tmp_path: Path) -> None:
    with running(tmp_path / "nginx", _reads(tmp_path / "demo" / "published"), storage="folder") as edge:
        root = strangers.demo(tmp_path / "demo", {"type": "folder", "path": "published"}, demo_output)
        assert strangers.ways(root, edge, "helianthe", "helianthe-energie") == []
        count, faults = strangers.crossed(root, edge, demo_output, CLIENTS, every=5)
        assert (faults, count > 100) == ([], True)


def _reads(folder: Path) -> dict[str, str]:
    return {"/var/lib/clairevoie-sites": str(folder)}
