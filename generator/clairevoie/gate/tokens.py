"""The words to search for: every client's identifiers, in the forms that a page may write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from clairevoie.gate.forms import fold, unescape

FOREIGN, OWN, COMMON = 0, 1, 2  # how a form stands to a site
_SHORT = 4  # characters under which a word stands everywhere by chance
_MARKS = re.compile(rb"[&%\\]")
_NOT_SLUG = re.compile(rb" *[^a-z0-9 \x80-\xff]+ *")


class Token(NamedTuple):
    """An identifier of a client. kind: name · id · ticket · host · person · domain."""

    owner: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded forms by number, each with the tokens that are written so.

    The first `free` forms are searched in all bytes, the others only where identifiers stand (`short`: form → number).
    owned: the forms of each owner.
    """

    forms: tuple[bytes, ...]
    tokens: tuple[tuple[Token, ...], ...]
    free: int
    short: dict[bytes, int]
    owned: dict[str, list[int]]

    def standing(self, owners: Iterable[str], common: Iterable[int]) -> bytearray:
        """For each form, how it stands to a site whose identifiers are those of `owners`."""
        result = bytearray(len(self.forms))  # FOREIGN
        for form in common:
            result[form] = COMMON
        for owner in owners:
            for form in self.owned.get(owner, ()):
                result[form] = OWN
        return result


def read(file: Path) -> list[Token]:
    """The tokens of a token file: JSON lines of owner, kind and text."""
    with file.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Token(row["owner"], row["kind"], row["text"]) for row in rows]


def lexicon(tokens: Iterable[Token]) -> Lexicon:
    """Every written form of every token, once."""
    by_form: dict[bytes, list[Token]] = {}
    for token in tokens:
        for form in _forms(token.text):
            by_form.setdefault(form, []).append(token)
    short = [form for form in by_form if is_short(form)]
    forms = (*sorted(by_form.keys() - set(short)), *short)  # sorted: the automaton is built twice as fast
    owned: dict[str, list[int]] = {}
    for number, form in enumerate(forms):
        for token in by_form[form]:
            owned.setdefault(token.owner, []).append(number)
    free = len(forms) - len(short)
    numbered = {form: free + number for number, form in enumerate(short)}
    return Lexicon(forms, tuple(tuple(by_form[form]) for form in forms), free, numbered, owned)


def is_short(form: bytes) -> bool:
    """Whether a form would be found everywhere by chance: under four characters, or only digits."""
    return form.replace(b" ", b"").isdigit() or (len(form) < _SHORT * 4 and len(form.decode()) < _SHORT)


def is_doubtful(form: bytes) -> bool:
    """Whether a form proves nothing even where identifiers stand: a count may be 12, a letter a label."""
    return len(form) < 3 or (form.isdigit() and len(form) < 6)


def _forms(text: str) -> set[bytes]:
    """Folded; unescaped too, as a text may itself look like an escape; a name also as its slug, without its `&`."""
    raw = text.encode("utf-8", "replace")
    folded = fold(raw)
    forms = {folded, fold(unescape(raw))} if _MARKS.search(raw) else {folded}
    if b" " in folded and _NOT_SLUG.search(folded):
        forms.add(_NOT_SLUG.sub(b" ", folded).strip())
    return forms - {b""}
