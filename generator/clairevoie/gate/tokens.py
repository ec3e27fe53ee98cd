"""The words to search for: every client's identifiers, in the forms that a page may write them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress
from operator import ne
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from clairevoie.gate.folding import fold
from clairevoie.gate.writings import is_odd, writings

EVERYBODY = ""  # the owner of common words: foreign to nobody
DECLARED = ("common", "shared")

_SHORT = 4  # characters under which a word stands everywhere by chance
_DIGITS = 9  # under which a number does: a telephone number has more
_LETTER = 58  # the first byte after those of digits
_APART = "\x01"
_SEVERAL, _NOBODY = -1, -2


class Token(NamedTuple):
    """An identifier of a client.

    kind: name · id · ticket · host · person · domain · phone · reference, and what is declared: shared · common.
    """

    owner: str
    kind: str
    text: str


class Words(NamedTuple):
    """Identifiers of one kind of one owner."""

    owner: str
    kind: str
    texts: list[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded forms by number, each with the tokens that are written so.

    The first `free` forms are searched in all bytes, the others only where identifiers stand (`short`: form → number).
    owner: of each form, or -1 where it has several. everybody: the forms of common words. counts: forms of each owner.
    """

    words: tuple[Words, ...]
    forms: list[bytes]
    free: int
    short: dict[bytes, int]
    owner: list[int]
    several: dict[int, frozenset[int]]
    everybody: frozenset[int]
    counts: list[int]
    names: dict[str, int]  # owner → number
    declared: dict[int, str]  # forms of the words that the operator declared to be common or shared
    _bounds: npt.NDArray[np.int64]  # the first text of each of `words`
    _starts: npt.NDArray[np.int64]  # the first of a form's tokens
    _texts: npt.NDArray[np.int64]  # their texts, by form

    def tokens(self, form: int) -> list[Token]:
        """The tokens that are written so, each once."""
        texts = dict.fromkeys(self._texts[self._starts[form]:self._starts[form + 1]].tolist())
        return [self._token(text) for text in texts]

    def owners(self, form: int) -> frozenset[int]:
        """Whose tokens are written so."""
        one = self.owner[form]
        return self.several[form] if one == _SEVERAL else frozenset((one,))

    def _token(self, text: int) -> Token:
        group = int(np.searchsorted(self._bounds, text, side="right")) - 1
        owner, kind, texts = self.words[group]
        return Token(owner, kind, texts[text - int(self._bounds[group])])


def read(file: Path) -> list[Words]:
    """The tokens of a token file: JSON lines of owner, kind and texts."""
    with file.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Words(row["owner"], row["kind"], row["texts"] if "texts" in row else [row["text"]]) for row in rows]


def lexicon(words: Iterable[Words]) -> Lexicon:
    """Every written form of every token, once."""
    groups = tuple(words)
    forms: list[bytes] = []
    texts: list[npt.NDArray[np.int64]] = []  # of each form
    bounds = np.cumsum([0, *(len(group.texts) for group in groups)])
    for group, first in zip(groups, bounds.tolist(), strict=False):
        plain = _folded(group)
        others = [(form, place) for place, some in _others(group, plain) for form in some]
        forms += plain
        forms += [form for form, _ in others]
        texts += [np.arange(first, first + len(plain)), first + np.array([place for _, place in others], np.int64)]
    places = np.concatenate([*texts, np.zeros(0, np.int64)])
    if b"" in forms:  # a text of spaces
        places, forms = places[np.array([form != b"" for form in forms])], list(filter(None, forms))
    return _numbered(groups, forms, places, bounds[:-1])


def is_short(form: bytes) -> bool:
    """Whether a form would be found everywhere by chance: under four characters, or only a few digits."""
    if len(form) < _SHORT * 4 and len(form.decode()) < _SHORT:
        return True
    digits = form.replace(b" ", b"")
    return len(digits) < _DIGITS and digits.isdigit()


def is_doubtful(form: bytes) -> bool:
    """Whether a form proves nothing even where identifiers stand: a count may be 12, a letter a label."""
    return len(form) < 3 or (form.isdigit() and len(form) < 6)


def _folded(group: Words) -> list[bytes]:
    """Each text as it stands, folded all at once."""
    content = _APART.join(group.texts).encode("utf-8", "replace")
    apart = _APART.encode()
    forms = fold(content).replace(b" " + apart, apart).replace(apart + b" ", apart).split(apart) if group.texts else []
    if len(forms) == len(group.texts):
        return forms
    return [fold(text.encode("utf-8", "replace")) for text in group.texts]  # one holds the mark itself


