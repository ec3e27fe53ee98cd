"""Bytes → UTF-8 without a mark: the encoding is declared, said by a byte order mark, or proved by the bytes."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from clairevoie.errors import Fault, SourceError

_NOT_CSV = {
    b"PK\x03\x04": "a spreadsheet or an archive, not a CSV; save it as CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook, not a CSV; save it as CSV or .xlsx",
    b"\x1f\x8b": "compressed, not a CSV; unpack it",
    b"%PDF": "a PDF, not a CSV",
    b"version https://git-lfs": "a Git LFS pointer, not the CSV itself",
    b"<<<<<<< ": "marks of a merge conflict; settle it",
    b"<": "a web page or XML, not a CSV",
    b"{": "JSON, not a CSV",
    b"[": "JSON, not a CSV",
}
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Letters of UTF-8 that are no words in cp1252 (Ã©, aoÃ»t, cÅ“ur, â€™, Â°). What may be some are É», AMANHÃ…, «Â»: a
# capital that ends a word of capitals or stands alone, and the sign behind it.
_CERTAIN = re.compile(rb"""
    \xc3 (?: [\x80-\x84\x86-\x90\x95\x98-\x9f\xa1-\xad\xaf-\xba\xbc-\xbf]
          | [\x85\x91-\x94\x96\x97\xae\xbb] (?=[A-Za-z])
          | (?<! [A-Z\x80-\xff] \xc3) [\x80-\xbf] )
  | \xc2 (?! \xa0\xbb) (?: [\xa0-\xba\xbc-\xbf] | (?<! \xab \xc2) \xbb )
  | \xc4 (?<= [a-z] \xc4) [\x80-\xbf]
  | \xc5 (?: (?<= [a-z] \xc5) [\x80-\xbf] | (?<! [A-Z\x80-\xff] \xc5) [\x92\x93] (?=[a-z]) )
  | \xe2 (?! \xa0\xbb) [\x80-\xbf]{2}
  | \xf0 [\x90-\xbf] [\x80-\xbf]{2}
