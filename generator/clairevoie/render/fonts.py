"""The three faces of the theme, cut from the installed Source fonts to French and English, as woff2.

The OFL reserves the name "Source": a changed font is called Clairevoie, and goes with its licence.
"""

from __future__ import annotations

import hashlib
import io
import os
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont

# file written: package, file in it, family and style it is called from now on
FACES = {
    "clairevoie-sans-400.woff2": ("font_source_sans_pro", "SourceSansPro-Regular.ttf", "Clairevoie Sans", "Regular"),
    "clairevoie-sans-600.woff2": ("font_source_sans_pro", "SourceSansPro-Semibold.ttf", "Clairevoie Sans", "Semibold"),
    "clairevoie-serif-400.woff2": (
        "font_source_serif_pro",
        "SourceSerifPro-Regular.ttf",
        "Clairevoie Serif",
        "Regular",
    ),
}
_NARROW, _THIN = 0x202F, 0x2009
_LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, 0x178, *range(0x160, 0x162), *range(0x17D, 0x17F)]
_SIGNS = [ord(c) for c in "\u2009\u200a\u202f\u2010\u2011\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2032\u20ac"]
_SIGNS += [ord(c) for c in "\u2190\u2191\u2192\u2193\u2212\u2248\u2264\u2265\u03a3\u25b2\u25bc\u2022\u2030"]


def faces(cache: Path | None) -> dict[str, bytes]:
    """{file name: woff2 bytes} and the licences; kept in `cache` when one is given."""
    made = {name: _cached(name, cache) for name in FACES}
    for package, name in (("font_source_sans_pro", "OFL-sans.txt"), ("font_source_serif_pro", "OFL-serif.txt")):
        made[name] = files(package).joinpath("files/LICENSE.txt").read_bytes()
    return made


def _cached(name: str, cache: Path | None) -> bytes:
    """From the cache where it was cut by the same recipe; two workers may cut it at once, the bytes are the same."""
    if cache is None:
        return _cut(name)
    kept = cache / f"{_recipe()}-{name}"
    if not kept.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        scratch = kept.with_name(f"{kept.name}.{os.getpid()}")
        scratch.write_bytes(_cut(name))
        scratch.replace(kept)
    return kept.read_bytes()


def _recipe() -> str:
    """What the bytes depend on, besides the installed fonts: an old cache is never mixed with a new recipe."""
    return hashlib.sha256(repr((FACES, _LETTERS, _SIGNS, fontTools.version)).encode()).hexdigest()[:8]


@lru_cache(maxsize=8)
def _cut(name: str) -> bytes:
    package, file, family, style = FACES[name]
    font = TTFont(io.BytesIO(files(package).joinpath(f"files/{file}").read_bytes()), recalcTimestamp=False)
    _map_narrow_space(font)
    options = subset.Options(
        layout_features=["kern", "mark", "ccmp", "locl", "tnum", "lnum", "liga"],
        hinting=False,
        notdef_outline=True,
        desubroutinize=True,
        name_IDs=[0, 1, 2, 4, 6, 13, 14],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[*_LETTERS, *_SIGNS])
    cutter.subset(font)
    _rename(font, family, style)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _map_narrow_space(font: TTFont) -> None:
    """U+202F stands before French signs: where the original lacks it, the thin space draws it."""
    for table in font["cmap"].tables:
        if table.isUnicode() and _NARROW not in table.cmap and _THIN in table.cmap:
            table.cmap[_NARROW] = table.cmap[_THIN]


def _rename(font: TTFont, family: str, style: str) -> None:
    whole = f"{family} {style}"
    names = {1: family, 2: style, 4: whole, 6: whole.replace(" ", "")}
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
