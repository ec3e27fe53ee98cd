"""Every way in which an API lies or breaks, and what a source must make of it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace

from tests.sources.lying import Asked, Lie, Reply, Slice


def _said(text: bytes, **headers: str) -> Callable[[Reply, Asked, int], Reply]:
    return lambda reply, asked, number: replace(reply, raw=text, headers={**reply.headers, **headers})


def _status(status: int, **headers: str) -> Callable[[Reply, Asked, int], Reply]:
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda reply, asked, number: Reply({"error": "not now"}, said, status)


def _packed(content: bytes) -> Callable[[Reply, Asked, int], Reply]:
    return lambda reply, asked, number: replace(reply, raw=content, headers={**reply.headers,
                                                                             "Content-Encoding": "gzip"})


def _spoiled(text: str) -> Callable[[Reply, Asked, int], Reply]:
    """The first text or number of the first row written in an odd way."""
    def reply(reply: Reply, asked: Asked, number: int) -> Reply:
        said = json.dumps(reply.said)
        mark = said.find('"SPOIL"')
        return replace(reply, raw=(said if mark < 0 else said.replace('"SPOIL"', text, 1)).encode())
    return reply


LOGIN = b"<!DOCTYPE html><html><title>Sign in</title><form action=/login></form></html>"
_BOMB = gzip.compress(b"[" + b" " * 60_000_000 + b"]")

LIES: dict[str, Lie] = {
    "page repeated": Lie(paged=True, wanted=lambda wanted: Slice(0, wanted.size)),
    "page lost": Lie(paged=True, total=True, wanted=lambda wanted: Slice(wanted.start + wanted.size, wanted.size)),
    "row lost": Lie(total=True, nth=1, rows=lambda rows, all_of: rows[:-1]),
    "duplicate key": Lie(nth=1, rows=lambda rows, all_of: [*rows[:-1], rows[0]] if len(rows) > 1 else [*rows, *rows]),
    "capped page": Lie(paged=True, placed=True, nth=1, wanted=lambda wanted: Slice(wanted.start, 1)),
    "total too high": Lie(total=True, nth=1, count=lambda total: total + 1),
    "total too low": Lie(total=True, nth=1, count=lambda total: total - 1),
    "429 always": Lie(nth=1, reply=_status(429)),
    "429 for longer than there is": Lie(nth=1, reply=_status(429, Retry_After="100000")),
    "429 twice": Lie(held=False, nth=1, stays=False, reply=_status(429, Retry_After="0")),
    "500": Lie(nth=1, reply=_status(500)),
    "503 on page 2": Lie(paged=True, reply=_status(503)),
    "401 in mid-run": Lie(paged=True, reply=_status(401)),
    "truncated body": Lie(nth=1, reply=lambda reply, asked, number: replace(reply, broken="cut")),
    "truncated JSON": Lie(nth=1, reply=lambda reply, asked, number: replace(
        reply, raw=json.dumps(reply.said).encode()[:-3])),
    "slow drip": Lie(nth=1, reply=lambda reply, asked, number: replace(reply, broken="drip")),
    "slow headers": Lie(nth=1, reply=lambda reply, asked, number: replace(reply, broken="drip headers")),
    "HTML login page": Lie(nth=1, reply=_said(LOGIN, **{"Content-Type": "text/html"})),
    "HTML that says it is JSON": Lie(nth=1, reply=_said(LOGIN)),
    "wrong content type": Lie(nth=1, reply=lambda reply, asked, number: replace(
        reply, headers={**reply.headers, "Content-Type": "text/plain"})),
    "redirect elsewhere": Lie(nth=1, reply=lambda reply, asked, number: Reply(
        "", {"Location": "https://login.example.org/?next=%2F"}, 302)),
    "redirect to a login page": Lie(nth=1, reply=lambda reply, asked, number: Reply("", {"Location": "/login"}, 302)),
    "error in a 200": Lie(nth=1, reply=lambda reply, asked, number: Reply({"code": 7, "message": "no\nright"})),
    "empty object": Lie(nth=1, reply=lambda reply, asked, number: Reply({})),
    "null": Lie(nth=1, reply=lambda reply, asked, number: Reply(None)),
    "nothing": Lie(nth=1, reply=_said(b"")),
    "gzip broken": Lie(nth=1, reply=_packed(b"\x1f\x8b\x08\x00broken and more of it")),
    "gzip cut": Lie(nth=1, reply=_packed(gzip.compress(b"[]" * 500)[:20])),
    "gzip bomb": Lie(nth=1, reply=_packed(_BOMB)),
    "a million levels": Lie(nth=1, reply=_said(b"[" * 1_000_000)),
    "headers of 10 MB": Lie(nth=1, reply=lambda reply, asked, number: replace(
        reply, headers={**reply.headers, "X-Much": "x" * 10_000_000})),
    "dropped connection": Lie(nth=1, reply=lambda reply, asked, number: replace(reply, broken="drop")),
}
ODD = {  # what one member of one row may say: that row is set aside, the others stay
    "NaN": "NaN", "Infinity": "-Infinity", "1e999": "1e999", "2^63": str(2**63), "lone surrogate": '"\\ud800"',
    "duplicate keys": '{"a": 1, "a": 2}', "list": "[1]", "5,000 digits": "9" * 5000,
}


def lies(*, paged: bool = True, total: bool = True, placed: bool = True) -> list[str]:
    """The lies that an API with or without several pages, a total, pages by position, can be caught at."""
    return [name for name, lie in LIES.items()
            if (paged or not lie.paged) and (total or not lie.total) and (placed or not lie.placed)]


def odd(text: str) -> Lie:
    """The lie that writes the member `SPOIL` of a row as `text`."""
    return Lie(held=False, nth=1, reply=_spoiled(text))
