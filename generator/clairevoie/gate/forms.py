"""The written forms of a text, brought back to one: folded, and with its escapes undone.

Everything works on bytes, so that an offset is a byte of the file. `views` gives a content as it stands, then with its
HTML, JSON and URL escapes undone, as many times as they are nested.
"""

from __future__ import annotations

import contextlib
import html
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

_NESTED = 3  # a URL in a JSON string in an HTML attribute
_NON_ASCII = re.compile(rb"[\x80-\xff]+")
_CHARACTER = re.compile(rb"[\xc0-\xff][\x80-\xbf]+|[\x80-\xff]")
_NUL = re.compile(rb"\0+")
_SPACES = re.compile(rb"[\s_+-]+")
_ENTITY = re.compile(rb"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_ESCAPE = re.compile(  # led by one set of characters, which is seven times faster to search than an alternation
    rb"[&%\\](?:(?<=&)(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?"
    rb'|(?<=%)[0-9a-fA-F]{2}|(?<=\\)(?:["\\/bfnrt]|u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*))'
)
_INLINE = re.compile(  # what a browser draws nothing for: Castel<b>bourg</b> is read in one word
    rb"</?(?:abbr|a|bdi|bdo|b|cite|code|del|em|font|ins|i|kbd|mark|q|small|span|strong|sub|sup|s|tspan|u|wbr)"
    rb"(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ASCII = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ-_+", b"abcdefghijklmnopqrstuvwxyz   ")
_JSON = {b'\\"': b'"', b"\\\\": b"\\", b"\\/": b"/"}
_GZIP = b"\x1f\x8b\x08"
# What NFKD leaves whole although people write it plainly, and what typography alters.
_PLAIN = str.maketrans({
    "ø": "o", "œ": "oe", "æ": "ae", "ł": "l", "đ": "d", "\u0131": "i", "þ": "th", "ð": "d",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u00ab": '"', "\u00bb": '"',
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
})

_Replace = Callable[[re.Match[bytes]], bytes]
_Step = tuple[re.Pattern[bytes], _Replace, bytes]  # what was replaced by what, in which text


@dataclass(frozen=True, slots=True)
class View:
    """One written form of a content, folded; origins: where in the content its bytes (ascending) come from."""

    folded: bytes
    binary: bool
    origins: Callable[[list[int]], list[int]]


def fold(text: bytes) -> bytes:
    """UTF-8 without case, accents, invisible characters, typography; white space, hyphen, underscore are a space.

    So `Transports Lefèvre`, `transports-lefevre` and `TRANSPORTS+LEFE\u0300VRE` are the same.
    """
    plain = text if text.isascii() else _NON_ASCII.sub(_folded, text)
    return b" ".join(plain.translate(_ASCII).split())


def unescape(text: bytes) -> bytes:
    """One level of HTML, JSON and URL escapes undone."""
    return _ESCAPE.sub(_unescaped, text)


def is_binary(content: bytes) -> bool:
    """Whether more than one character in a hundred is none: a text may hold a bad byte, a picture is full of them."""
    text = content.decode("utf-8", "replace")
    return (text.count("\ufffd") + text.count("\0")) * 100 > len(text)


def views(content: bytes) -> Iterator[View]:
    """Every form of a content that has to be searched: without inline tags, then with them, its escapes undone.

    What entities destroy (`AT&amp`) is found by the token's own unescaped form.
    """
    binary, steps, text = is_binary(content), list[_Step](), content
    if b"\0" in content:  # UTF-16, perhaps
        yield _view(content, (), binary=binary)
        steps.append((_NUL, _nothing, content))
        text = _NUL.sub(b"", content)
    if _INLINE.search(text):
        bare = _INLINE.sub(_nothing, text)
        yield _view(_ENTITY.sub(_unescaped, bare), (*steps, (_INLINE, _nothing, text), (_ENTITY, _unescaped, bare)),
                    binary=binary)
    pattern = _ENTITY
    for _ in range(_NESTED + 1):
        further = pattern.sub(_unescaped, text)
        if pattern is _ESCAPE and further == text:
            break
        steps.append((pattern, _unescaped, text))
        text, pattern = further, _ESCAPE
        yield _view(text, tuple(steps), binary=binary)


def members(content: bytes) -> Iterator[bytes]:
    """The contents of the gzip members that stand anywhere in a content."""
    start = content.find(_GZIP)
    while start >= 0:
        with contextlib.suppress(zlib.error):  # these three bytes may stand there by chance
            yield zlib.decompressobj(wbits=31).decompress(content[start:])
        start = content.find(_GZIP, start + 1)


def _view(text: bytes, steps: tuple[_Step, ...], *, binary: bool) -> View:
    def origins(places: list[int]) -> list[int]:
        """Slow, for hits only: what was replaced is replaced again, step by step backwards."""
        places = _before_fold(text, places)
        for pattern, replace, source in reversed(steps):
            places = _before(pattern, replace, source, places)
        return places

    return View(fold(text), binary, origins)


def _before_fold(text: bytes, places: list[int]) -> list[int]:
    single = _NON_ASCII.sub(_folded, text)
    lead = len(single) - len(single.lstrip(b" \t\n\r\v\f-_+"))
    before = _before(_SPACES, _one_space, single[lead:], places)
    return _before(_CHARACTER, _folded, text, [lead + place for place in before])


def _before(pattern: re.Pattern[bytes], replace: _Replace, source: bytes, places: list[int]) -> list[int]:
    """Where in `source` the ascending places of `pattern.sub(replace, source)` come from."""
    result: list[int] = []
    grown = 0  # how much longer than the source the result is so far
    for match in pattern.finditer(source):
        start, new = match.start() + grown, replace(match)
        while len(result) < len(places) and (place := places[len(result)]) < start + len(new):
            result.append(match.start() if place >= start else place - grown)
        if len(result) == len(places):
            return result
        grown += len(new) - len(match.group())
    return result + [place - grown for place in places[len(result):]]


def _one_space(_: re.Match[bytes]) -> bytes:
    return b" "


def _nothing(_: re.Match[bytes]) -> bytes:
    return b""


def _folded(match: re.Match[bytes]) -> bytes:
    return _fold_run(match.group())


@lru_cache(maxsize=65536)
def _fold_run(run: bytes) -> bytes:
    """A run of non-ASCII bytes: what is no UTF-8 becomes a character that no word holds."""
    text = unicodedata.normalize("NFKD", run.decode("utf-8", "replace")).casefold()
    text = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf")).encode()


def _unescaped(match: re.Match[bytes]) -> bytes:
    return _unescape_run(match.group())


@lru_cache(maxsize=65536)
def _unescape_run(run: bytes) -> bytes:
    if run[:1] == b"%":
        return unquote_to_bytes(run)
    if run[:1] == b"&":
        return html.unescape(run.decode()).encode("utf-8", "replace")
    if run[:2] == b"\\u":
        units = bytes.fromhex(run.decode().replace("\\u", ""))
        return units.decode("utf-16-be", "replace").encode()
    return _JSON.get(run, b" ")
