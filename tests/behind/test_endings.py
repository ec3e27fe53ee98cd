"""All former addresses of what is over: a sample of the ways to ask; `make prove` runs them all and says when."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.behind.endings import CLIENTS, NAMES, Scene, ended
from tests.behind.ground import Ground
from tests.behind.workspaces import laid, s3
from tests.edge.server import running

pytestmark = pytest.mark.edge
WAYS = ("plain", "gzip, deflate, br, zstd", "tag")


@pytest.mark.s3
def test_no_former_address_in_a_bucket_is_alive_within_a_minute(here: Ground, tmp_path: Path) -> None:
    here.empty()
    lines, count, faults = ended(Scene(laid(tmp_path, s3(here), CLIENTS), here.edge.port), WAYS, ("rotated",))
    assert faults == [], lines
    assert count > 100


def test_no_former_address_in_a_folder_is_alive_within_a_minute(tmp_path: Path) -> None:
    root = laid(tmp_path / "root", {"type": "folder", "path": "published"}, CLIENTS)
    settings = {"/var/lib/clairevoie-sites": str(root / "published")}
    with running(tmp_path / "nginx", settings, storage="folder") as edge:
        lines, count, faults = ended(Scene(root, edge.port), WAYS, NAMES[:-1])
    assert faults == [], lines
    assert count > 400
