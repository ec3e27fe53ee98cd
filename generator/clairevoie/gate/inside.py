"""What stands inside a content in another guise: base64, and members that are compressed."""

from __future__ import annotations

import binascii
import re
import zlib
from collections.abc import Iterator

import numpy as np

COMPRESSED = ("gzip", "zlib", "zip")

_LEAST = 6  # characters of base64 without its padding: a word of four bytes
_WRAPPED = 60  # characters from which a line of base64 may go on in the next one
_MOST = 1 << 28  # bytes that a member may grow to
_GZIP = b"\x1f\x8b\x08"
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_ZIP = re.compile(rb"PK\x03\x04.{4}\x08\0.{16}(..)(..)", re.DOTALL)  # deflated: lengths of the name, of what follows it
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz0123456789+/_-"
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_UPPER, _LOWER = 2, 1
_CLASSES = bytes(_UPPER if byte in _ALPHABET[0] else _LOWER if byte in _ALPHABET[1] else 0 for byte in range(256))


def runs(text: bytes) -> Iterator[tuple[int, bytes]]:
    """(offset, run) of what may be base64, in one line or in several.

    A run is taken for base64 where a capital follows another of its characters: plain words have theirs in front.
    """
    classes = text.translate(_CLASSES)
    letters = np.frombuffer(classes, np.uint8)
    end = -1
    for place in np.flatnonzero((letters[1:] == _UPPER) & (letters[:-1] != 0)).tolist():
        if place < end:
            continue
        start = classes.rfind(b"\0", 0, place) + 1
        end = _end(text, classes, place)
        if end - start >= _LEAST:
            yield start, text[start:end]


def decoded(run: bytes) -> Iterator[bytes]:
    """What a run says by each alignment, padded or not, where that could be a text; a long run, whatever it says."""
    clean = run.translate(_URL_SAFE, b"\r\n")
    for first in range(4):
        part = clean[first:]
        whole = len(part) - (len(part) % 4 == 1)
        said = binascii.a2b_base64(part[:whole] + b"=" * (-whole % 4))
        if _is_text(said) or (first == 0 and len(run) > _WRAPPED):
            yield said


def members(content: bytes, *, binary: bool) -> Iterator[bytes]:
    """The contents of the gzip members that stand anywhere in a content, in a binary one of zlib's and zip's too."""
    yield from _inflated(content, _places(content, _GZIP), 31)
    if binary:
        yield from _inflated(content, [match.start() for match in _ZLIB.finditer(content)], 15)
        yield from _inflated(content, [_data(match) for match in _ZIP.finditer(content)], -15)


def says_itself(word: bytes) -> bool:
    """Whether the base64 of a word that stands alone is taken for base64."""
    run = spoken(word)
    return len(run) >= _LEAST and any(byte in _ALPHABET[0] for byte in run[1:])


def spoken(word: bytes) -> bytes:
    """A word in base64, without padding."""
    return binascii.b2a_base64(word, newline=False).rstrip(b"=")


def _end(text: bytes, classes: bytes, place: int) -> int:
    """Where a run ends, over the lines that it may be wrapped in."""
    start = place
    while True:
        end = classes.find(b"\0", start)
        end = len(text) if end < 0 else end
        after = end + (2 if text[end:end + 2] == b"\r\n" else 1)
        goes_on = text[end:end + 1] in (b"\r", b"\n") and classes[after:after + 1].strip(b"\0")
        if end - start < _WRAPPED or not goes_on:
            return end
        start = after


def _is_text(said: bytes) -> bool:
    """Three in four characters are such as are written."""
    text = said.decode("utf-8", "replace")
    return sum(c.isprintable() and c != "\ufffd" for c in text) * 4 >= len(text) * 3 > 0


def _places(content: bytes, mark: bytes) -> Iterator[int]:
    place = content.find(mark)
    while place >= 0:
        yield place
        place = content.find(mark, place + 1)


def _data(match: re.Match[bytes]) -> int:
    return match.end() + int.from_bytes(match[1], "little") + int.from_bytes(match[2], "little")


def _inflated(content: bytes, places: Iterator[int] | list[int], wbits: int) -> Iterator[bytes]:
    """What can be inflated; the marks may stand there by chance, and a member may be cut off."""
    view = memoryview(content)
    for place in places:
        member, said = zlib.decompressobj(wbits=wbits), b""
        try:
            said = member.decompress(view[place:], _MOST)
        except zlib.error:
            continue
        if said:
            yield said
