"""What the edge writes down: no token, no key, no page that led here, whatever was asked and whatever failed."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from tests.edge.asking import get, request, send
from tests.edge.conftest import READER, World, bucket_settings
from tests.edge.places import Site, secret
from tests.edge.server import STAFF, running
from tests.edge.test_staff import CAMILLE
from tests.edge.ways import HEADERS, LINES, METHODS, PATHS

pytestmark = pytest.mark.edge

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00 127\.0\.0\.1 (_|portal\.example\.com|inside\.example\.com) "
                  r"[A-Z_-]* \d{3} \d+ \d+\.\d{3} ([\d, :-]+) (-|[A-Za-z0-9._/-]+)")


def test_no_log_holds_a_token_or_a_key_after_many_kinds_of_requests(world: World) -> None:
    referrer = f"Referer: http://portal.example.com/{world.token}/"
    for way in PATHS.values():
        send(world.port, request(way(world), referrer))
    for more in HEADERS.values():
        send(world.port, request(f"/{world.token}/{world.release}/index.html", *more(world), referrer))
    for method in METHODS:
        send(world.port, request(f"/{world.token}/", method=method))
    for line in LINES.values():
        send(world.port, line % f"/{world.token}/{world.release}/index.html".encode())
    get(world.port, f"/{world.token}/", CAMILLE, host=STAFF)
    get(world.port, f"/{world.token}/{world.release}/{world.token}/index.html")
    get(world.port, f"/{world.token}/{world.release}/tickets/?{world.token}")
    broken = Site(world.storage)
    world.storage.put(broken.pointer, b"{")
    get(world.port, f"/{(lost := broken.link())}/")
    time.sleep(0.3)
    said = world.storage.edge.said()
    keys = [world.token, world.expired, world.revoked, lost,
            broken.key, world.acme.key, world.corp.key, world.staff.key]
    assert [key for key in keys if key in said or key.swapcase() in said] == []
    assert not [word for word in ("camille", "Y2FtaWxsZTppbnNpZGU", "edge-secret", "Referer") if word in said]


def test_a_line_says_when_who_where_what_came_of_it_and_the_page_that_was_seen(world: World) -> None:
    get(world.port, f"/{world.token}/{world.release}/tickets/")
    get(world.port, f"/{world.token}/{world.release}/none.html")
    time.sleep(0.3)
    lines = (world.storage.edge.logs / "clairevoie.log").read_text().splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert lines[-2].split()[2:5] + lines[-2].split()[-1:] == ["portal.example.com", "GET", "200", "tickets/index.html"]
    assert lines[-1].split()[4] == "404"
    assert lines[-1].endswith(" -")


@pytest.mark.parametrize("storage", ["s3", "folder"])
def test_a_storage_out_of_reach_and_a_wrong_password_leave_no_token_either(tmp_path: Path, storage: str) -> None:
    settings = bucket_settings("http://127.0.0.1:1") if storage == "s3" else {
        "/var/lib/clairevoie-sites": str(tmp_path / "none")}
    with running(tmp_path / "nginx", settings, storage=storage, env=READER) as edge:
        token = secret()
        for path in (f"/{token}", f"/{token}/{'a' * 16}/index.html", f"/{token}/..%2f"):
            get(edge.port, path)
        get(edge.port, f"/{token}/", "Authorization: Basic Y2FtaWxsZTp3cm9uZw==", host=STAFF)
        time.sleep(0.3)
        said = edge.said()
    assert "portal.example.com GET 503" in said
    assert "inside.example.com GET 401" in said
    assert token not in said
    assert "camille" not in said
