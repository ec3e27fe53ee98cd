"""A finished site against everybody else's words."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from clairevoie.gate.report import Hit, Place, Report, SiteReport
from clairevoie.gate.search import Automaton, Searched, automaton, written_in
from clairevoie.gate.tokens import FOREIGN, Lexicon, is_doubtful, lexicon, read

Shares = Mapping[str, Collection[str]]  # site -> the other clients whose identifiers it may hold
_Places = list[tuple[str, str]]  # (site, path)


def check(sites: Mapping[str, Path], tokens: Path, shares: Shares | None = None, product: str = "") -> Report:
    """`examine` in a process of its own: the one that builds never holds everybody's identifiers."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_examine_once, sites, tokens, shares, product).result()


def examine(sites: Mapping[str, Path], tokens: Path, shares: Shares | None = None, product: str = "") -> Report:
    """Search every byte and every file name of each client's site for every other client's identifiers.

    sites: client id → folder of its finished site. tokens: JSON lines of owner, kind, text, of all clients.
    shares: for a parent, the subsidiaries that share with it. product: the texts that stand on every site (templates,
    labels): a token that is written in them proves nothing, is not searched, and is named in the report.
    """
    search = automaton(lexicon(read(tokens)))
    common = written_in(product, search)
    owners = {site: {site, *(shares or {}).get(site, ())} for site in sites}
    findings = {site: _Findings(search.lexicon.standing(owners[site], common)) for site in sites}
    for content, places in _contents(sites, findings):
        _search(search, content, places, findings)
    reports = tuple(_site_report(site, findings[site]) for site in sorted(sites))
    named = {(token.owner, token.kind, token.text) for form in common for token in search.lexicon.tokens[form]}
    return Report(reports, tuple(sorted(named)))


def digest(files: Iterable[tuple[str, str]]) -> str:
    """The sha256 of a site's (path, sha256) pairs: what a report is about."""
    return hashlib.sha256("".join(f"{sha256} {path}\n" for path, sha256 in sorted(files)).encode()).hexdigest()


def _examine_once(sites: Mapping[str, Path], tokens: Path, shares: Shares | None, product: str) -> Report:
    gc.disable()  # a million objects without a cycle, in a process that ends with this: a quarter of the time
    return examine(sites, tokens, shares, product)


@dataclass(slots=True)
class _Findings:
    """What is known of one site; `standing` says of each form whether it is the site's own, common, or foreign."""

    standing: bytearray
    hits: set[Hit] = field(default_factory=set)
    doubtful: set[Hit] = field(default_factory=set)
    files: list[tuple[str, str]] = field(default_factory=list)
    bytes: int = 0


def _contents(sites: Mapping[str, Path], findings: Mapping[str, _Findings]) -> Iterator[tuple[bytes, _Places]]:
    """Every distinct content with the places where it stands: a theme's files are searched once."""
    places: dict[str, _Places] = defaultdict(list)
    for site, folder in sorted(sites.items()):
        for file in sorted(file for file in folder.rglob("*") if not file.is_dir()):
            content, path = file.read_bytes(), file.relative_to(folder).as_posix()
            sha256 = hashlib.sha256(content).hexdigest()
            places[sha256].append((site, path))
            findings[site].files.append((path, sha256))
            findings[site].bytes += len(content)
    for where in places.values():
        site, path = where[0]
        yield (sites[site] / path).read_bytes(), where


def _search(search: Automaton, content: bytes, places: _Places, findings: Mapping[str, _Findings]) -> None:
    found = list(search.search(content))
    fields = search.fields(content, csv=any(path.endswith(".csv") for _, path in places))
    for site, path in places:
        known, words = findings[site], search.lexicon
        for searched in found:
            known.hits |= _hits(searched, "inside" if searched.inside else "content", path, known, words)
        for searched in search.search(path.encode("utf-8", "surrogateescape")):
            known.hits |= _hits(searched, "name", path, known, words)
        for form, offset in fields:
            if known.standing[form] == FOREIGN:
                kept = known.doubtful if is_doubtful(words.forms[form]) else known.hits
                kept.update(_named(words, form, path, "content", offset))


def _hits(searched: Searched, place: Place, path: str, known: _Findings, words: Lexicon) -> set[Hit]:
    foreign = sorted(searched.foreign(known.standing), key=lambda match: match[1])
    offsets = searched.view.origins([start for _, start, _ in foreign]) if foreign else []
    found = zip(foreign, offsets, strict=True)
    return {hit for (form, _, _), offset in found for hit in _named(words, form, path, place, offset)}


def _named(words: Lexicon, form: int, path: str, place: Place, offset: int) -> set[Hit]:
    return {Hit(path, place, offset, token.kind, token.owner) for token in words.tokens[form]}


def _site_report(site: str, known: _Findings) -> SiteReport:
    tokens = known.standing.count(FOREIGN)
    counts = digest(known.files), len(known.files), known.bytes, tokens
    return SiteReport(site, *counts, tuple(sorted(known.hits)), tuple(sorted(known.doubtful)))
