"""Escapes of HTML, URLs, JSON, JavaScript, CSS, mails and calendars undone, each by a pattern and what replaces it."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from functools import lru_cache
from urllib.parse import unquote_to_bytes

Back = Callable[[list[int]], list[int]]  # ascending places in a result → the places that they come from
Undone = tuple[bytes, Back]

_ENTITY = rb"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?"
_URL = rb"%(?:[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})"
_STRING = (rb'\\(?:["\'\\/`bfnrtv,;]|x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*)')
_CSS = rb"\\[0-9a-fA-F]{1,6}[ \t]?"
# A lone `=20` or `=de` stands in addresses and attributes; letters that need it come in twos, in capitals, or in lines.
_MAIL_SIGNS = (rb"=[89A-F][0-9A-F]", rb"=[ \t]*\r?\n", rb"=[0-9a-fA-F]{2}=[0-9a-fA-F]{2}")
_HEADER = rb"=\?[\w.:-]{2,40}\?[bBqQ]\?[^?\s]*\?="
_INLINE = (rb"<(?:/?(?:a(?:bbr)?|b(?:d[io])?|c(?:ite|ode)|del|em|font|i(?:ns)?|kbd|mark|q|s(?:mall|pan|trong|u[bp])?"
           rb"|tspan|u|wbr)(?:\s[^<>]*)?/?>|!--(?:[^-]|-(?!->)){0,2000}-->)")
# Led by one `<` with text before it, which is many times faster to search than a run of tags.
_CUT = re.compile(_INLINE.replace(b"<", b"<(?<=[^>]<)", 1) + rb"(?:\s*" + _INLINE + rb")*(?=\s*[^<\s])", re.IGNORECASE)
_LETTERS = {b"b": b" ", b"f": b" ", b"n": b" ", b"r": b" ", b"t": b" ", b"v": b" "}


@dataclass(frozen=True, slots=True)
class Escape:
    """One way to write. signs: bytes or patterns led by one byte (searched many times faster than an alternation), of
    which one has to be there; pattern: all that is replaced."""

    name: str
    signs: tuple[bytes | re.Pattern[bytes], ...]
    pattern: re.Pattern[bytes]
    plain: Callable[[bytes], bytes]

    def undone(self, text: bytes) -> Undone | None:
        """The text without one level of these escapes, and the way back; None where there is none."""
        if not any(sign in text if isinstance(sign, bytes) else sign.search(text) for sign in self.signs):
            return None
        return self.pattern.sub(self._plain, text), lambda places: self._back(text, places)

    def _plain(self, match: re.Match[bytes]) -> bytes:
        return self.plain(match.group())

    def _back(self, source: bytes, places: list[int]) -> list[int]:
        """Slow, for hits only: what was replaced is replaced again."""
        result: list[int] = []
        grown = 0  # how much longer than the source the result is so far
        for match in self.pattern.finditer(source):
            start, new = match.start() + grown, self.plain(match.group())
            while len(result) < len(places) and (place := places[len(result)]) < start + len(new):
                result.append(match.start() if place >= start else place - grown)
            if len(result) == len(places):
                return result
            grown += len(new) - len(match.group())
        return result + [place - grown for place in places[len(result):]]


def unescape(text: bytes) -> bytes:
    """One level of HTML, JSON, JavaScript and URL escapes undone."""
    done = ANY.undone(text)
    return done[0] if done else text


def drawn(text: bytes) -> Undone | None:
    """The runs of text that inline tags or comments cut, without these: Castel<b>bourg</b> is read in one word.

    A tag that has no text on one side cuts nothing. The runs stand apart, between two `<`.
    """
    kept: list[tuple[int, int]] = []
    end = 0
    for match in _CUT.finditer(text):
        start, stop = match.span()
        if start != end:
            left = 1 + max(text.rfind(b">", end, start), text.rfind(b"<", end, start))
            kept += [(start, start + 1), (max(left, end), start)]
        right = text.find(b"<", stop)
        right = len(text) if right < 0 else right
        end = right if (other := text.find(b">", stop, right)) < 0 else other
        kept.append((stop, end))
    if not kept:
        return None
    return b"".join(text[start:stop] for start, stop in kept), lambda places: _sources(kept, places)


def _sources(kept: list[tuple[int, int]], places: list[int]) -> list[int]:
    lengths = [0]
    for start, stop in kept:
        lengths.append(lengths[-1] + stop - start)
    pieces = [bisect_right(lengths, place) - 1 for place in places]
    return [kept[min(piece, len(kept) - 1)][0] + place - lengths[min(piece, len(kept) - 1)]
            for piece, place in zip(pieces, places, strict=True)]


@lru_cache(maxsize=65536)
def _one(run: bytes) -> bytes:
    """What an escape of HTML, of a URL or of a string stands for."""
    if run[:1] == b"&":
        return html.unescape(run.decode()).encode("utf-8", "replace")
    if run[:1] == b"%" and run[1:2] != b"u":
        return unquote_to_bytes(run)
    if run[:2] in (b"\\u", b"%u") and b"{" not in run:
        return bytes.fromhex(run[2:].decode().replace("\\u", "")).decode("utf-16-be", "replace").encode()
    if run[:2] in (b"\\u", b"\\x"):
        return _character(run[2:].strip(b"{}"))
    return _LETTERS.get(run[1:], run[1:])


def _css(run: bytes) -> bytes:
    return _character(run[1:].strip())


def _character(digits: bytes) -> bytes:
    point = int(digits, 16)
    return chr(point).encode("utf-8", "replace") if point <= 0x10FFFF else b"?"


def _mail(run: bytes) -> bytes:
    return bytes.fromhex(run[1:].decode()) if len(run) == 3 and run[1:].isalnum() else b""


@lru_cache(maxsize=1024)
def _header(run: bytes) -> bytes:
    try:
        return str(make_header(decode_header(run.decode("ascii", "replace")))).encode("utf-8", "replace")
    except (HeaderParseError, LookupError, ValueError):  # a charset that is none
        return run


@lru_cache(maxsize=1024)
def _label(run: bytes) -> bytes:
    try:
        return run[4:].decode("punycode").encode("utf-8", "replace")
    except ValueError:
        return run


def _nothing(_: bytes) -> bytes:
    return b""


def _escape(name: str, plain: Callable[[bytes], bytes], pattern: bytes, *signs: bytes | re.Pattern[bytes]) -> Escape:
    return Escape(name, signs or (re.compile(pattern),), re.compile(pattern), plain)


ENTITY = _escape("entities", _one, _ENTITY)
# One set of characters leads, which is seven times faster to search than an alternation.
ANY = _escape("escapes", _one,
              rb"[&%\\](?:(?<=&)" + _ENTITY[1:] + rb"|(?<=%)" + _URL[1:] + rb"|(?<=\\)" + _STRING[2:] + rb")",
              *map(re.compile, (_ENTITY, _URL, _STRING)))
NUL = _escape("nul", _nothing, rb"\0+", b"\0")
DOMAIN = _escape("idna", _label, rb"[xX][nN]--[A-Za-z0-9-]{1,59}", b"xn--", b"XN--")
# Ways of writing that cannot be told from the others by their look: each is tried by itself.
OTHERS = (
    _escape("css", _css, _CSS),
    _escape("quoted_printable", _mail, rb"=(?:[0-9a-fA-F]{2}|[ \t]*\r?\n)", *map(re.compile, _MAIL_SIGNS)),
    _escape("mail_header", _header, _HEADER + rb"(?:\s+" + _HEADER + rb")*", b"=?"),
    DOMAIN,
)
FOLDED_LINES = _escape("icalendar", _nothing, rb"\r?\n[ \t]", b"BEGIN:V")
