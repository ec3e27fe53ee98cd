"""One statement that reads, whichever database takes it apart.

The transaction is read only whatever the statement says; this refuses what would end it, or write beside it.
"""

from __future__ import annotations

import re
from itertools import product

MAX_CHARACTERS = 20_000

# What databases do not agree on: a backslash in a text, `#` and a dash without a blank as a comment, $tag$ as a quote.
# Where the readings differ, a statement has to be single in each.
_STRINGS = (r"'(?:[^']|'')*'", r"'(?:[^'\\]|''|\\.)*'")
_HASHES = (r"(?!)", r"\#[^\n]*")
_DOLLARS = (r"(?!)", r"\$(?P<tag>\w*)\$.*?\$(?P=tag)\$")
_DASHES = (r"--[^\n]*", r"--(?=\s)[^\n]*")
_COMMON = r"\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|/\*.*?\*/"
_HIDDEN = [re.compile("|".join((*marks, _COMMON)), re.DOTALL)
           for marks in product(_STRINGS, _HASHES, _DOLLARS, _DASHES)]
_NESTED = re.compile(r"/\*(?:(?!\*/).)*/\*", re.DOTALL)

_WRITES = re.compile(r"\binto\b|\bfor\s+(?:no\s+key\s+)?update\b|\bfor\s+(?:key\s+)?share\b|\block\s+in\b",
                     re.IGNORECASE)


def check(query: str) -> None:
    """Raise ValueError, in words for the operator, where this is not one statement that reads."""
    if len(query) > MAX_CHARACTERS:
        raise ValueError(f"longer than {MAX_CHARACTERS:,} characters")
    if "/*!" in query or "/*M!" in query:
        raise ValueError("a comment that MariaDB would run (/*! … */) is not accepted")
    if _NESTED.search(query):
        raise ValueError("a comment stands inside a comment, which databases read differently")
    if "\0" in query:
        raise ValueError("holds a NUL character")
    for hidden in _HIDDEN:
        _check(hidden.sub(" ", query).strip().rstrip(";").rstrip())


def _check(bare: str) -> None:
    """bare: without comments and whatever stands between quotes."""
    if ";" in bare:
        raise ValueError("one statement only: there is more behind a ';'")
    if not re.match(r"(?:select|with)\b|\(\s*select\b", bare, re.IGNORECASE):
        raise ValueError("write one statement that begins with SELECT or WITH")
    found = _WRITES.search(bare)
    if found:
        raise ValueError(f"{found[0].upper()!r}: a query only reads, and locks nothing")
