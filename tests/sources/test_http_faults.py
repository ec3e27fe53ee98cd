"""The bad answers of APIs, each by its number: the source is held with one line, or a row is set aside."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from clairevoie.errors import SourceError
from clairevoie.sources import Pull
from tests.sources import certificates
from tests.sources.apis import SECRET, dataset, held, pulled, rows_of
from tests.sources.lies import LIES, ODD, odd
from tests.sources.lying import Api, Lie, Reply, Route, offset, plain, ranged, serving, with_range
from tests.sources.things import FIELDS, LINKED, ROWS, api, linked, said


def lied(name: str, request: dict[str, Any] | None = None, **more: Any) -> str:
    """Why the source is held when the API lies so."""
    with serving(api(), LIES[name]) as url:
        return held(said(url, request, **more))


@contextlib.contextmanager
def answering(content: bytes) -> Iterator[str]:
    """A server that answers whoever connects with these bytes, once, and its host and port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        def answer() -> None:
            with server.accept()[0] as peer, contextlib.suppress(OSError):
                peer.recv(65_536)
                peer.sendall(content)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join(5)


def test_p01_no_connection_no_name_no_tls_hold_the_source() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{closed.getsockname()[1]}"
    assert held(said(f"http://{address}")) == f"source api: things: no connection to {address} (refused)"
    assert "no address is known for nowhere.invalid" in held(said("https://nowhere.invalid"))
    with serving(api()) as url:
        address = url.removeprefix("http://")
        assert held(said(f"https://{address}")) == (
            f"source api: things: no connection to {address}: it does not speak TLS as we do; is it http://?")


