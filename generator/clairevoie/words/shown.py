"""What others wrote, made fit to be shown: what would turn the words around it is left out."""

from __future__ import annotations

import re

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # Unicode: Bidi_Control
_GONE = dict.fromkeys(map(ord, TURNING))
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def shown(text: str) -> str:
    """The same text without controls of writing direction; a whole page of it costs next to nothing."""
    return text.translate(_GONE) if any(sign in text for sign in TURNING) else text


def plain(text: str) -> str:
    """`shown`, without any other control character but the end of a line; for files that cannot hold them."""
    return _CONTROLS.sub(" ", shown(text.replace("\r\n", "\n")))
