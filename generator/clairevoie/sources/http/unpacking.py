"""A body that is compressed, in pieces of a bounded size."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import httpx

from clairevoie.sources.http.refused import Refused, one_line

_PIECE = 1_000_000


def unpacked(response: httpx.Response) -> Iterator[bytes]:
    """The body in pieces of a bounded size, however far it expands. Raises Refused."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding in ("identity", ""):
        yield from response.iter_raw(_PIECE)
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise Refused(f"compressed in a way that was not asked for: {one_line(coding)}")
    unpack = zlib.decompressobj(47 if "gzip" in coding else 15)
    try:
        for raw in response.iter_raw(_PIECE):
            rest = raw
            while rest and not unpack.eof:
                yield unpack.decompress(rest, _PIECE)
                rest = unpack.unconsumed_tail
            if unpack.eof and (rest or unpack.unused_data):
                raise Refused("compressed data with something behind its end")
    except zlib.error:
        raise Refused("compressed data that is broken") from None
    if not unpack.eof:
        raise Refused("compressed data that is cut")
