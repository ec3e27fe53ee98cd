"""A finished site against everybody else's words."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import signal
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from clairevoie.errors import shielded
from clairevoie.gate.findings import Findings, findings
from clairevoie.gate.report import Report
from clairevoie.gate.search import Automaton, Searched, automaton, written_in
from clairevoie.gate.tokens import lexicon, read

Shares = Mapping[str, Collection[str]]  # site -> the other clients whose identifiers it may hold
_Places = list[tuple[str, str]]  # (site, path)


def check(sites: Mapping[str, Path], tokens: Path, shares: Shares | None = None, product: str = "") -> Report:
    """`examine` in a process of its own: the one that builds never holds everybody's identifiers."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        with shielded():
            found = pool.submit(_examine_once, sites, tokens, shares, product)
        return found.result()


def examine(sites: Mapping[str, Path], tokens: Path, shares: Shares | None = None, product: str = "") -> Report:
    """Search every byte and every file name of each client's site for every other client's identifiers.

    sites: client id → folder of its finished site. tokens: JSON lines of owner, kind, texts, of all clients.
    shares: for a parent, the subsidiaries that share with it. product: the texts that stand on every site (templates,
    labels): a token that is written in them proves nothing, is not searched, and is named in the report.
    """
    search = automaton(lexicon(read(tokens)))
    common = written_in(product, search)
    known = {site: findings(search.lexicon, {site, *(shares or {}).get(site, ())}, common) for site in sites}
    names: dict[str, list[Searched]] = {}
    for content, places in _contents(sites, known):
        _search(search, content, places, known)
        for site, path in places:
            if path not in names:
                names[path] = list(search.search(path.encode("utf-8", "surrogateescape")))
            for searched in names[path]:
                known[site].note(searched, path, "name")
    named = {(token.owner, token.kind, token.text) for form in common for token in search.lexicon.tokens(form)}
    return Report(tuple(known[site].report(site) for site in sorted(sites)), tuple(sorted(named)))


def _examine_once(sites: Mapping[str, Path], tokens: Path, shares: Shares | None, product: str) -> Report:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it at once, and without a word: who asked says it
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    gc.disable()  # a million objects without a cycle, in a process that ends with this: a quarter of the time
    return examine(sites, tokens, shares, product)


def _contents(sites: Mapping[str, Path], known: Mapping[str, Findings]) -> Iterator[tuple[bytes, _Places]]:
    """Every distinct content with the places where it stands: a theme's files are searched once."""
    places: dict[str, _Places] = defaultdict(list)
    for site, folder in sorted(sites.items()):
        for path in _files(folder):
            content = (folder / path).read_bytes()
            sha256 = hashlib.sha256(content).hexdigest()
            places[sha256].append((site, path))
            known[site].read(path, sha256, len(content))
    for where in places.values():
        site, path = where[0]
        yield (sites[site] / path).read_bytes(), where


def _files(folder: Path) -> list[str]:
    found = []
    for place, _, names in os.walk(folder):
        inside = os.path.relpath(place, folder).replace(os.sep, "/")
        found += [name if inside == "." else f"{inside}/{name}" for name in names]
    return sorted(found)


def _search(search: Automaton, content: bytes, places: _Places, known: Mapping[str, Findings]) -> None:
    for searched in search.search(content):
        for site, path in places:
            known[site].note(searched, path, searched.view.place)
    for form, offset in search.fields(content, csv=any(path.endswith(".csv") for _, path in places)):
        for site, path in places:
            known[site].note_field(form, offset, path)
