"""Spaces that French and English put around signs, and the choice between the two languages."""

from __future__ import annotations

import re
from functools import lru_cache

THIN = "\u202f"  # before ; ? ! % and between thousands
FIXED = "\u00a0"  # before : and a unit, inside « »
MINUS = "\u2212"

_THIN_BEFORE = re.compile(r" ([;?!%])")
_FIXED_BEFORE = re.compile(r" ([:»])")
_TIED = re.compile(  # what a line must not part: a number and its unit or its month
    r"(?<=\d) (?=(?:h|min|j|km|Go|To|€|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre"
    r"|décembre)\b|€)|(?<=\d h) (?=\d\d\b)"
)


def tied(text: str) -> str:
    """The same words, each number with its unit or its month on one line."""
    return _TIED.sub(FIXED, text)


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """French words with their narrow and fixed spaces and their curly apostrophes."""
    text = tied(text)
    text = _FIXED_BEFORE.sub(FIXED + r"\1", _THIN_BEFORE.sub(THIN + r"\1", text))
    return text.replace("« ", "«" + FIXED).replace("'", "’")


@lru_cache(maxsize=4096)
def pick(language: str, fr: str, en: str) -> str:
    """The words of ours in `language`, typeset: `pick("fr", "Qui appeler ?", "Whom to call?")`."""
    return en.replace("'", "’") if language == "en" else tidy(fr)


def capital(text: str) -> str:
    """The same words with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]
