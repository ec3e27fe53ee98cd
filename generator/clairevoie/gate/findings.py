"""What is found in one site, judged by whose it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from clairevoie.gate.forms import Place
from clairevoie.gate.report import Hit, SiteReport, digest
from clairevoie.gate.search import Match, Searched
from clairevoie.gate.tokens import Lexicon, is_doubtful


@dataclass(slots=True)
class Findings:
    """One site. owners: numbers of those whose identifiers it may hold; common: forms that belong to everybody."""

    lexicon: Lexicon
    owners: frozenset[int]
    common: Collection[int]
    hits: set[Hit] = field(default_factory=set)
    doubtful: set[Hit] = field(default_factory=set)
    found: set[int] = field(default_factory=set)  # forms of its own
    declared: Counter[str] = field(default_factory=Counter)
    files: list[tuple[str, str]] = field(default_factory=list)
    bytes: int = 0

    def read(self, path: str, sha256: str, size: int) -> None:
        """Take note of a file that is searched."""
        self.files.append((path, sha256))
        self.bytes += size

    def note(self, searched: Searched, path: str, place: Place) -> None:
        """Take note of what was found in one form of a file of the site, or in its name."""
        foreign = {form for form in searched.forms if self._is_foreign(form)}
        if foreign and (matches := searched.foreign(foreign, self._is_own)):
            self.hits |= _hits(self.lexicon, searched, sorted(matches, key=lambda match: match[1]), path, place)
        if new := {form for form in searched.forms if form not in self.found and self._is_own(form)}:
            self.found.update(form for form, _, _ in searched.standing(new))
        if declared := searched.forms & self.lexicon.declared.keys():
            self._count(searched.standing(declared))

    def note_field(self, form: int, offset: int, path: str) -> None:
        """Take note of a short form that is a whole attribute, string or field."""
        if self._is_foreign(form):
            kept = self.doubtful if is_doubtful(self.lexicon.forms[form]) else self.hits
            kept.update(_named(self.lexicon, form, path, "content", offset))
        elif self._is_own(form):
            self.found.add(form)

    def report(self, site: str) -> SiteReport:
        """All of it."""
        own = self._own()
        shared = sum(not self._is_own(form) for form in {*self.common, *self.lexicon.everybody})
        return SiteReport(
            site, digest(self.files), len(self.files), self.bytes, len(self.lexicon.forms) - own - shared, own,
            len(self.found), tuple(sorted(self.declared.items())), tuple(sorted(self.hits)),
            tuple(sorted(self.doubtful)))

    def _count(self, matches: Iterable[Match]) -> None:
        for form, _, _ in matches:
            if not self._is_foreign(form):
                self.declared[self.lexicon.declared[form]] += 1

    def _own(self) -> int:
        """How many forms its own identifiers have."""
        twice = sum(len(some & self.owners) - 1 for some in self.lexicon.several.values() if some & self.owners)
        return sum(self.lexicon.counts[owner] for owner in self.owners if owner >= 0) - twice

    def _is_own(self, form: int) -> bool:
        one = self.lexicon.owner[form]
        return one in self.owners if one >= 0 else not self.owners.isdisjoint(self.lexicon.several[form])

    def _is_foreign(self, form: int) -> bool:
        one = self.lexicon.owner[form]
        if one in self.owners or form in self.common or form in self.lexicon.everybody:
            return False
        return one >= 0 or self.owners.isdisjoint(self.lexicon.several[form])


def findings(lexicon: Lexicon, owners: Iterable[str], common: Collection[int]) -> Findings:
    """Nothing yet, of a site that may hold the identifiers of `owners`."""
    return Findings(lexicon, frozenset(lexicon.names.get(owner, -2) for owner in owners), common)


def _hits(words: Lexicon, searched: Searched, matches: list[Match], path: str, place: Place) -> set[Hit]:
    offsets = searched.view.origins([start for _, start, _ in matches])
    found = zip(matches, offsets, strict=True)
    return {hit for (form, _, _), offset in found for hit in _named(words, form, path, place, offset)}


def _named(words: Lexicon, form: int, path: str, place: Place, offset: int) -> set[Hit]:
    return {Hit(path, place, offset, token.kind, token.owner) for token in words.tokens(form)}
