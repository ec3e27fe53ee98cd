"""Ways to ask for pages that are not one's own: each gives the answer of a page that never existed."""

from __future__ import annotations

import pytest

from tests.edge.asking import request, send
from tests.edge.conftest import World
from tests.edge.places import secret
from tests.edge.ways import HEADERS, HOSTS, LINES, METHODS, PATHS, followed, mine, missing, own_page

pytestmark = pytest.mark.edge


@pytest.mark.parametrize("name", PATHS)
def test_a_path_that_opens_nothing_looks_like_a_missing_page(world: World, name: str) -> None:
    assert followed(world, PATHS[name](world)).seen == missing(world).seen


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_makes_a_missing_page_look_different(world: World, name: str) -> None:
    asked = request(f"/{world.revoked}/{world.theirs}/index.html", *HEADERS[name](world))
    assert send(world.port, asked).seen == missing(world).seen


@pytest.mark.parametrize("method", METHODS)
def test_another_method_on_a_page_of_mine_looks_like_a_missing_page(world: World, method: str) -> None:
    assert send(world.port, request(own_page(world), method=method)).seen == missing(world).seen


def test_a_body_is_not_waited_for(world: World) -> None:
    asked = request(own_page(world), "Content-Length: 5", "Expect: 100-continue", method="PUT")
    assert send(world.port, asked).seen == missing(world).seen


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_that_is_not_ours_looks_like_a_missing_page(world: World, host: str) -> None:
    assert send(world.port, request(own_page(world), host=host)).seen == missing(world).seen


@pytest.mark.parametrize("name", LINES)
def test_a_line_that_is_no_request_looks_like_a_missing_page(world: World, name: str) -> None:
    assert send(world.port, LINES[name] % own_page(world).encode()).seen == missing(world).seen


def test_a_connection_that_would_be_kept_is_closed_after_each_of_them(world: World) -> None:
    asked = [request(f"/{secret()}/"), request(mine(world, "none.html")), request(own_page(world), method="TRACE"),
             request("/%"), request("/", "no colon"), request("/", host="example.net"), request(f"/{world.revoked}/")]
    for one in asked:
        kept = one.replace(b"Connection: close\r\n", b"")
        assert kept != one
        assert send(world.port, kept).seen == missing(world).seen


def test_before_http_1_0_only_the_body_is_the_same(world: World) -> None:
    assert send(world.port, b"GET %s\r\n" % own_page(world).encode()).body == missing(world).body


def test_a_head_of_a_missing_page_is_that_page_without_its_body(world: World) -> None:
    heads = [send(world.port, request(path, method="HEAD")) for path in
             (f"/{secret()}/", f"/{world.revoked}/", mine(world, "none.html"), mine(world, "..%2f"), "/")]
    assert {head.seen for head in heads} == {(404, missing(world).seen[1], b"")}


def test_http_1_0_with_a_host_is_a_request_like_others(world: World) -> None:
    assert send(world.port, request(f"/{world.revoked}/", version="1.0")).seen == missing(world).seen
    assert send(world.port, request(own_page(world), version="1.0")).status == 200


def test_there_are_more_than_forty_ways() -> None:
    assert len(PATHS) + len(HEADERS) + len(METHODS) + len(HOSTS) + len(LINES) > 140
