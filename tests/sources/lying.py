"""A correct API on loopback, in every way of paging, that can be made to lie (lies.py says how).

`serving(Api({"/path": Route(rows, page(), plain("X-Total-Count"))}), LIES["row lost"])` gives its address.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def json(self) -> dict[str, Any]:
        """The body as JSON, {} without one."""
        return json.loads(self.body) if self.body[:1] == b"{" else dict(parse_qsl(self.body.decode()))


@dataclass(frozen=True)
class Reply:
    """An answer as it goes. broken: how the connection fails while it is sent."""

    said: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    raw: bytes | None = None
    broken: str = ""


@dataclass(frozen=True)
class Slice:
    """What a request wants of a list: `size` rows from `start` on."""

    start: int
    size: int


# A way of paging: what a request wants, and the answer with those rows, the total and whether there are more.
Wants = Callable[[Asked, list[Row]], Slice]
Gives = Callable[[Asked, list[Row], Slice, int, bool], Reply]


@dataclass(frozen=True)
class Route:
    """A list behind a path, and how it is paged; `answer` instead, for an answer of its own.

    chosen: which rows a request is about, where that hangs on its parameters.
    """

    rows: list[Row] = field(default_factory=list)
    wants: Wants = lambda asked, rows: Slice(0, len(rows))
    gives: Gives = lambda asked, rows, wanted, total, more: Reply(rows)
    answer: Callable[[Asked], Reply] | None = None
    chosen: Callable[[Asked, list[Row]], list[Row]] = lambda asked, rows: rows


@dataclass
class Api:
    """Routes by path, and what came so far. secret: a header that must be there with this value, else 401."""

    routes: dict[str, Route]
    secret: tuple[str, str] | None = None
    asked: list[Asked] = field(default_factory=list)


def page(param: str = "page", size: str = "per_page", first: int = 1, default: int = 25) -> Wants:
    """Numbered pages."""
    def wants(asked: Asked, _: list[Row]) -> Slice:
        said = asked.query | asked.json
        count = int(said.get(size, default))
        return Slice((int(said.get(param, first)) - first) * count, count)
    return wants


def offset(param: str = "offset", size: str = "limit", default: int = 25) -> Wants:
    """So many rows from a position on."""
    def wants(asked: Asked, _: list[Row]) -> Slice:
        said = asked.query | asked.json
        return Slice(int(said.get(param, 0)), int(said.get(size, default)))
    return wants


def ranged(param: str = "range") -> Wants:
    """`0-49`."""
    def wants(asked: Asked, _: list[Row]) -> Slice:
        first, last = asked.query.get(param, "0-49").split("-")
        return Slice(int(first), int(last) - int(first) + 1)
    return wants


def cursor(param: str = "cursor", size: int = 2) -> Wants:
    """A word that says the position."""
    return lambda asked, _: Slice(int((asked.query | asked.json).get(param, "at0").removeprefix("at")), size)


def keyset(param: str = "after", size: str = "limit", key: str = "id") -> Wants:
    """The rows after a key."""
    def wants(asked: Asked, rows: list[Row]) -> Slice:
        after = int(asked.query.get(param) or 0)
        return Slice(len([row for row in rows if row[key] <= after]), int(asked.query.get(size, 25)))
    return wants


def plain(header: str = "") -> Gives:
    """The bare list, with the total in a header where one is named."""
    return lambda asked, rows, wanted, total, more: Reply(rows, {header: str(total)} if header else {})


def enveloped(rows_at: str, total_at: str = "", **other: Any) -> Gives:
    """The list as a member of an object, beside the total."""
    return lambda asked, rows, wanted, total, more: Reply(
        {rows_at: rows, **({total_at: total} if total_at else {}), **other})


def with_range(asked: Asked, rows: list[Row], wanted: Slice, total: int, more: bool) -> Reply:
    """The bare list with Content-Range."""
    last = wanted.start + max(len(rows), 1) - 1
    return Reply(rows, {"Content-Range": f"{wanted.start}-{last}/{total}"}, 200 if len(rows) == total else 206)


def with_cursor(asked: Asked, rows: list[Row], wanted: Slice, total: int, more: bool) -> Reply:
    """Rows, the total, and the word that asks for more."""
    at = wanted.start + len(rows)
    return Reply({"rows": rows, "total": total, "next": f"at{at}" if more else None})


def with_link(asked: Asked, rows: list[Row], wanted: Slice, total: int, more: bool) -> Reply:
    """The bare list, a Link header and the total."""
    at = wanted.start + len(rows)
    link = {"Link": f'<{_again(asked, at)}>; rel="next"'} if more else {}
    return Reply(rows, {**link, "X-Total-Count": str(total)})


def with_next(asked: Asked, rows: list[Row], wanted: Slice, total: int, more: bool) -> Reply:
    """NetBox's envelope."""
    at = wanted.start + len(rows)
    return Reply({"count": total, "next": _again(asked, at) if more else None, "previous": None,
                  "results": rows})


