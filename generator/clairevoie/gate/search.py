"""One automaton over all forms, one pass a view: where in a content do identifiers stand, whoever they belong to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

import ahocorasick_rs

from clairevoie.gate.escapes import unescape
from clairevoie.gate.folding import fold
from clairevoie.gate.forms import View, is_binary, views
from clairevoie.gate.inside import decoded, members, runs
from clairevoie.gate.tokens import Lexicon

Match = tuple[int, int, int]  # form, start, end
Belongs = Callable[[int], bool]  # whether a form is so

_BINARY = 6  # bytes that a form needs to be no accident in compressed bytes, where words have no edges
_PLAIN = 32  # characters of base64 under which what they say is searched as it is
_DEPTH = 4  # base64 in a gzip member in a data: address
_FIELDS = re.compile(rb""""((?:[^"\\\n]|\\.){1,96})"|'([^'\n]{1,96})'|>\s*([^<>]{1,96}?)\s*(?=<)""")
_CSV_FIELDS = re.compile(rb'(?:^|[;,\t])(?:"((?:[^"]|"")*)"|([^;,\t"\r\n]*))', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Searched:
    """The forms found in one view of a content, or of what is inside it. forms: each once."""

    view: View
    matches: list[Match]
    forms: frozenset[int]

    def foreign(self, foreign: Collection[int], own: Belongs) -> list[Match]:
        """The matches of foreign forms that are words of their own and stand inside none of the site's identifiers."""
        others = [match for match in self.matches if match[0] in foreign and self.stands(match)]
        covers = [match for match in self.matches if own(match[0]) and self.stands(match)] if others else []
        return [match for match in others if not _covered(match, covers)]

    def standing(self, forms: Collection[int]) -> Iterator[Match]:
        """The matches of these forms that are words of their own."""
        return (match for match in self.matches if match[0] in forms and self.stands(match))

    def stands(self, match: Match) -> bool:
        """Whether a match is a word of its own."""
        _, start, end = match
        return end - start >= _BINARY if self.view.binary else is_word(self.view.folded, start, end)


@dataclass(frozen=True, slots=True)
class Automaton:
    """The lexicon, ready to search."""

    lexicon: Lexicon
    machine: ahocorasick_rs.BytesAhoCorasick | None
    said: dict[bytes, list[Searched]] = field(default_factory=dict)  # of each run of base64

    def search(self, content: bytes, depth: int = 0) -> Iterator[Searched]:
        """Every free form in every view of a content, and of what is encoded or compressed inside it."""
        for view in views(content) if self.machine else ():
            yield from self._view(view)
            for start, run in runs(view.text) if view.whole and depth < _DEPTH else ():
                for found in self._said(run, depth + 1):
                    yield replace(found, view=found.view.at(view, start))
        for member in members(content, binary=is_binary(content)) if self.machine and depth < _DEPTH else ():
            for found in self.search(member, depth + 1):
                yield replace(found, view=replace(found.view, place="inside"))

    def fields(self, content: bytes, *, csv: bool) -> list[tuple[int, int]]:
        """(form, offset) of every short form that is a whole attribute, JSON string, element's text or CSV field."""
        if not self.lexicon.short or is_binary(content):
            return []
        pattern = _CSV_FIELDS if csv else _FIELDS
        known = self._known({match[match.lastindex or 0] for match in pattern.finditer(content)})
        found = pattern.finditer(content) if known else ()
        return [(known[text], match.start(match.lastindex or 0))
                for match in found if (text := match[match.lastindex or 0]) in known]

    def _view(self, view: View) -> Iterator[Searched]:
        if self.machine and (matches := self.machine.find_matches_as_indexes(view.folded, overlapping=True)):
            yield Searched(view, matches, frozenset(form for form, _, _ in matches))

    def _said(self, run: bytes, depth: int) -> list[Searched]:
        """What is found in a run of base64. Dates and paths that look like it stand on every page: once is enough."""
        if run not in self.said:
            search = self._plainly if len(run) < _PLAIN else self.search
            self.said[run] = [found for piece in decoded(run) for found in search(piece, depth)]
        return self.said[run]

    def _plainly(self, piece: bytes, _: int) -> Iterator[Searched]:
        """A word or two, in which nothing else is encoded."""
        return self._view(View(piece, binary=False))

    def _known(self, texts: set[bytes]) -> dict[bytes, int]:
        short = self.lexicon.short
        folded = ((text, fold(unescape(text))) for text in texts)
        return {text: short[form] for text, form in folded if form in short}


def automaton(lexicon: Lexicon) -> Automaton:
    """Build the automaton, once for all sites."""
    return Automaton(lexicon, _machine(lexicon.forms[: lexicon.free]))


def written_in(product: str, search: Automaton) -> set[int]:
    """The forms, short ones too, that are words of the product's own texts."""
    words, short = search.lexicon, _machine(search.lexicon.forms[search.lexicon.free :])
    found: set[int] = set()
    for view in views(product.encode()) if product else ():
        for machine, first in ((search.machine, 0), (short, words.free)):
            matches = machine.find_matches_as_indexes(view.folded, overlapping=True) if machine else ()
            found |= {first + form for form, start, end in matches if is_word(view.folded, start, end)}
    return found


def is_word(text: bytes, start: int, end: int) -> bool:
    """Whether no letter or digit stands directly before or after start:end of a folded text."""
    before, after = text[start - 1:start] if start else b"", text[end:end + 1]
    if before < b"\x80" > after:
        return not (before.isalnum() or after.isalnum())
    left = text[max(0, start - 4):start].decode("utf-8", "ignore")
    right = text[end:end + 4].decode("utf-8", "ignore")
    return not (left[-1:].isalnum() or right[:1].isalnum())


def _machine(forms: list[bytes]) -> ahocorasick_rs.BytesAhoCorasick | None:
    kind = ahocorasick_rs.Implementation.ContiguousNFA  # the others: twice slower, or gigabytes
    return ahocorasick_rs.BytesAhoCorasick(forms, implementation=kind) if forms else None


def _covered(match: Match, own: list[Match]) -> bool:
    _, start, end = match
    return any(first <= start and end <= last for _, first, last in own)
