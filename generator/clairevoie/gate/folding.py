"""Letters brought back to one writing: without case, accents, look-alikes, typography; spaces and hyphens are a space.

A character becomes what it is plainly written as, in its own bytes: what is left over is deleted afterwards. So a whole
content is folded by a few passes over arrays, and a place in the result is a place in the content.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
import numpy.typing as npt

_Bytes = npt.NDArray[np.uint8]
_Places = npt.NDArray[np.int64]

_NOTHING = 0xFF  # stands in no UTF-8: a byte that is deleted
_NO_WORD = b"\x1a"  # what a byte that is no character becomes: it stands in no word
_ASCII = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ-_+\t\n\r\v\f", b"abcdefghijklmnopqrstuvwxyz        ")
_LENGTH = np.zeros(256, np.int64)  # of a character, by its first byte
_LENGTH[0xC2:0xE0], _LENGTH[0xE0:0xF0], _LENGTH[0xF0:0xF5] = 2, 3, 4
_LEAST = np.array([0, 0, 0x80, 0x800, 0x10000])  # the first character of each length
_BITS = np.array([0, 0, 0x1F, 0x0F, 0x07])  # of the first byte
_LIKE = "аaвbсcеeнhіiјjкkмmоoрpѕsтtуyхxԁdԛqԝwɡgαaοoρpνvιiκkτtυuχxөo"  # drawn alike: Cyrillic and Greek, then Latin
# What NFKD leaves whole although people write it plainly, and what typography alters.
_PLAIN = str.maketrans({
    "ø": "o", "œ": "oe", "æ": "ae", "ł": "l", "đ": "d", "\u0131": "i", "þ": "th", "ð": "d", "\u2044": "/",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u00ab": '"', "\u00bb": '"',
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict(zip(_LIKE[::2], _LIKE[1::2], strict=True)),
})


def fold(text: bytes, *, latin: bool = True) -> bytes:
    """`Transports Lefèvre`, `transports-lefevre` and `TRANSPORTS+LEFE\u0300VRE` are the same.

    latin: what is no UTF-8 is read as Windows-1252; else it becomes a character that stands in no word.
    """
    plain = text if text.isascii() else _in_place(text, latin=latin).tobytes()
    return _single(plain.translate(_ASCII, bytes([_NOTHING]))).strip(b" ")


def origins(text: bytes, places: list[int], *, latin: bool = True) -> list[int]:
    """Where in `text` the bytes of its folded form come from. Slow: for hits only."""
    plain = _in_place(text, latin=latin)
    kept = np.flatnonzero(plain != _NOTHING)
    spaces = np.frombuffer(plain.tobytes().translate(_ASCII, bytes([_NOTHING])), np.uint8) == ord(" ")
    first = np.ones(len(spaces), np.bool_)
    first[1:] = ~(spaces[1:] & spaces[:-1])
    kept = kept[first]
    lead = int(spaces[:1].sum())
    return [int(kept[place + lead]) for place in places]


def _single(text: bytes) -> bytes:
    """Spaces that follow one another as one."""
    if b"  " not in text:
        return text
    letters = np.frombuffer(text, np.uint8)
    spaces = letters == ord(" ")
    single: bytes = letters[1:][~(spaces[1:] & spaces[:-1])].tobytes()
    return text[:1] + single


def _in_place(text: bytes, *, latin: bool) -> _Bytes:
    """Each character folded in its own bytes, the rest of them `_NOTHING`."""
    letters = np.frombuffer(bytearray(text + b"\0\0\0"), np.uint8)  # so that a last character may be cut off
    high = np.flatnonzero(letters >= 0x80)
    places, lengths, characters = _characters(letters, high)
    bad = _others(letters, high, places, lengths) if lengths.sum() != len(high) else high[:0]
    plain = _folded(characters)
    letters[places] = plain[:, 0]
    for byte in range(1, int(lengths.max(initial=0))):
        long = lengths > byte
        letters[places[long] + byte] = plain[long, byte]
    letters[bad] = _WINDOWS[letters[bad]] if latin else _NO_WORD[0]
    return letters[:-3]


def _characters(letters: _Bytes, high: _Places) -> tuple[_Places, _Places, _Places]:
    """The well-formed characters: where they begin, their bytes, their code points."""
    lengths = _LENGTH[letters[high]]
    places, lengths = high[lengths > 0], lengths[lengths > 0]
    points = letters[places] & _BITS[lengths]
    good = np.ones(len(places), np.bool_)
    for byte in range(1, int(lengths.max(initial=0))):
        long = lengths > byte
        following = letters[places + byte]
        good &= ~long | (following & 0xC0 == 0x80)
        points = np.where(long, points << 6 | following & 0x3F, points)
    good &= (points >= _LEAST[lengths]) & (points <= 0x10FFFF) & (points >> 11 != 0x1B)
    return (places, lengths, points) if good.all() else (places[good], lengths[good], points[good])


def _others(letters: _Bytes, high: _Places, places: _Places, lengths: _Places) -> _Places:
    """The bytes that are part of no well-formed character."""
    used = np.zeros(len(letters), np.bool_)
    for byte in range(4):
        used[places[lengths > byte] + byte] = True
    return high[~used[high]]


def _folded(points: _Places) -> _Bytes:
    """The four bytes of each character when it is folded, looked up once."""
    known = _known()
    new = points[known[points, 0] == 0]
    for point in dict.fromkeys(new.tolist()):
        plain = _plainly(chr(point))
        known[point] = [*plain, *[_NOTHING] * (4 - len(plain))]
    rows: _Bytes = known[points]
    return rows


@lru_cache(maxsize=1)
def _known() -> _Bytes:
    return np.zeros((0x110000, 4), np.uint8)


def _plainly(character: str) -> bytes:
    """A character without its case and accents; what would take more bytes than it has stays as it is."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    text = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    plain = "".join(_digit(c) for c in text if unicodedata.category(c) not in ("Mn", "Cf") and not
                    unicodedata.combining(c)).encode()
    return plain if len(plain) <= len(character.encode()) else character.encode()


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character, character))


def _windows() -> _Bytes:
    plain = [_plainly(bytes([byte]).decode("cp1252", "replace")) for byte in range(256)]
    return np.array([one[0] if len(one) == 1 and one < b"\x80" else _NO_WORD[0] for one in plain], np.uint8)


_WINDOWS = _windows()
