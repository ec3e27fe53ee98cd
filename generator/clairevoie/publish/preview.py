"""The finished sites on this machine, each under `/<site>/`, with the headers that they will have."""

from __future__ import annotations

import contextlib
import html
import sys
from collections.abc import Callable, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from clairevoie.errors import StoppedError
from clairevoie.publish.headers import HEADERS
from clairevoie.release import REVALIDATE, cache_rule, content_type

_HERE = ("127.0.0.1", "localhost", "[::1]")
_HTML = "text/html; charset=utf-8"
_FRAME = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="color-scheme" content="light dark"><title>{title}</title></head><body><main>{body}</main>'
)


def serve(output: Path, port: int = 8000, host: str = "127.0.0.1", say: Callable[[str], None] = print) -> None:
    """Say the addresses of the sites of `output`, then serve them until interrupted."""
    with contextlib.suppress(KeyboardInterrupt, StoppedError), server(output, port, host) as web:
        for address in addresses(output, f"http://{host}:{web.server_address[1]}"):
            say(address)
        web.serve_forever()


def server(output: Path, port: int, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """A server that is bound and not yet serving; port 0 takes a free one."""
    root = output.resolve()

    class Preview(_Preview):
        output = root
        hosts = frozenset({host, *_HERE})

    return _Web((host, port), Preview)


def addresses(output: Path, base: str) -> tuple[str, ...]:
    """The address of the list of sites, then of each site."""
    return (f"{base}/", *(f"{base}/{quote(site)}/" for site in _sites(output)))


class _Web(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went to another page before this one was sent."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Preview(BaseHTTPRequestHandler):
    output: Path
    hosts: frozenset[str]
    server_version = "clairevoie"
    sys_version = ""
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the content."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Answer with the headers only."""
        self._answer(body=False)

    def end_headers(self) -> None:
        """Add our headers to every answer, also to the errors that the standard library sends by itself."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the addresses were printed, and a page asks for twenty files."""

    def _answer(self, *, body: bool) -> None:
        here = _host(self.headers.get_all("Host", [])) in self.hosts
        segments = _segments(self.path) if here else None
        if segments == [""]:
            return self._send(HTTPStatus.OK, _HTML, _list(_sites(self.output)), body=body)
        file = _file(self.output, segments) if segments else None
        if segments is None or file is None:
            return self._send(HTTPStatus.NOT_FOUND, _HTML, _page("404", "<p>Not found.</p>"), body=body)
        if file.is_dir():
            return self._send(HTTPStatus.PERMANENT_REDIRECT, _HTML, b"", "/".join(map(quote, ("", *segments, ""))))
        kind = content_type(file.name) or "application/octet-stream"
        return self._send(HTTPStatus.OK, kind, file.read_bytes(), cache=cache_rule(file.name), body=body)

    def _send(
        self, status: int, kind: str, content: bytes, location: str = "", *, cache: str = REVALIDATE, body: bool = False
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", cache)
        if location:
            self.send_header("Location", location)
        self.end_headers()
        if body:
            self.wfile.write(content)


def _host(said: Sequence[str]) -> str:
    """The host that was asked for, without its port; "" where it is not said once. A page of elsewhere whose name was
    led to this machine (DNS rebinding) says its own."""
    name, colon, port = (said[0] if len(said) == 1 else "").strip().lower().rpartition(":")
    return name if colon and port.isdigit() else name + colon + port


def _segments(target: str) -> list[str] | None:
    """The parts of a request's path, decoded once; None for one that no page of ours has."""
    path = target.partition("?")[0].partition("#")[0]
    try:
        parts = [unquote(part, errors="strict") for part in path.split("/")]
    except UnicodeDecodeError:
        return None
    top, *segments = parts
    plain = all(segments[:-1]) and not any(set(part) & set("/\\\0") or part.startswith(".") for part in segments)
    return segments if plain and segments and not top else None


def _file(output: Path, segments: list[str]) -> Path | None:
    """The file of a site, or the folder of a page that was asked for without its last `/`, or None."""
    site, path = output / segments[0], output.joinpath(*segments)
    try:
        inside = segments[0] in _sites(output) and path.resolve().is_relative_to(site)
        if not inside:
            return None
        if segments[-1] and path.is_file():
            return path
        page = (path / "index.html").is_file()
    except OSError:  # a name that is too long
        return None
    return (path if segments[-1] else path / "index.html") if page else None


def _sites(output: Path) -> list[str]:
    folders = sorted(output.iterdir()) if output.is_dir() else []
    return [path.name for path in folders if not path.name.startswith(".") and (path / "index.html").is_file()]


def _list(sites: Sequence[str]) -> bytes:
    items = "".join(f'<li><a href="/{quote(site)}/">{html.escape(site)}</a></li>' for site in sites)
    return _page("Clairevoie", f"<h1>Clairevoie</h1><ul>{items}</ul>" if sites else "<p>No site is built yet.</p>")


def _page(title: str, body: str) -> bytes:
    return _FRAME.format(title=title, body=body).encode()