def _again(asked: Asked, at: int) -> str:
    return f"http://{asked.headers['Host']}{asked.path}?{urlencode(asked.query | {'offset': at})}"


@dataclass(frozen=True)
class Lie:
    """What is altered: the rows that a request of the nth kind gets, or the reply. held: whether it must be seen.

    total: seen only where the API says a total. paged: seen only with more than one page; placed: only where pages
    are asked for by position.
    """

    held: bool = True
    total: bool = False
    paged: bool = False
    placed: bool = False
    nth: int = 2
    stays: bool = True
    wanted: Callable[[Slice], Slice] | None = None
    rows: Callable[[list[Row], list[Row]], list[Row]] | None = None
    count: Callable[[int], int] | None = None
    reply: Callable[[Reply, Asked, int], Reply] | None = None


@contextmanager
def serving(api: Api, lie: Lie | None = None, target: str = "") -> Iterator[str]:
    """The API on loopback, lying about one path: its first list unless said. Gives its address."""
    path = target or next((path for path, route in api.routes.items() if route.answer is None), "")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(api, lie, path))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def replied(api: Api, lie: Lie | None, asked: Asked, number: int) -> Reply:
    """The answer to a request; `number`: how often this list was asked for. lie: None where it does not lie of it."""
    route = api.routes.get(asked.path)
    if api.secret and asked.headers.get(api.secret[0]) != api.secret[1] and (route is None or route.answer is None):
        return Reply({"message": "who are you?"}, status=401)
    if route is None:
        return Reply({"message": "not found"}, status=404)
    if route.answer:
        return route.answer(asked)
    lies = lie if lie and (number == lie.nth or (lie.stays and number > lie.nth)) else None
    of = route.chosen(asked, route.rows)
    wanted, total = route.wants(asked, of), len(of)
    if lies and lies.wanted:
        wanted = lies.wanted(wanted)
    rows = of[wanted.start: wanted.start + wanted.size]
    if lies and lies.rows:
        rows = lies.rows(rows, of)
    more = wanted.start + len(rows) < total and bool(rows)
    reply = route.gives(asked, rows, wanted, lies.count(total) if lies and lies.count else total, more)
    return lies.reply(reply, asked, number) if lies and lies.reply else reply


def _handler(api: Api, lie: Lie | None, target: str) -> type[BaseHTTPRequestHandler]:
    numbers = itertools.count(1)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), dict(self.headers.items()), body)
            api.asked.append(asked)
            about = parts.path == target
            reply = replied(api, lie if about else None, asked, next(numbers) if about else 0)
            with contextlib.suppress(OSError):  # who asked has heard enough
                self._send(reply)

        do_POST = do_DELETE = do_GET  # noqa: N815  # as the library calls them

        def _send(self, reply: Reply) -> None:
            body = json.dumps(reply.said).encode() if reply.raw is None else reply.raw
            if reply.broken == "drop":
                self.close_connection = True
                return
            if reply.broken == "drip headers":
                self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000)
                return
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json; charset=utf-8", **reply.headers,
                                "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            if reply.broken == "drip":
                self._drip(body)
            self.wfile.write(body[: len(body) // 2] if reply.broken == "cut" else body)
            self.close_connection = bool(reply.broken)

        def _drip(self, content: bytes) -> None:
            for at in range(min(len(content), 60)):
                self.wfile.write(content[at: at + 1])
                self.wfile.flush()
                time.sleep(0.1)

        def log_message(self, *_: object) -> None:
            """Silence."""

    return Handler
