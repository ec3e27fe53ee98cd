"""The trials of the isolation proof: companies searched by the oracle, and pairs of builds compared byte by byte."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.demo import files_of
from tests.isolation import ground, oracle
from tests.isolation.changes import CHANGES, changed
from tests.isolation.companies import Company, company
from tests.isolation.feeling import feels, untold


@dataclass(slots=True)
class Found:
    """What the oracle saw in the sites of some companies."""

    companies: int = 0
    sites: int = 0
    files: int = 0
    bytes: int = 0
    searched: int = 0  # words of others × sites
    foreign: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    granted: int = 0
    shown: int = 0

    def line(self) -> str:
        """In one line."""
        share = self.shown / max(self.granted, 1)
        return (f"{self.companies} companies, {self.sites} sites, {self.files} files, {self.bytes} bytes; "
                f"{self.searched} words of others searched, {len(self.foreign)} found; refused by the gate: "
                f"{len(self.refused)}; own granted words: {self.shown} of {self.granted} seen ({share:.2%})")


@dataclass(slots=True)
class Compared:
    """Pairs of builds of one client's site, before and after a change to others. felt: those that change what its
    services feel of an incident: of these the site is compared without incidents."""

    pairs: Counter[str] = field(default_factory=Counter)
    felt: Counter[str] = field(default_factory=Counter)
    bytes: int = 0
    moved: list[str] = field(default_factory=list)

    def line(self) -> str:
        """In one line."""
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(self.pairs.items()))
        return (f"{self.pairs.total()} pairs ({kinds}), {self.felt.total()} of them truly felt; {self.bytes} bytes"
                f" compared, {len(self.moved)} files moved")


def search(seeds: Iterable[int], *, plain: bool = True, most: int = 30) -> Found:
    """Build a company a seed, whole, and look for everybody's words in every site."""
    found = Found()
    for seed in seeds:
        made = company(seed, most=most)
        with tempfile.TemporaryDirectory(prefix="clairevoie-company-") as scratch:
            root = ground.lay(made, Path(scratch), plain=plain)
            report = ground.built(root, root / "output", made.names)
            found.companies += 1
            found.refused += [f"company {seed}: {site.site}: {site.outcome} {site.reasons[:3]}" for site in report.sites
                              if site.outcome != "built"]
            for client in made.names:
                _look(made, client, root / "output" / client, f"company {seed}: {client}", found)
    return found


def compare(count: int, *, plain: bool = True, first: int = 0, most: int = 8) -> Compared:
    """`count` pairs, every kind of change in turn: one company serves each kind once. A third build all clients."""
    found = Compared()
    for seed, kinds in _rounds(count, first):
        made = company(10_000 + seed, most=most)
        dice = random.Random(seed)
        client = dice.choice([*sorted(made.names), *sorted(made.sharing) * 2])  # one that reads sums of others, often
        with tempfile.TemporaryDirectory(prefix="clairevoie-pair-") as scratch:
            before = site_of(made, client, Path(scratch) / "before", plain=plain)
            for kind in kinds:
                alone, others = dice.random() < 0.7, changed(made, client, kind, seed)
                after = site_of(others, client, Path(scratch) / kind, plain=plain, alone=alone)
                found.pairs[kind] += 1
                found.bytes += sum(map(len, before.values()))
                moved = differing(before, after)
                if moved and feels(made, client) != feels(others, client):
                    found.felt[kind] += 1
                    moved = _without_incidents((made, others), client, Path(scratch) / f"{kind}-untold", plain=plain)
                found.moved += [f"company {seed}, {kind} others than {client}: {name}" for name in moved]
    return found


def site_of(made: Company, client: str, root: Path, *, plain: bool = True, alone: bool = True) -> dict[str, bytes]:
    """The bytes of a client's site and of its manifest. alone: else all clients are built, one after the other."""
    ground.lay(made, root, plain=plain)
    report = ground.built(root, root / "output", [client] if alone else made.names, searching=False)
    assert [site.outcome for site in report.sites if site.site == client] == ["built"], report.faults
    manifest = (root / "output" / ".release" / f"{client}.json").read_bytes()
    return files_of(root / "output" / client) | {"its manifest": manifest}


def differing(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """The files that are not the same."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _without_incidents(both: tuple[Company, Company], client: str, root: Path, *, plain: bool) -> list[str]:
    return differing(*(site_of(untold(one, client), client, root / str(place), plain=plain)
                       for place, one in enumerate(both)))


def _rounds(count: int, first: int) -> Iterator[tuple[int, list[str]]]:
    kinds = list(CHANGES)
    for start in range(0, count, len(kinds)):
        yield first + start // len(kinds), kinds[:count - start]


def _look(made: Company, client: str, site: Path, where: str, found: Found) -> None:
    text = oracle.texts(site)
    found.sites += 1
    files = [file for file in site.rglob("*") if file.is_file()]
    found.files += len(files)
    found.bytes += sum(file.stat().st_size for file in files)
    marks = oracle.marks_in(text)
    others = {name: {name, title} for name, title in made.names.items() if name != client}
    found.searched += sum(owner != client for owner in made.owners.values()) + 2 * len(others)
    found.foreign += [f"{where}: {mark} of {made.owners[mark] or 'the company'}" for mark in sorted(marks)
                      if made.owners[mark] != client and mark not in made.allowed[client]]
    found.foreign += [f"{where}: {word!r} of {owner}"
                      for owner, word in oracle.plain_foreign(text, {client, made.names[client]}, others)]
    found.granted += len(made.granted[client])
    found.shown += len(marks & made.granted[client])
