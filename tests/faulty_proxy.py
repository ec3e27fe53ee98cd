"""A proxy on loopback that fails at the nth request, before or after the server has it, as networks do."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Kind = Literal["none", "503", "403", "500 after", "reset before", "reset after", "dead before", "dead after"]
KINDS: tuple[Kind, ...] = ("503", "403", "500 after", "reset before", "reset after", "dead before", "dead after")
_ERROR = "<?xml version='1.0'?><Error><Code>{}</Code><Message>said by the proxy</Message></Error>"
_CODES = {"503": "SlowDown", "403": "AccessDenied", "500": "InternalError"}
_HOP = {"connection", "transfer-encoding", "content-length", "expect"}


@dataclass(slots=True)
class Fault:
    """What happens to the nth request. stays: to every later one too, so that no retry passes.

    dead: as if the network, or the publisher, were gone from there on.
    """

    kind: Kind = "none"
    nth: int = 0
    stays: bool = False
    count: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    asked: int = 0
    at: Callable[[str], None] | None = None  # called at the nth request with "before" and "after"

    def meets(self, number: int) -> bool:
        """Whether this request is one that fails."""
        later = self.stays or self.kind.startswith("dead")
        return self.kind != "none" and (number == self.nth or (later and number > self.nth))


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where it listens, and what it does: `fault` may be set anew between runs."""

    endpoint: str
    state: list[Fault]

    def fails(self, fault: Fault) -> None:
        """Count from one again."""
        self.state[0] = fault


@contextlib.contextmanager
def proxied(port: int) -> Iterator[Proxy]:
    """A proxy in front of the server on this port of loopback."""
    state = [Fault()]

    class Handler(_Forward):
        upstream, faults = port, state

    web = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield Proxy(f"http://127.0.0.1:{web.server_address[1]}", state)
    finally:
        web.shutdown()
        web.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing where who asked was killed."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Forward(BaseHTTPRequestHandler):
    upstream: int
    faults: list[Fault]
    protocol_version = "HTTP/1.1"
    timeout = 10

    def _answer(self) -> None:
        fault, body = self.faults[0], self.rfile.read(int(self.headers.get("Content-Length", 0)))
        number = next(fault.count)
        fault.asked = number
        failing = fault.meets(number)
        if number == fault.nth and fault.at:
            fault.at("before")
        late = number > fault.nth and fault.kind == "dead after"
        if failing and (late or fault.kind in ("reset before", "dead before")):
            return self._hang_up()
        if failing and fault.kind in ("503", "403"):
            return self._say(int(fault.kind))
        status, headers, content = self._forward(body)
        if number == fault.nth and fault.at:
            fault.at("after")
        if failing and fault.kind in ("reset after", "dead after"):
            return self._hang_up()
        if failing:
            return self._say(500)
        return self._send(status, headers, content)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _answer  # noqa: N815, the names of the standard library

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        upstream = http.client.HTTPConnection("127.0.0.1", self.upstream, timeout=10)
        try:
            upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in {"connection", "expect"}:
                    upstream.putheader(name, value)
            upstream.endheaders(body)
            answer = upstream.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            upstream.close()

    def _say(self, status: int) -> None:
        content = _ERROR.format(_CODES[str(status)]).encode()
        self._send(status, [("Content-Type", "application/xml")], content)

    def _send(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _HOP:
                self.send_header(name, value)
        length = next((value for name, value in headers if name.lower() == "content-length"), str(len(content)))
        self.send_header("Content-Length", length if self.command == "HEAD" else str(len(content)))
        with contextlib.suppress(OSError):
            self.end_headers()
        if self.command != "HEAD":
            with contextlib.suppress(OSError):  # who asked was killed
                self.wfile.write(content)

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(2)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
