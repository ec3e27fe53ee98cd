"""A storage that answers what a test says, byte by byte, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Hostile:
    """objects: name in the bucket → its answer, whole; asked: each request's head, as it came."""

    objects: dict[str, bytes] = field(default_factory=dict)
    otherwise: bytes = b""
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def heads(self, name: str) -> list[dict[str, str]]:
        """The headers of each request for an object, names in lower case."""
        found = [head.split("\r\n") for head in self.asked if head.split(" ")[1] == f"/{name}"]
        return [{key.lower(): value for key, _, value in (line.partition(": ") for line in lines[1:])}
                for lines in found]


def said(status: str, body: bytes = b"", *more: str) -> bytes:
    """An answer on the wire."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *more, "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + body


def fault(status: str, code: str) -> bytes:
    """What S3 says where it refuses."""
    return said(status, f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>canary</Message></Error>".encode(),
                "Content-Type: application/xml", "x-amz-request-id: canary")


@contextlib.contextmanager
def hostile() -> Iterator[Hostile]:
    """It listens until the end."""
    storage = Hostile(otherwise=fault("404 Not Found", "NoSuchKey"))

    class Answering(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = b""
            while not head.endswith(b"\r\n\r\n") and (line := self.rfile.readline()):
                head += line
            if head:
                storage.asked.append(head.decode("latin-1").removesuffix("\r\n\r\n"))
                self.wfile.write(storage.objects.get(storage.asked[-1].split(" ")[1][1:], storage.otherwise))

    with _Server(("127.0.0.1", 0), Answering) as server:
        storage.port = int(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield storage
        server.shutdown()
        thread.join()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The edge may hang up first."""
