"""How wide a text will be, without a browser: the advance widths of Source Sans, by hundredths of its size."""

from __future__ import annotations

import unicodedata

_ADVANCE = {
    15: "\u202f", 20: " \u00a0", 26: "',.:;ijlI|’·", 30: "!f()[]{}-", 34: "tr/\\", 42: "sz?*\"", 46: "cxvyJ–",
    50: "0123456789aegkLFYS_+=<>~#$−€^", 54: "houbndpqATEVXZ`", 57: "CPRKB", 62: "DGUHN&", 66: "OQ", 72: "wM",
    80: "W%mæÆ", 85: "@œŒ", 95: "…",
}
_OF = {character: width / 100 for width, characters in _ADVANCE.items() for character in characters}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimated width of `text` in px at `size` px, a little generous for other fonts."""
    return sum(map(_advance, text)) * size * (1.06 if bold else 1.02)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """`text`, or as much of it as `room` px hold, with an ellipsis."""
    if width(text, size, bold=bold) <= room:
        return text
    cut = text
    while cut and width(cut + "…", size, bold=bold) > room:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def _advance(character: str) -> float:
    known = _OF.get(character)
    if known is not None:
        return known
    plain = unicodedata.normalize("NFD", character)[0]
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return _OF.get(plain, 0.55)