def _others(group: Words, plain: list[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """(place of a text, its other forms) of the few that have some."""
    if is_odd(group.kind, _APART.join(group.texts).encode("utf-8", "replace")):
        for place, (text, form) in enumerate(zip(group.texts, plain, strict=True)):
            yield place, [other for other in dict.fromkeys(writings(group.kind, text, form)) if other and other != form]


def _numbered(groups: tuple[Words, ...], written: list[bytes], texts: npt.NDArray[np.int64],
              bounds: npt.NDArray[np.int64]) -> Lexicon:
    """texts: the place of each written form's text among all; bounds: of the first text of each group."""
    forms, free, numbers = _sorted(written)
    order = np.argsort(numbers, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=len(forms)))])
    names = {owner: place for place, owner in enumerate(dict.fromkeys(group.owner for group in groups))}
    of_group = np.array([names[group.owner] for group in groups], np.int64)
    owner, several = _owned(of_group[np.searchsorted(bounds, texts[order], side="right") - 1], starts)
    everybody = frozenset(_of(owner, several, names.get(EVERYBODY, _NOBODY)))
    short = {form: free + place for place, form in enumerate(forms[free:])}
    return Lexicon(groups, forms, free, short, owner.tolist(), several, everybody, _counts(owner, several, len(names)),
                   names, _declared(groups, numbers, texts, bounds), bounds, starts, texts[order])


def _sorted(written: list[bytes]) -> tuple[list[bytes], int, npt.NDArray[np.int64]]:
    """(the different forms in order, the short ones last; how many are not short; the number of each written form).

    In order, an automaton is built twice as fast; and they come in long runs that are in order already.
    """
    order = sorted(range(len(written)), key=written.__getitem__)
    ordered = [written[place] for place in order]
    new = np.ones(len(written), np.bool_)
    new[1:] = np.fromiter(map(ne, ordered[1:], ordered), np.bool_, max(len(ordered) - 1, 0))
    different = list(compress(ordered, new.tolist()))
    short = np.fromiter(map(_may_be_short, different), np.bool_, len(different))
    short[short] = [is_short(different[place]) for place in np.flatnonzero(short).tolist()]
    arranged = np.argsort(short, kind="stable")
    renumbered = np.empty(len(different), np.int64)
    renumbered[arranged] = np.arange(len(different))
    numbers = np.empty(len(written), np.int64)
    numbers[order] = renumbered[np.cumsum(new) - 1]
    forms = [different[place] for place in arranged.tolist()] if short.any() else different
    return forms, len(different) - int(short.sum()), numbers


def _may_be_short(form: bytes) -> bool:
    return form[0] < _LETTER or len(form) < _SHORT or form[-1] > 127


def _counts(owner: npt.NDArray[np.int64], several: dict[int, frozenset[int]], owners: int) -> list[int]:
    counts = np.bincount(owner[owner != _SEVERAL], minlength=owners)
    for some in several.values():
        counts[list(some)] += 1
    found: list[int] = counts.tolist()
    return found


def _of(owner: npt.NDArray[np.int64], several: dict[int, frozenset[int]], one: int) -> Iterator[int]:
    """The forms that an owner has, alone or with others."""
    yield from np.flatnonzero(owner == one).tolist()
    yield from (form for form, some in several.items() if one in some)


def _owned(owners: npt.NDArray[np.int64], starts: npt.NDArray[np.int64]
           ) -> tuple[npt.NDArray[np.int64], dict[int, frozenset[int]]]:
    """The owner of each form; where there are several, who they are. owners: of its tokens, form by form."""
    if not len(owners):
        return owners, {}
    least, most = (calculated.reduceat(owners, starts[:-1]) for calculated in (np.minimum, np.maximum))
    several = {int(form): frozenset(owners[starts[form]:starts[form + 1]].tolist())
               for form in np.flatnonzero(least != most)}
    return np.where(least == most, least, _SEVERAL), several


def _declared(groups: tuple[Words, ...], numbers: npt.NDArray[np.int64], texts: npt.NDArray[np.int64],
              bounds: npt.NDArray[np.int64]) -> dict[int, str]:
    found = {}
    for group, first in zip(groups, bounds.tolist(), strict=True):
        if group.kind in DECLARED:
            for place in np.flatnonzero((texts >= first) & (texts < first + len(group.texts))).tolist():
                found[int(numbers[place])] = group.texts[int(texts[place]) - first]
    return found