""", re.VERBOSE)
# Bytes that cp1252 leaves undefined, or gives to signs that are in nobody's export: there they are another code page's
# letters (0x82 is é in cp850, 0x8f è on an old Macintosh).
_UNLIKELY = re.compile(rb"[\x81\x82\x83\x84\x86\x87\x88\x89\x8b\x8d\x8f\x90\x98\x9b\x9d]")
# In UTF-8: Ã or Â before a sign (but a blank or a closing quotation mark), â€, and the sign of what could not be read;
# a byte of each that few texts hold, and how far behind the beginning it stands.
_MANGLED = re.compile(rb"\xc3[\x82\x83]\xc2[\x80-\x9f\xa1-\xba\xbc-\xbf]|\xc3\xa2\xe2\x82\xac|\xef\xbf\xbd")
_RARE = {b"\x83": (1,), b"\x82": (1, 3), b"\xef": (0,)}
_LOOKED, _FAR = 10_000, 67_108_864  # places with such a byte, and how far they are looked for
_SAY = "; say encoding in source.yml, if all of the file has one"

_SAVE = "; save it as UTF-8, or say encoding: cp1252 if it is that"


class Decoded(NamedTuple):
    """The text in UTF-8, without a byte order mark, and the encoding that it had."""

    content: bytes
    encoding: str


def mangled(content: bytes, name: str) -> str:
    """What looks like letters that were read in a wrong encoding before the file was written ("Ã©", "�"), with the
    first line that has some; "" for none. They are not mended: nobody knows what they were."""
    found = None if content.isascii() else next(filter(None, (_looked(content, rare) for rare in _RARE)), None)
    return "" if found is None else (
        f"{name}:{line_of(content, found.start())}: {found[0].decode()!r} looks like letters that were read in a wrong"
        " encoding before the file was written; it is shown as it stands")


def _looked(content: bytes, rare: bytes) -> re.Match[bytes] | None:
    """A search for a byte passes gigabytes in a second, one for a pattern a hundredth of that."""
    place = content.find(rare, 0, _FAR)
    for _ in range(_LOOKED):
        if place < 0:
            return None
        for behind in _RARE[rare]:
            if place >= behind and (found := _MANGLED.match(content, place - behind)):
                return found
        place = content.find(rare, place + 1, _FAR)
    return None


def decoded(content: bytes, name: str, encoding: str = "detect") -> Decoded:
    """Raises SourceError: no text, another encoding than declared (with line and byte), none that is proved."""
    head = content[:1000].removeprefix(codecs.BOM_UTF8).lstrip()
    for start, what in _NOT_CSV.items():
        if head.startswith(start):
            raise SourceError(Fault(name, what))
    for mark, marked in _MARKS.items():
        if content.startswith(mark):
            content = content[len(mark):]
            return _turned(content, name, marked, f"{marked} with its mark" if marked != "utf-8" else "utf-8")
    if encoding != "detect":
        return _turned(content, name, {"utf-16": "utf-16-le"}.get(encoding, encoding), encoding)
    if content[1:2] == b"\0" or content[:1] == b"\0":
        what = "looks like UTF-16 without a byte order mark; say encoding: utf-16-le (or utf-16-be) in source.yml"
        raise SourceError(Fault(f"{name}:1", what))
    if _is_utf8(content):
        return Decoded(content, "utf-8")
    return _proved_cp1252(content, name)


def _turned(content: bytes, name: str, encoding: str, said: str) -> Decoded:
    if encoding == "utf-8" and _is_utf8(content):
        return Decoded(content, said)
    if encoding == "cp1252" and (found := _CERTAIN.search(content)):
        raise SourceError(_misdeclared(content, name, found.start()))
    try:
        return Decoded(content.decode(encoding).encode(), said)
    except UnicodeDecodeError as error:
        fault = _bad_utf8 if encoding == "utf-8" else _bad_byte
        raise SourceError(fault(content, name, error.start, encoding)) from None
    except UnicodeEncodeError:
        raise SourceError(Fault(name, f"not {encoding}: half a character stands alone")) from None


def _proved_cp1252(content: bytes, name: str) -> Decoded:
    """A file that is not UTF-8 is cp1252 if none of its characters is written in UTF-8, and none is an unlikely one."""
    first, cut = _first_bad(content)
    if cut:
        raise SourceError(Fault(f"{name}:{line_of(content, first)}", "the file ends in the middle of a character"))
    if _SEQUENCE.search(content):
        raise SourceError(_bad_utf8(content, name, first, "utf-8"))
    unlikely = _UNLIKELY.search(content)
    if unlikely:
        raise SourceError(_bad_byte(content, name, unlikely.start(), "utf-8, and unlikely in cp1252", _SAVE))
    return Decoded(content.decode("cp1252").encode(), "cp1252")


def _is_utf8(content: bytes) -> bool:
    """Arrow's check reads in place; a decoded text would take twice to four times the room."""
    if content.isascii():
        return True
    bounds = pa.py_buffer(np.array([0, len(content)], np.int64).tobytes())
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, bounds, pa.py_buffer(content)])
    try:
        whole.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def _first_bad(content: bytes) -> tuple[int, bool]:
    """The first byte that is not UTF-8, and whether it only wants the bytes that would follow."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return error.start, error.reason == "unexpected end of data"
    return len(content), False


def _bad_utf8(content: bytes, name: str, place: int, encoding: str) -> Fault:
    """Whether other lines are UTF-8 all the same: no encoding that is declared would read such a file."""
    if found := _CERTAIN.search(content):
        other = f", and line {line_of(content, found.start())} is: two encodings in one file; export it again in one"
    elif maybe := _SEQUENCE.search(content):
        other = f", though line {line_of(content, maybe.start())} may be{_SAY}"
    else:
        other = _SAY
    return _bad_byte(content, name, place, encoding, other)


def _misdeclared(content: bytes, name: str, found: int) -> Fault:
    """UTF-8 in a file that is declared cp1252: all of it, or but a part."""
    place, _ = _first_bad(content)
    if place < len(content):
        return _bad_utf8(content, name, place, "utf-8")
    return Fault(f"{name}:{line_of(content, found)}", "is utf-8, though cp1252 is declared; say encoding: utf-8")


def _bad_byte(content: bytes, name: str, place: int, encoding: str, hint: str = "") -> Fault:
    return Fault(f"{name}:{line_of(content, place)}", f"byte 0x{content[place]:02x} is not {encoding}{hint}")


def line_of(content: bytes, place: int) -> int:
    """The line of a byte, whatever ends lines."""
    before = content[:place]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
