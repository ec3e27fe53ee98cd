"""Whose words stand in a site? Nothing of the package is used here."""

from __future__ import annotations

import gzip
import html
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from tests.isolation.naming import MARK

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_FONTS = (".woff2",)


def texts(site: Path) -> str:
    """All files of a site and their names in one text, folded: as it is written, and with its escapes undone."""
    parts = []
    for file in sorted(site.rglob("*")):
        if file.is_file() and not (file.suffix in _FONTS and file.parent.name == "fonts"):
            raw = file.read_bytes()
            parts += [file.relative_to(site).as_posix(), _readable(raw)]
            if raw[:2] == b"\x1f\x8b":
                parts.append(_readable(gzip.decompress(raw)))
    return "\n".join(parts)


def marks_in(text: str) -> set[str]:
    """The marks that stand in a text, wherever."""
    return set(MARK.findall(text))


def plain_foreign(text: str, own: set[str], others: Mapping[str, set[str]]) -> list[tuple[str, str]]:
    """(client, word) of each word of others that stands alone in a text once the client's own words are taken out."""
    escaped = [html.escape(word).replace("&quot;", "&#34;").replace("&#x27;", "&#39;") for word in own]
    mine = {folded(form) for form in (*own, *map(html.escape, own), *escaped)}
    for word in sorted(mine, key=len, reverse=True):
        text = text.replace(word, "\0")
    return sorted((client, word) for client, words in others.items() for word in words if _stands(folded(word), text))


def folded(text: str) -> str:
    """Small letters without accents, invisible characters or typographic quotes."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    unseen = {ord(c): None for c in set(plain) if unicodedata.category(c) in ("Mn", "Cf")}
    return plain.translate({**unseen, 0x2018: "'", 0x2019: "'"})


def _readable(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    undone = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), html.unescape(unquote(text)))
    return folded(text) + "\n" + (folded(undone) if undone != text else "")


def _stands(word: str, text: str) -> bool:
    return word in text and re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text) is not None
