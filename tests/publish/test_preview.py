"""The preview serves the sites and nothing else, with the headers that they will have."""

from __future__ import annotations

import contextlib
import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from clairevoie.publish.headers import HEADERS
from clairevoie.publish.preview import addresses, server

PRIVATE = "nobody sees this"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    output = tmp_path / "output"
    for path, text in {
        "lefevre/index.html": "<p>Lefèvre</p>", "lefevre/tickets/index.html": "tickets",
        "lefevre/theme/s.woff2": "font", "lefevre/data/figures.json": "{}", "lefevre/data/a b.csv": "a;b",
        "lefevre/.secret": PRIVATE, "internal/index.html": "staff", "unfinished/page.html": PRIVATE,
        ".release/lefevre.json": PRIVATE, ".release/index.html": PRIVATE, "../private.html": PRIVATE,
    }.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_text(text, encoding="utf-8")
    (output / "lefevre" / "out.html").symlink_to(tmp_path / "private.html")
    (output / "lefevre" / "neighbour.html").symlink_to(output / "internal" / "index.html")
    with server(output, 0) as web:
        threading.Thread(target=web.serve_forever, args=(0.01,), daemon=True).start()
        yield web.server_address[1]
        web.shutdown()


def ask(port: int, target: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.putrequest(method, target)
        connection.endheaders()
        with connection.getresponse() as answer:
            return answer.status, dict(answer.getheaders()), answer.read().decode()


@pytest.mark.parametrize(("target", "kind", "cache", "text"), [
    ("/lefevre/", "text/html; charset=utf-8", "private, no-cache", "<p>Lefèvre</p>"),
    ("/lefevre/index.html", "text/html; charset=utf-8", "private, no-cache", "<p>Lefèvre</p>"),
    ("/lefevre/tickets/?q=1", "text/html; charset=utf-8", "private, no-cache", "tickets"),
    ("/lefevre/data/figures.json", "application/json", "private, no-cache", "{}"),
    ("/lefevre/data/a%20b.csv", "text/csv; charset=utf-8", "private, no-cache", "a;b"),
    ("/lefevre/theme/s.woff2", "font/woff2", "private, max-age=31536000, immutable", "font"),
    ("/internal/", "text/html; charset=utf-8", "private, no-cache", "staff"),
])
def test_a_file_has_its_type_its_cache_rule_and_every_header(
    port: int, target: str, kind: str, cache: str, text: str
) -> None:
    status, headers, body = ask(port, target)
    assert (status, body) == (200, text)
    assert headers.items() >= {**HEADERS, "Content-Type": kind, "Cache-Control": cache}.items()
    status, head, nothing = ask(port, target, "HEAD")
    assert (status, nothing, head["Content-Length"]) == (200, "", str(len(text.encode())))
    assert {name for name in head if name != "Date"} == {name for name in headers if name != "Date"}


def test_the_list_names_every_site_and_nothing_else(port: int) -> None:
    status, headers, body = ask(port, "/")
    assert status == 200
    assert headers.items() >= HEADERS.items()
    assert body.count("<a ") == 2
    assert '<a href="/internal/">' in body
    assert '<a href="/lefevre/">' in body


@pytest.mark.parametrize("target", [
    "/nobody/", "/lefevre/missing.html", "/lefevre/data/", "/lefevre/theme", "/.release/lefevre.json", "/.release/",
    "/%2erelease/lefevre.json", "/lefevre/.secret", "/lefevre/%2Esecret",
    "/lefevre/../.release/lefevre.json", "/../private.html",
    "/lefevre/../../private.html", "/lefevre/%2e%2e/%2e%2e/private.html", "/lefevre/..%2f..%2fprivate.html",
    "/lefevre/%2e%2e%2f%2e%2e%2fprivate.html", "/..%5cprivate.html", "/lefevre\\..\\..\\private.html",
    "/lefevre//index.html", "/lefevre/./index.html", "/lefevre/index.html/", "/lefevre/index.html%00", "/lefevre/%ff",
    "/unfinished/page.html", "/unfinished/", "/lefevre/out.html", "/lefevre/neighbour.html", "/LEFEVRE/",
    "http://x/lefevre/", "*", "/lefevre/%252e%252e/internal/index.html", "/" + "a" * 5000, "/private.html",
    "/lefevre/tickets/../../internal/index.html",
])
def test_anything_else_is_the_same_missing_page(port: int, target: str) -> None:
    missing = ask(port, "/missing")
    status, headers, body = ask(port, target)
    assert (status, body) == (missing[0], missing[2]) == (404, body)
    assert PRIVATE not in body
    assert {k: v for k, v in headers.items() if k != "Date"} == {k: v for k, v in missing[1].items() if k != "Date"}
    assert headers.items() >= HEADERS.items()


@pytest.mark.parametrize(("target", "location"), [("/lefevre", "/lefevre/"), ("/lefevre/tickets", "/lefevre/tickets/")])
def test_a_page_without_its_last_slash_is_led_to_it(port: int, target: str, location: str) -> None:
    status, headers, _ = ask(port, target)
    assert (status, headers["Location"]) == (308, location)
    assert headers.items() >= HEADERS.items()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused_with_every_header(port: int, method: str) -> None:
    status, headers, _ = ask(port, "/lefevre/", method)
    assert status == 501
    assert headers.items() >= HEADERS.items()


def test_the_addresses_are_the_list_then_each_site(tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / "index.html").touch()
    assert addresses(tmp_path, "http://127.0.0.1:1") == ("http://127.0.0.1:1/", "http://127.0.0.1:1/a%20b/")
    assert addresses(tmp_path / "none", "http://127.0.0.1:1") == ("http://127.0.0.1:1/",)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:{port}", "localhost:{port}", "LOCALHOST", "[::1]:{port}"])
def test_this_machine_is_asked_by_its_own_names(port: int, host: str) -> None:
    assert asked_as(port, host.format(port=port))[0] == 200


@pytest.mark.parametrize("host", [
    "evil.example", "evil.example:{port}", "127.0.0.1.evil.example", "localhost.evil.example", "", "::1", "127.0.0.1@x",
    "[::1].evil.example", "0.0.0.0:{port}", "127.0.0.1:{port}, evil.example", None,
])
def test_a_name_of_elsewhere_that_was_led_here_is_shown_nothing(port: int, host: str | None) -> None:
    status, headers, body = asked_as(port, host and host.format(port=port))
    assert status == 404
    assert headers.items() >= HEADERS.items()
    assert "lefevre" not in body


def asked_as(port: int, host: str | None) -> tuple[int, dict[str, str], str]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.putrequest("GET", "/", skip_host=True)
        if host is not None:
            connection.putheader("Host", host)
        connection.endheaders()
        with connection.getresponse() as answer:
            return answer.status, dict(answer.getheaders()), answer.read().decode()
