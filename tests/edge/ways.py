"""Ways to ask for pages that are not one's own, and the answer that each must give: that of a missing page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from tests.edge.asking import Answer, request, send
from tests.edge.conftest import BASE, World
from tests.edge.places import secret
from tests.edge.server import STAFF

Way = Callable[[World], str | bytes]


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def mine(world: World, tail: str) -> str:
    return f"/{world.token}/{world.release}/{tail}"


def _inside(world: World) -> str:
    """A file of the neighbour, as the storage names it."""
    return f"sites/{world.corp.key}/releases/{world.corp.folders['current']}/index.html"


def own_page(world: World) -> str:
    return mine(world, "index.html")


PATHS: dict[str, Way] = {
    "a token that nobody has": lambda w: f"/{secret()}/",
    "a page that my site has not": lambda w: mine(w, "none.html"),
    "nothing at all": lambda w: "/",
    "the client's name": lambda w: "/acme-corp/",
    "the name of the internal link": lambda w: "/internal/",
    "its object's name": lambda w: "/internal.json/",
    "an expired link": lambda w: f"/{w.expired}/",
    "a page by an expired link": lambda w: f"/{w.expired}/{w.theirs}/index.html",
    "an old release by an expired link": lambda w: f"/{w.expired}/{w.corp.folders['old'][8:]}/index.html",
    "a revoked link": lambda w: f"/{w.revoked}/",
    "a page by a revoked link": lambda w: f"/{w.revoked}/{w.theirs}/index.html",
    "the storage's key as token": lambda w: f"/{w.corp.key}/",
    "the storage's key as token, with its release": lambda w: f"/{w.corp.key}/{w.theirs}/index.html",
    "the internal key as token": lambda w: f"/{w.staff.key}/",
    "the SHA-256 of a token as token": lambda w: f"/{_sha(w.token)}/",
    "half the SHA-256 of a token": lambda w: f"/{_sha(w.token)[:32]}/",
    "my token in the other case": lambda w: f"/{w.token.swapcase()}/",
    "my token cut short": lambda w: f"/{w.token[:-1]}/",
    "my token and a letter": lambda w: f"/{w.token}a/",
    "my token and the neighbour's suffix": lambda w: f"/{w.token}-corp/",
    "my token in percent signs": lambda w: "/" + "".join(f"%{ord(c):02x}" for c in w.token) + "/",
    "my token and a NUL": lambda w: f"/{w.token}%00/",
    "my token and an at": lambda w: f"/{w.token}@{STAFF}/",
    "their page in my release": lambda w: mine(w, "only-acme-corp.html"),
    "the internal page in my release": lambda w: mine(w, "only-internal.html"),
    "their release below mine": lambda w: mine(w, f"{w.theirs}/index.html"),
    "dots": lambda w: mine(w, f"../../{_inside(w)}"),
    "dots beyond the top": lambda w: f"/../../../../{_inside(w)}",
    "dots within my site": lambda w: mine(w, "tickets/../index.html"),
    "a dot": lambda w: mine(w, "./index.html"),
    "encoded dots": lambda w: mine(w, f"%2e%2e/%2e%2e/{_inside(w)}"),
    "encoded slashes": lambda w: mine(w, "..%2f..%2f" + _inside(w).replace("/", "%2f")),
    "dots encoded twice": lambda w: mine(w, f"%252e%252e%252f{_inside(w)}"),
    "an encoded letter of my own page": lambda w: mine(w, "%69ndex.html"),
    "backslashes": lambda w: mine(w, f"..\\..\\{_inside(w)}"),
    "encoded backslashes": lambda w: mine(w, f"..%5c..%5c{_inside(w)}"),
    "overlong dots": lambda w: mine(w, f"%c0%ae%c0%ae/{_inside(w)}"),
    "overlong slashes": lambda w: mine(w, f"..%c0%af..%c0%af{_inside(w)}"),
    "raw overlong bytes": lambda w: mine(w, "").encode() + b"\xc0\xae\xc0\xae/" + _inside(w).encode(),
    "wide dots": lambda w: mine(w, f"%ef%bc%8e%ef%bc%8e/{_inside(w)}"),
    "dots as IIS wrote them": lambda w: mine(w, f"%u002e%u002e/{_inside(w)}"),
    "an encoded NUL": lambda w: mine(w, "index.html%00.css"),
    "a raw NUL": lambda w: mine(w, "index.html\0.css"),
    "a raw control character": lambda w: mine(w, "index.html\x01"),
    "half an escape": lambda w: mine(w, "index.html%"),
    "a semicolon": lambda w: mine(w, "index.html;x=1"),
    "a semicolon and dots": lambda w: mine(w, f"..;/..;/{_inside(w)}"),
    "an encoded question mark": lambda w: mine(w, "index.html%3f"),
    "a raw fragment": lambda w: mine(w, "index.html#x"),
    "a plus": lambda w: mine(w, "index+html"),
    "two slashes first": lambda w: f"/{mine(w, 'index.html')}",
    "two slashes and a host": lambda w: f"//{STAFF}/",
    "two slashes inside": lambda w: f"/{w.token}//{w.release}/index.html",
    "two slashes last": lambda w: mine(w, "/"),
    "a file as a folder": lambda w: mine(w, "index.html/"),
    "a folder as a file": lambda w: mine(w, "tickets"),
    "a hidden file": lambda w: mine(w, ".htaccess"),
    "a link's object": lambda w: f"/links/{_sha(w.token)}.json",
    "the internal link's object": lambda w: "/links/internal.json",
    "a pointer": lambda w: f"/{w.corp.pointer}",
    "a pointer below my token": lambda w: f"/{w.token}/{w.corp.pointer}",
    "my own pointer in my release": lambda w: mine(w, "pointer.json"),
    "a manifest": lambda w: f"/sites/{w.corp.key}/manifests/{w.corp.folders['current']}.json",
    "a file as the storage names it": lambda w: f"/{_inside(w)}",
    "a file as the bucket names it": lambda w: f"/ready/{BASE}{_inside(w)}",
    "a listing": lambda w: "/?list-type=2",
    "a listing of a prefix": lambda w: f"/?list-type=2&prefix={BASE}sites/",
    "a listing of the bucket": lambda w: "/ready?list-type=2",
    "a listing of a key": lambda w: f"/{w.corp.key}/?list-type=2",
    "the place where files are read": lambda w: "/_file",
    "the same, encoded": lambda w: "/%5ffile",
    "the place where links are read": lambda w: "/_read",
    "the page of a missing page": lambda w: "/_missing",
    "the page of a storage out of reach": lambda w: "/_closed",
    "a whole address": lambda w: f"http://portal.example.com{own_page(w)}",
    "a whole address of another host": lambda w: f"http://{STAFF}/",
    "a whole address of a stranger": lambda w: f"http://storage.example.net/{_inside(w)}",
    "an address that is no path": lambda w: "*",
    "an address that is too long": lambda w: mine(w, "a" * 40_000),
    "two segments for a query": lambda w: f"/{w.revoked}/{w.theirs}/index.html?/{w.token}/",
}


HEADERS: dict[str, Callable[[World], list[str]]] = {
    "no more": lambda w: [],
    "X-Original-URL": lambda w: [f"X-Original-URL: {own_page(w)}"],
    "X-Rewrite-URL": lambda w: [f"X-Rewrite-URL: {own_page(w)}"],
    "X-Accel-Redirect": lambda w: ["X-Accel-Redirect: /_file"],
    "X-Forwarded-Host": lambda w: [f"X-Forwarded-Host: {STAFF}", f"Forwarded: host={STAFF}", f"X-Host: {STAFF}"],
    "X-Forwarded-For": lambda w: ["X-Forwarded-For: 127.0.0.1", "X-Real-IP: 127.0.0.1", "Client-IP: 127.0.0.1"],
    "X-Forwarded-Prefix": lambda w: [f"X-Forwarded-Prefix: /{w.token}", "X-Forwarded-Proto: https"],
    "X-HTTP-Method-Override": lambda w: ["X-HTTP-Method-Override: PUT", "X-Method-Override: DELETE"],
    "the staff's password": lambda w: ["Authorization: Basic Y2FtaWxsZTppbnNpZGU="],
    "a signature of one's own": lambda w: ["Authorization: AWS4-HMAC-SHA256 Credential=a",
                                           "X-Amz-Date: 20260101T000000Z"],
    "a cookie": lambda w: [f"Cookie: token={w.token}; clairevoie_object={_inside(w)}"],
    "a tag that is there": lambda w: [f"If-None-Match: {_tag(w)}"],
    "any tag": lambda w: ["If-None-Match: *"],
    "no such tag": lambda w: ['If-Match: "none"'],
    "since then": lambda w: ["If-Modified-Since: Fri, 31 Dec 2049 00:00:00 GMT"],
    "not since then": lambda w: ["If-Unmodified-Since: Fri, 31 Dec 1999 00:00:00 GMT"],
    "a range": lambda w: ["Range: bytes=0-0"],
    "a range beyond": lambda w: ["Range: bytes=999999-"],
    "a range if it is the same": lambda w: ["Range: bytes=0-0", f"If-Range: {_tag(w)}"],
    "compressed": lambda w: ["Accept-Encoding: gzip, br, zstd"],
    "another type": lambda w: ["Accept: application/json", "Accept-Language: fr"],
    "from another page": lambda w: ["Origin: https://example.net", "Referer: https://example.net/"],
    "an upgrade": lambda w: ["Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"],
    "a body that is expected": lambda w: ["Expect: 200-ok"],
    "headers that are too large": lambda w: ["X-Large: " + "a" * 40_000],
    "a header that is no header": lambda w: ["no colon here"],
    "two lengths": lambda w: ["Content-Length: 0", "Content-Length: 1"],
    "a length that is no number": lambda w: ["Content-Length: -1"],
    "a body that is too large": lambda w: ["Content-Length: 999999999999"],
    "a length and chunks": lambda w: ["Content-Length: 4", "Transfer-Encoding: chunked"],
    "an unknown transfer": lambda w: ["Transfer-Encoding: rot13"],
    "a second host": lambda w: [f"Host: {STAFF}"],
}


METHODS = ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "MKCOL", "COPY", "MOVE", "LOCK",
           "PURGE", "TRACK", "get", "G3T", "HEAD_", "PRI")


HOSTS = ("example.net", "127.0.0.1", "portal.example.com.example.net", "portal.example.com@inside.example.com",
         "portal.example.com/inside", "", "_", "*.example.com", "portal.example.com\0", "xportal.example.com",
         "portal_example_com", "[::1]", "portal.example.com inside.example.com")


LINES: dict[str, bytes] = {
    "no host": b"GET %s HTTP/1.1\r\nConnection: close\r\n\r\n",
    "no host in HTTP/1.0": b"GET %s HTTP/1.0\r\n\r\n",
    "a version that is none": b"GET %s HTTP/9.9\r\nHost: portal.example.com\r\n\r\n",
    "a version that is too new": b"GET %s HTTP/3.0\r\nHost: portal.example.com\r\n\r\n",
    "a version with a letter": b"GET %s HTTP/1.x\r\nHost: portal.example.com\r\n\r\n",
    "a protocol that is none": b"GET %s GOPHER/1.1\r\nHost: portal.example.com\r\n\r\n",
    "no method": b" %s HTTP/1.1\r\nHost: portal.example.com\r\n\r\n",
    "a space in the path": b"GET /a %s HTTP/1.1\r\nHost: portal.example.com\r\n\r\n",
    "TLS where none is spoken": b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03%s\r\n\r\n",
}


def different(world: World) -> Iterator[str]:
    """Every way, one after the other: those whose answer is not that of a missing page, in any part."""
    asked = {name: request(way(world)) for name, way in PATHS.items()}
    page = f"/{world.revoked}/{world.theirs}/index.html"
    asked |= {f"{name}, beside": request(page, *more(world)) for name, more in HEADERS.items()}
    asked |= {f"method {method}": request(own_page(world), method=method) for method in METHODS}
    asked |= {f"host {host!r}": request(own_page(world), host=host) for host in HOSTS}
    asked |= {name: line % own_page(world).encode() for name, line in LINES.items()}
    for name, one in asked.items():
        answer = followed(world, PATHS[name](world)) if name in PATHS else send(world.port, one)
        if answer.seen != missing(world).seen:
            yield name


def missing(world: World) -> Answer:
    """The answer of a missing page."""
    answer = send(world.port, request(f"/{secret()}/"))
    assert (answer.status, answer["Connection"]) == (404, "close")
    return answer


def followed(world: World, path: str | bytes) -> Answer:
    """The answer in the end: a path without a release leads into my own, and there alone."""
    answer = send(world.port, request(path))
    if answer.status == 302:
        assert answer["Location"].startswith(f"/{world.token}/{world.release}/")
        return send(world.port, request(answer["Location"]))
    return answer


def _tag(world: World) -> str:
    answer = send(world.port, request(own_page(world)))
    assert answer.status == 200
    return answer["ETag"]