@pytest.mark.parametrize(("answer", "says"), [
    (b"HELLO\r\n\r\n", ": its answer is no HTTP"), (b"", " ended the connection without an answer"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n[{", ": the answer broke off"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n[{", ": the answer broke off"),
    (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000, ": the headers of its answer are too long"),
])
def test_p01_what_comes_in_place_of_an_answer_is_told_with_the_server_alone(answer: bytes, says: str) -> None:
    with answering(answer) as address:
        assert held(said(f"http://{address}", {"params": {"q": "word"}}, attempts=1)) == (
            f"source api: things: {address}{says}")


@pytest.mark.parametrize("lie", ["slow drip", "slow headers"])
def test_p02_an_answer_that_drips_ends_with_its_time(lie: str) -> None:
    start = time.monotonic()
    assert "no whole answer within 0.3 s" in lied(lie, timeout=0.3, attempts=1)
    assert time.monotonic() - start < 3


def test_p03_a_server_that_fails_is_asked_again_and_a_wait_that_is_too_long_is_not_waited() -> None:
    things = api()
    with serving(things, LIES["500"]) as url:
        assert held(said(url)) == "source api: things: HTTP status 500"
    assert len(things.asked) == 3
    start = time.monotonic()
    with serving(api(), Lie(nth=1, reply=lambda reply, asked, number: Reply("", {"Retry-After": "120"}, 503))) as url:
        assert held(said(url)) == "source api: things: HTTP status 503, and asks to wait 120 s"
    assert time.monotonic() - start < 3


def test_what_had_to_be_asked_again_is_one_line_that_names_the_source(caplog: pytest.LogCaptureFixture) -> None:
    once = Lie(nth=1, reply=lambda reply, asked, number: reply if number > 1 else Reply("", status=503))
    with serving(api(), once) as url:
        assert pulled(said(url)).passing == ("1 request made again: HTTP status 503",)
    with serving(api()) as url:
        assert pulled(said(url)).passing == ()
    assert [record for record in caplog.records if record.name.startswith("stamina")] == []


@pytest.mark.parametrize("status", [401, 403])
def test_p04_credentials_that_end_in_mid_run_hold_the_source(status: int) -> None:
    lie = Lie(nth=3, reply=lambda reply, asked, number: Reply({"message": "expired"}, status=status))
    with serving(api(), lie) as url:
        assert held(said(url)).startswith(f"source api: things: page 3: HTTP status {status}: are the credentials")


def test_p07_a_page_that_repeats_and_a_cursor_that_loops_are_seen() -> None:
    assert "page 2: holds the rows of an earlier page" in lied("page repeated")
    looping = Lie(nth=1, reply=lambda reply, asked, number: Reply(
        {**reply.said, "results": [{**ROWS[0], "id": number}],
         "next": f"http://{asked.headers['Host']}/things?offset={number % 3}"}))
    with serving(linked(), looping) as url:
        assert "the cursor repeats" in held(said(url, LINKED | {"total": ""}))


def test_p08_rows_that_move_while_they_are_read_are_read_again_once_else_the_source_is_held() -> None:
    rows = [dict(row) for row in ROWS]

    def moving(times: int) -> Lie:
        left = [times]

        def reply(given: Reply, asked: Any, number: int) -> Reply:
            if asked.query["page"] == "1" and left[0]:
                left[0] -= 1  # behind the first page a row is deleted, and one is added: the total stays
                rows[:] = [*rows[1:], {"id": rows[-1]["id"] + 1, "ref": "new", "odd": "fine"}]
            return given
        return Lie(nth=1, reply=reply)

    with serving(api(rows), moving(1)) as url:
        assert [row["service"] for row in rows_of(pulled(said(url)), "services")] == [str(row["id"]) for row in rows]
    with serving(api(rows), moving(99)) as url:
        assert "page 1 holds other rows than a moment before: rows moved" in held(said(url))


@pytest.mark.parametrize("kind", ["offset", "range"])
def test_p08_pages_by_position_begin_with_the_last_row_of_the_one_before(kind: str) -> None:
    rows = [dict(row) for row in ROWS]

    def reply(given: Reply, asked: Any, number: int) -> Reply:
        if number == 1:
            rows[:] = [*rows[1:], {"id": 8, "ref": "new", "odd": "fine"}]
        return given

    request: dict[str, Any] = {"pager": {"kind": kind, "size": 3}}
    request |= {"total": "content-range"} if kind == "range" else {}
    things = api(rows, offset() if kind == "offset" else ranged(),
                 plain("X-Total-Count") if kind == "offset" else with_range)
    with serving(things, Lie(nth=1, reply=reply)) as url:
        found = [row["service"] for row in rows_of(pulled(said(url, request)), "services")]
    assert found == [str(row["id"]) for row in rows]


@pytest.mark.parametrize("lie", ["row lost", "page lost", "total too high", "total too low", "capped page"])
def test_p09_what_came_is_what_was_announced(lie: str) -> None:
    assert lied(lie).startswith("source api: things: ")


@pytest.mark.parametrize("lie", ["truncated JSON", "truncated body", "HTML login page", "HTML that says it is JSON",
                                 "gzip broken", "gzip cut", "nothing"])
def test_p10_what_is_no_whole_json_holds_the_source(lie: str) -> None:
    assert lied(lie).startswith("source api: things: ")


@pytest.mark.parametrize("name", ODD)
def test_p11_a_value_that_json_readers_read_differently_sets_its_row_aside(name: str) -> None:
    with serving(api(), odd(ODD[name])) as url:
        pull = pulled(said(url))
    assert [row["service"] for row in rows_of(pull, "services")] == ["1", "3", "4", "5", "6", "7"]
    aside = dataset(pull).set_aside
    assert [(one.source, one.file, one.line) for one in aside] == [("api", "things", 2)]
    assert "odd" in aside[0].reason
    json.dumps([one.reason + one.value for one in aside]).encode()
    aside[0].value.encode()


@pytest.mark.parametrize(("lie", "why"), [
    ("gzip bomb", "more than 20,000,000 bytes"), ("a million levels", "JSON nested deeper than 40 levels")])
def test_p12_what_is_too_large_or_too_deep_is_cut(lie: str, why: str) -> None:
    start = time.monotonic()
    assert why in lied(lie)
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(("change", "reason"), [
    ({"ref": None}, "empty, but required"), ({"ref": ["a"]}, "ref: a list where a plain value was expected"),
    ({"ref": {"a": 1}}, "ref: a group of members where a plain value was expected"),
    ({"id": {}}, "id: a group of members where a plain value was expected"),
    ({"id": None}, "no key id")])
def test_p13_a_field_that_is_not_as_said_sets_its_row_aside_with_the_path(change: dict[str, Any], reason: str) -> None:
    with serving(api([ROWS[0] | change, *ROWS[1:]])) as url:
        pull = pulled(said(url))
    assert [one.reason for one in dataset(pull).set_aside] == [reason]
    assert len(rows_of(pull, "services")) == 6


def test_p13_a_field_that_is_missing_in_one_row_is_told_and_in_all_holds_the_source() -> None:
    without = {name: value for name, value in ROWS[0].items() if name != "ref"}
    with serving(api([without, *ROWS[1:]])) as url:
        assert [one.reason for one in dataset(pulled(said(url))).set_aside] == ["no 'ref'"]
        fields = FIELDS | {"ref": "reference"}
        assert held(said(url, {"fields": fields})) == "source api: things: no row can be used: no 'reference'"


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "::1",
                                     "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "::", "fe80::1%eth0"])
def test_p16_a_name_that_leads_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **_: [(2, 1, 6, "", (address, port))])
    text = held(said("https://api.example.com", allow_private=False))
    assert "api.example.com: " in text and "address" in text


def test_p17_a_server_that_is_always_busy_ends_within_the_deadline() -> None:
    start = time.monotonic()
    assert lied("429 always") == "source api: things: HTTP status 429"
    assert lied("429 for longer than there is") == "source api: things: HTTP status 429, and asks to wait 100000 s"
    assert time.monotonic() - start < 5




def test_p18_cookies_are_not_kept_and_headers_are_bounded() -> None:
    things = api()
    cookie = Lie(held=False, nth=1, reply=lambda reply, asked, number: Reply(
        reply.said, {**reply.headers, "Set-Cookie": "session=1; Path=/"}))
    with serving(things, cookie) as url:
        assert len(rows_of(pulled(said(url)), "services")) == 7
    assert not [asked for asked in things.asked if "Cookie" in asked.headers]
    assert "the headers of its answer are too long" in lied("headers of 10 MB", attempts=1)


def test_p19_a_certificate_for_another_name_holds_the_source(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with certificates.serving(tmp_path, "127.0.0.1", b'[{"id": 1, "ref": "a", "odd": "b"}]') as url:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        request = {"pager": {"kind": "none"}, "total": ""}
        assert len(rows_of(pulled(said(url, request)), "services")) == 1
    with certificates.serving(tmp_path, "other.example.com", b"[]") as url:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        assert ": its certificate is not accepted (" in held(said(url, request))


def test_p21_nothing_is_shared_between_two_sources_of_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same address under other credentials gives other rows; neither sees, nor is remembered for, the other."""
    def mine(asked: Any) -> Reply:
        who = asked.headers.get("Authorization", "")
        rows = [{"id": number, "ref": f"{who[-1]}{number}", "odd": "x", "at": "2026-10-01T00:00:00Z"}
                for number in (1, 2)]
        return Reply(rows, {"X-Total-Count": "2", "Cache-Control": "public, max-age=9999", "ETag": '"same"'})

    request = {"pager": {"kind": "none"}, "since": {"param": "since", "at": "at"}}
    with serving(Api({"/things": Route(answer=mine)})) as url:
        names: dict[str, Pull] = {}
        for who in ("acme-a", "beta-b"):
            monkeypatch.setenv("THINGS_TOKEN", who)
            memory = names.get("acme-a")
            pull = pulled(said(url, request), memory.remember.get if memory else None)
            names[who] = pull
            assert [row["name"] for row in rows_of(pull, "services")] == [f"{who[-1]}1", f"{who[-1]}2"]
    assert names["beta-b"].notices == (
        "api: things: what was remembered is of other settings or damaged: all of it is read again",)
    assert not [content for content in names["acme-a"].remember.values() if b"acme-a" in content]


def test_what_a_server_echoes_of_a_secret_is_not_repeated(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    echo = Lie(nth=1, reply=lambda reply, asked, number: Reply({"code": 1, "message": f"bad {SECRET}"}))
    with serving(api(), echo) as url, pytest.raises(SourceError) as raised:
        pulled(said(url, {"ok": {"code": 0}}))
    assert str(raised.value) == "source api: things: code is '1', not '0' (it says: bad ***)"
    assert raised.value.__cause__ is None and raised.value.__suppress_context__
    assert SECRET not in caplog.text


def test_a_secret_of_more_than_ascii_is_sent_and_authorities_that_are_not_there_are_told(tmp_path: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THINGS_TOKEN", "mot-de-passé-secret")
        with serving(api()) as url:
            assert "HTTP status 401" in held(said(url))
        patch.setenv("SSL_CERT_FILE", str(tmp_path / "nothing.pem"))
        assert held(said("https://127.0.0.1:1")).endswith("the certificates that SSL_CERT_FILE names cannot be read")


@pytest.mark.parametrize("link", ["http://[bad", "http://127.0.0.1:99999/", "//evil.example.com/x", "ftp://x", "\u0000",
                                  "https://user:pw@evil.example.com/"])
def test_a_next_page_that_leads_anywhere_else_holds_the_source(link: str) -> None:
    led = Lie(nth=1, reply=lambda reply, asked, number: Reply({**reply.said, "next": link}))
    with serving(linked(), led) as url:
        text = held(said(url, LINKED))
        assert "pw@" not in text
        held(said(url, LINKED | {"pager": {"kind": "next", "query_only": True}}))


def test_a_missing_variable_is_named() -> None:
    settings = said("http://127.0.0.1:1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THINGS_TOKEN", "")
        assert held(settings) == "source api: the environment variable THINGS_TOKEN is not set"
        patch.setenv("THINGS_TOKEN", "a\nb")
        assert held(settings) == "source api: the environment variable THINGS_TOKEN holds what no login is made of"


