"""Requests as bytes on a socket, which no client library tidies, and answers as they came."""

from __future__ import annotations

import contextlib
import re
import socket
from dataclasses import dataclass

from tests.edge.server import CLIENTS

_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, whole; headers in their order."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def __getitem__(self, name: str) -> str:
        """The value of a header that is there once."""
        (value,) = [value for key, value in self.headers if key.lower() == name.lower()]
        return value

    def __contains__(self, name: str) -> bool:
        return name.lower() in {key.lower() for key, _ in self.headers}

    @property
    def seen(self) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        """All that a visitor could compare: status, headers but Date, body."""
        return self.status, tuple(header for header in self.headers if header[0] != "Date"), self.body


def send(port: int, request: bytes) -> Answer:
    """One request as it is; the answer is all that comes, until the other side hangs up or waits for a body."""
    data = _heard(port, request)
    head, _, body = data.partition(b"\r\n\r\n")
    if not data.startswith(b"HTTP/"):
        return Answer(0, (), data)  # HTTP/0.9 has no head
    lines = head.decode("latin-1").split("\r\n")
    headers = tuple((name, value) for name, _, value in (line.partition(": ") for line in lines[1:]))
    return Answer(int(lines[0].split()[1]), headers, body)


def request(path: str | bytes, *more: str, method: str = "GET", host: str = CLIENTS, version: str = "1.1") -> bytes:
    """A request of one line and its headers; `more`: further header lines."""
    raw = path if isinstance(path, bytes) else path.encode("latin-1")
    lines = [f"Host: {host}", *more, "Connection: close", "", ""]
    return method.encode() + b" " + raw + f" HTTP/{version}\r\n".encode() + "\r\n".join(lines).encode("latin-1")


def get(port: int, path: str, *more: str, method: str = "GET", host: str = CLIENTS) -> Answer:
    """What a path answers."""
    return send(port, request(path, *more, method=method, host=host))


def _heard(port: int, request: bytes) -> bytes:
    data = bytearray()
    with socket.create_connection(("127.0.0.1", port), _SECONDS) as wire, contextlib.suppress(TimeoutError):
        wire.sendall(request)
        while chunk := wire.recv(65536):
            data += chunk
            if _is_whole(bytes(data)):
                wire.settimeout(0.3)
    return bytes(data)


def _is_whole(data: bytes) -> bool:
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"\r\nContent-Length: (\d+)", head)
    return length is not None and len(body) == int(length[1])
