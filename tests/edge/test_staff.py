"""The internal site: another host, a password before anything is read, and never one through the other's door."""

from __future__ import annotations

import base64

import pytest

from tests.edge.asking import Answer, get
from tests.edge.conftest import World
from tests.edge.places import Site, link_name, secret
from tests.edge.server import STAFF

pytestmark = pytest.mark.edge


def _basic(words: str) -> str:
    return "Authorization: Basic " + base64.b64encode(words.encode()).decode()


CAMILLE = _basic("camille:inside")


def _inside(world: World, path: str, *more: str) -> Answer:
    return get(world.port, path, *(more or (CAMILLE,)), host=STAFF)


def test_the_password_opens_the_internal_site(world: World) -> None:
    release, old = world.staff.folders["current"][8:], world.staff.folders["old"][8:]
    assert (_inside(world, "/").status, _inside(world, "/")["Location"]) == (302, f"/{release}/")
    assert _inside(world, "/tickets/")["Location"] == f"/{release}/tickets/"
    assert _inside(world, f"/{world.staff.folders['gone'][8:]}/tickets/")["Location"] == f"/{release}/tickets/"
    assert b"internal current" in _inside(world, f"/{release}/").body
    assert b"internal old tickets" in _inside(world, f"/{old}/tickets/").body


@pytest.mark.parametrize("words", ["camille:", "camille:Inside", "camille:inside ", ":", "", "camille", "other:inside"])
@pytest.mark.parametrize("path", ["/", "/{release}/index.html", "/none", "/links/internal.json", "/a%2e"])
def test_without_the_password_every_path_gives_the_same_401(world: World, path: str, words: str) -> None:
    first = get(world.port, "/", host=STAFF)
    assert (first.status, first["WWW-Authenticate"]) == (401, 'Basic realm="Clairevoie"')
    asked = path.format(release=world.staff.folders["current"][8:])
    assert _inside(world, asked, _basic(words)).seen == first.seen


def test_the_internal_host_serves_no_client(world: World) -> None:
    missing = get(world.port, f"/{secret()}/")
    release = world.staff.folders["current"][8:]
    for path in (f"/{world.token}/", f"/{world.token}/{world.release}/index.html", f"/{world.acme.key}/"):
        answer = _inside(world, path)
        assert answer["Location"] == f"/{release}{path}"
        assert _inside(world, answer["Location"]).seen == missing.seen
    assert _inside(world, f"/{release}/only-acme.html").seen == missing.seen
    assert _inside(world, f"/{world.release}/only-acme.html")["Location"] == f"/{release}/only-acme.html"
    assert _inside(world, f"/{release}/..%2f..%2fpointer.json").seen == missing.seen


def test_the_clients_host_serves_no_internal_site_even_by_a_link_to_it(world: World) -> None:
    missing, token = get(world.port, f"/{secret()}/"), world.staff.link()
    for path in (f"/{token}", f"/{token}/", f"/{token}/{world.staff.folders['current'][8:]}/index.html"):
        assert get(world.port, path).seen == missing.seen
        assert get(world.port, path, CAMILLE).seen == missing.seen


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b"{", b'{"site": null}',
                                  b'{"site": "../../x", "until": 1}', b'{"site": ["%s"], "until": 4102444800000}',
                                  b'{"site": "%s"}',
                                  b'{"site": "%s", "until": null}', b'{"site": "%s", "until": "4102444800000"}',
                                  b'{"site": "%s", "until": 1}', b'{"site": "%s", "until": true}',
                                  b'{"site": "%s", "until": 1e400}', b'{"site": "%s", "until": 4102444800000.5}',
                                  b'{"site": "%s", "until": 4102444800000',
                                  b'{"site": "%s\\n", "until": 4102444800000}',
                                  b'{"site": "%s/../x", "until": 4102444800000}', b"\xff\xfe", b"x" * 100_000])
def test_a_link_that_is_not_whole_opens_nothing(world: World, data: bytes) -> None:
    token = secret()
    world.storage.put(link_name(token), data.replace(b"%s", world.acme.key.encode()))
    assert get(world.port, f"/{token}/").seen == get(world.port, f"/{secret()}/").seen


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"{", b'{"folder": "0000001-0123456789abcdef"}',
                                  b'{"folder": "0000001-0123456789abcdef", "kept": []}',
                                  b'{"folder": "../../links", "kept": [{"folder": "../../links"}]}',
                                  b'{"folder": "0000001-0123456789abcdef", "kept": [null]}'])
def test_a_pointer_that_is_not_whole_is_a_storage_out_of_reach(world: World, data: bytes) -> None:
    site = Site(world.storage)
    site.release("one", {"index.html": "one"})
    world.storage.put(site.pointer, data)
    assert get(world.port, f"/{site.link()}/").status == 503


def test_a_link_to_a_site_that_has_no_pointer_looks_like_a_missing_page(world: World) -> None:
    assert get(world.port, f"/{Site(world.storage).link()}/").seen == get(world.port, f"/{secret()}/").seen


def test_a_pointer_of_before_shows_its_current_release_and_no_other(world: World) -> None:
    site = Site(world.storage)
    old, new = (site.release(name, {"index.html": name}) for name in ("old", "new"))
    site.point("new")
    token = site.link()
    assert get(world.port, f"/{token}/{old}/")["Location"] == f"/{token}/{new}/"
    assert get(world.port, f"/{token}/{new}/").body == b"new"
