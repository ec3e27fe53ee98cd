"""What a visitor gets: files with their type and cache rule, redirects, and every header on every kind of answer."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from clairevoie.publish.headers import HEADERS
from clairevoie.release import cache_rule
from clairevoie.release.types import TYPES
from tests.edge.asking import Answer, get, request, send
from tests.edge.conftest import READER, World, bucket_settings
from tests.edge.places import Site, Storage, secret
from tests.edge.server import STAFF, Edge, running

pytestmark = pytest.mark.edge

ALWAYS = {**HEADERS, "Strict-Transport-Security": "max-age=63072000"}
OF_A_FILE = {"Server", "Date", "Content-Type", "Content-Length", "Last-Modified", "ETag", "Connection", "Cache-Control"}
CAMILLE = "Authorization: Basic Y2FtaWxsZTppbnNpZGU="


def _assert_all_headers(answer: Answer, cache: str) -> None:
    assert {name: answer[name] for name in ALWAYS} == ALWAYS
    assert answer["Cache-Control"] == cache
    assert answer["Server"] == "nginx"


def _names(answer: Answer) -> set[str]:
    return {name.lower() for name, _ in answer.headers}


@pytest.fixture(scope="module", params=["s3", "folder"])
def closed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    """An edge whose storage is not there."""
    place = tmp_path_factory.mktemp("closed")
    settings = bucket_settings("http://127.0.0.1:1") if request.param == "s3" else {
        "/var/lib/clairevoie-sites": str(place / "none")}
    with running(place / "nginx", settings, storage=request.param, env=READER) as edge:
        yield edge


def test_every_kind_of_answer_has_every_header(world: World) -> None:
    page = f"/{world.token}/{world.release}/index.html"
    whole = get(world.port, page)
    kinds = {
        200: (whole, "private, no-cache"),
        304: (get(world.port, page, f"If-None-Match: {whole['ETag']}"), "private, no-cache"),
        302: (get(world.port, f"/{world.token}/"), "no-store"),
        404: (get(world.port, "/none"), "no-store"),
        401: (get(world.port, "/", host=STAFF), "no-store"),
    }
    for status, (answer, cache) in kinds.items():
        assert answer.status == status
        _assert_all_headers(answer, cache)
    for odd in (b"GET\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"\0\r\n\r\n"):
        _assert_all_headers(send(world.port, odd), "no-store")


def test_a_storage_out_of_reach_is_a_neutral_503_with_every_header(closed: Edge) -> None:
    answers = [get(closed.port, f"/{secret()}/"), get(closed.port, f"/{secret()}/{'a' * 16}/index.html"),
               get(closed.port, "/", CAMILLE, host=STAFF)]
    for answer in answers:
        assert answer.status == 503
        _assert_all_headers(answer, "no-store")
        assert answer.seen == answers[0].seen
        assert not [word for word in (b"nginx", b"ready", b"127.0.0.1", b"edge", b"sites", b"links")
                    if word in answer.body.lower()]
    assert get(closed.port, "/", host=STAFF).status == 401  # the password comes before any reading
    assert get(closed.port, "/none").status == 404


def test_a_missing_page_says_nothing_of_what_is_behind(world: World) -> None:
    answer = get(world.port, f"/{world.token}/{world.release}/none.html")
    assert _names(answer) == {name.lower() for name in (OF_A_FILE - {"ETag", "Last-Modified"}) | {*ALWAYS}}
    assert answer.body.startswith(b"<!doctype html>")
    assert b"nginx" not in answer.body


def test_each_file_has_its_type_its_cache_rule_and_its_bytes(storage: Storage) -> None:
    site = Site(storage)
    files = {f"f/a{suffix}": (f"{suffix} " * 200).encode() for suffix in TYPES}
    release, token = site.release("one", files), site.link()
    site.point("one")
    for path, data in files.items():
        answer = get(storage.port, f"/{token}/{release}/{path}")
        assert (answer.status, answer.body) == (200, data)
        assert answer["Content-Type"] == TYPES[path[3:]]
        _assert_all_headers(answer, cache_rule(path))
        extra = {"Vary"} if re.search("charset|json", TYPES[path[3:]]) else set()
        assert _names(answer) == {name.lower() for name in OF_A_FILE | {*ALWAYS} | extra}


def test_text_is_compressed_where_it_is_asked_for_and_fonts_never(world: World) -> None:
    at = f"/{world.token}/{world.release}/"
    plain, small = get(world.port, at + "theme/a.css"), get(world.port, at + "theme/a.css", "Accept-Encoding: gzip")
    assert "Content-Encoding" not in plain
    assert small["Content-Encoding"] == "gzip"
    chunks = small.body.partition(b"\r\n")[2].rpartition(b"\r\n0\r\n")[0]
    assert gzip.decompress(chunks) == plain.body
    assert (plain["Vary"], small["Vary"]) == ("Accept-Encoding", "Accept-Encoding")
    assert "Content-Encoding" not in get(world.port, at + "theme/a.woff2", "Accept-Encoding: gzip")


def test_a_page_that_was_seen_is_not_sent_again(world: World) -> None:
    at = f"/{world.token}/{world.release}/index.html"
    for coding in ("identity", "gzip"):
        tag = get(world.port, at, f"Accept-Encoding: {coding}")["ETag"]
        again = get(world.port, at, f"Accept-Encoding: {coding}", f"If-None-Match: {tag}")
        assert (again.status, again.body) == (304, b"")
    assert get(world.port, at, 'If-None-Match: "other"').status == 200


def test_a_range_gets_the_whole(world: World) -> None:
    at = f"/{world.token}/{world.release}/index.html"
    whole = get(world.port, at)
    for wanted in ("bytes=0-3", "bytes=99999-", "bytes=3-1,x"):
        assert get(world.port, at, f"Range: {wanted}").seen == whole.seen


def test_a_head_has_the_headers_of_its_page(world: World) -> None:
    for path in (f"/{world.token}/{world.release}/index.html", f"/{world.token}"):
        page, head = get(world.port, path), get(world.port, path, method="HEAD")
        assert head.seen == (page.status, page.seen[1], b"")


@pytest.mark.parametrize(("asked", "leads_to"), [
    ("", "{release}/"),
    ("/", "{release}/"),
    ("/index.html", "{release}/index.html"),
    ("/tickets/", "{release}/tickets/"),
    ("/tickets", "{release}/tickets"),
    ("/tickets/?q=1&r=%2f", "{release}/tickets/"),
    ("/{release}", "{release}/"),
    ("/{old}", "{old}/"),
    ("/{gone}", "{release}/"),
    ("/{gone}/", "{release}/"),
    ("/{gone}/tickets/index.html", "{release}/tickets/index.html"),
    ("/{theirs}/tickets/", "{release}/tickets/"),
    ("/{internal}/index.html", "{release}/index.html"),
    ("/0123456789abcdef/a/b.css", "{release}/a/b.css"),
    ("/0123456789ABCDEF/a/b.css", "{release}/0123456789ABCDEF/a/b.css"),
])
def test_an_address_without_a_living_release_leads_into_the_current_one(world: World, asked: str, leads_to: str
                                                                        ) -> None:
    names = {"release": world.release, "theirs": world.theirs, "old": world.acme.folders["old"][8:],
             "gone": world.acme.folders["gone"][8:], "internal": world.staff.folders["current"][8:]}
    answer = get(world.port, f"/{world.token}{asked.format(**names)}")
    assert (answer.status, answer.body) == (302, b"")
    assert answer["Location"] == f"/{world.token}/{leads_to.format(**names)}"
    assert answer["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(("path", "holds"), [
    ("{release}/", b"acme current "), ("{release}/index.html", b"acme current "),
    ("{release}/tickets/", b"acme current tickets"), ("{release}/tickets/index.html", b"acme current tickets"),
    ("{old}/", b"acme old "), ("{old}/tickets/?q=1", b"acme old tickets"), ("{release}/?list-type=2", b"acme current "),
])
def test_a_whole_view_stays_in_the_release_of_its_address(world: World, path: str, holds: bytes) -> None:
    named = path.format(release=world.release, old=world.acme.folders["old"][8:])
    answer = get(world.port, f"/{world.token}/{named}")
    assert answer.status == 200
    assert holds in answer.body


def test_many_requests_on_one_connection_are_answered_in_turn(world: World) -> None:
    one = request(f"/{world.token}/{world.release}/only-acme.html").replace(b"Connection: close\r\n", b"")
    last = request(f"/{world.token}/{world.release}/data/figures.json")
    answer = send(world.port, one * 3 + last)
    assert answer.body.count(b"acme current") == 3
    assert answer.body.endswith(b'{"a": 1}')


def test_folders_of_the_edge_are_closed_to_others(storage: Storage) -> None:
    kept = storage.edge.logs.parent / "cache" / "kept"
    assert kept.stat().st_mode & 0o077 == 0
    assert [path for path in Path(kept).rglob("*") if path.is_file() and path.stat().st_mode & 0o077] == []
