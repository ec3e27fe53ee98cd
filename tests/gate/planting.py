"""Ways of writing a word, each with how it is read again by plain Python, and files to plant it in."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import quopri
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from email.header import Header, decode_header, make_header
from urllib.parse import quote, unquote

Written = Callable[[str, random.Random], bytes]
Read = Callable[[bytes], str]

LETTERS = "abcdefghijkmnopqrstuwxyz"
ACCENTED = "éèàçôïüœñßø"


def word(dice: random.Random, *, plain: bool = False) -> str:
    """A ticket, a host, a name of one or two words: five letters and digits at least, never by chance another's."""
    letters = LETTERS + LETTERS.upper() + ("" if plain else ACCENTED)
    parts = ["".join(dice.choice(letters) for _ in range(dice.randint(4, 9))) for _ in range(dice.randint(1, 2))]
    return ("-" if plain else dice.choice(" -")).join(parts) + dice.choice(("", "-")) + str(dice.randint(100, 99_999))


def around(dice: random.Random, size: int = 12) -> str:
    """A few words that are nobody's."""
    return " ".join("".join(dice.choice("lmnopqrstuvé") for _ in range(dice.randint(1, 8))) for _ in range(size))


def _base64(text: str, dice: random.Random, *, safe: bool = False, padded: bool = True) -> str:
    raw = f"{around(dice, dice.randint(1, 4))} {text} {around(dice, dice.randint(2, 5))}".encode()
    said = (base64.urlsafe_b64encode if safe else base64.b64encode)(raw).decode()
    return said if padded else said.rstrip("=")


def _unpadded(said: bytes) -> str:
    clean = b"".join(said.rpartition(b",")[2].split()).translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    return base64.b64decode(clean + b"=" * (-len(clean) % 4)).decode("utf-8", "replace")


def _soft(text: str, dice: random.Random) -> bytes:
    said = quopri.encodestring(text.encode())
    cut = dice.randrange(1, 3)
    return said if b"=" in said[:3] else said[:cut] + b"=\r\n" + said[cut:]


def _folded_line(text: str, dice: random.Random) -> bytes:
    raw = text.encode()
    cut = dice.randrange(1, len(raw))
    return b"BEGIN:VEVENT\r\nSUMMARY:" + raw[:cut] + b"\r\n " + raw[cut:]


# name: (how it is written, how plain Python reads it)
TEXTS: dict[str, tuple[Written, Read]] = {
    "html": (lambda text, _: "".join(f"&#x{ord(c):x};" for c in text).encode(), lambda b: html.unescape(b.decode())),
    "json": (lambda text, _: json.dumps(text).encode(), lambda b: str(json.loads(b))),
    "url": (lambda text, _: quote(text).encode(), lambda b: unquote(b.decode())),
    "javascript": (lambda text, _: "".join(f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{{{ord(c):x}}}"
                                           for c in text).encode(),
                   lambda b: b.decode().replace("\\u{153}", "\\u0153").encode().decode("unicode-escape")),
    "css": (lambda text, _: "".join(f"\\{ord(c):06x}" for c in text).encode(),
            lambda b: "".join(chr(int(part, 16)) for part in b.decode().split("\\")[1:])),
    "css, short": (lambda text, _: "".join(f"\\{ord(c):x} " for c in text).encode(),
                   lambda b: "".join(chr(int(part, 16)) for part in b.decode().split("\\")[1:])),
    "quoted-printable": (_soft, lambda b: quopri.decodestring(b).decode()),
    "mail header": (lambda text, _: Header(text, "utf-8").encode().encode(),
                    lambda b: str(make_header(decode_header(b.decode())))),
    "mail header in latin-1": (lambda text, _: Header(text.replace("œ", "oe"), "iso-8859-1").encode().encode(),
                               lambda b: str(make_header(decode_header(b.decode())))),
    "calendar line": (_folded_line, lambda b: b.replace(b"\r\n ", b"").decode()),
    "base64": (lambda text, dice: _base64(text, dice).encode(), _unpadded),
    "base64, url-safe, unpadded": (lambda text, dice: _base64(text, dice, safe=True, padded=False).encode(), _unpadded),
    "base64, alone": (lambda text, _: base64.b64encode(text.encode()), _unpadded),
    "base64 in a data: address": (lambda text, dice: b"data:text/plain;base64," + _base64(text, dice).encode(),
                                  _unpadded),
    "base64 in lines": (lambda text, dice: base64.encodebytes(f"{around(dice, 20)} {text} {around(dice, 20)}".encode()),
                        _unpadded),
    "base64 of json": (lambda text, _: base64.b64encode(json.dumps({"organisation name": text}).encode()),
                       lambda b: str(json.loads(_unpadded(b))["organisation name"])),
}


def _png(raw: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(raw))
            + chunk(b"IDAT", random.Random(3).randbytes(400)) + chunk(b"IEND", b""))


def _zip(raw: bytes) -> bytes:
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notes.txt", raw)
    return file.getvalue()


# name: what holds a content in another guise
GUISES: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda raw: gzip.compress(raw, mtime=0),
    "gzip in gzip": lambda raw: gzip.compress(gzip.compress(raw, mtime=0) + b"more", mtime=0),
    "zip": _zip,
    "picture": _png,
    "base64 of gzip": lambda raw: b'{"blob": "' + base64.b64encode(gzip.compress(raw, mtime=0)) + b'"}',
    "utf-16": lambda raw: raw.decode().encode("utf-16"),
    "utf-16, big end first": lambda raw: b"\xfe\xff" + raw.decode().encode("utf-16-be"),
}


def page(kind: str, planted: bytes, dice: random.Random) -> tuple[bytes, int]:
    """A file with this in it, and where."""
    before, after = around(dice, dice.randrange(40)).encode(), around(dice, dice.randrange(40)).encode()
    head, tail = {
        "html": (b"<!doctype html><p class='lead'>%s</p>\n<p title=\"" % before, b'">%s</p>' % after),
        "svg": (b"<svg viewBox='0 0 9 9'><text x='1'>%s</text><text>" % before, b"</text><path d='M1 2L3 4'/></svg>"),
        "json": (b'[{"id": 12, "note": "%s"},\n{"title": ' % before, b', "n": [1, 2]}, "%s"]' % after),
        "csv": (b"id;title\r\n1;%s\r\n2;" % before, b";x\r\n3;%s\r\n" % after),
        "ics": (b"BEGIN:VCALENDAR\r\nX-NOTE:%s\r\nSUMMARY:" % before, b"\r\nEND:VCALENDAR\r\n"),
    }[kind]
    return head + planted + tail, len(head)


KINDS = ("html", "svg", "json", "csv", "ics")
