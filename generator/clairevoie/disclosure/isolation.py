"""What the gate searched in each client's site, and what it found there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clairevoie.portal import Cell, Column, Isolation, SearchedSite, Sign, Spot, Table, Text
from clairevoie.project.model import Project

_SITES = (
    Column("client", Text("Client", "Client"), "id"),
    Column("outcome", Text("Résultat", "Outcome")),
    Column("files", Text("Fichiers", "Files"), "count"),
    Column("bytes", Text("Octets", "Bytes"), "count"),
    Column("words", Text("Mots d’autrui cherchés", "Words of others searched"), "count"),
    Column("hits", Text("Trouvés", "Found"), "count"),
    Column("doubtful", Text("Douteux", "Doubtful"), "count"),
    Column("own", Text("Mots à lui", "Words of its own"), "count"),
    Column("found", Text("dont présents", "of which there"), "count"),
    Column("shared", Text("Mots partagés, présences", "Shared words, times"), "count"),
)
_SPOTS = (
    Column("client", Text("Site de", "Site of"), "id"),
    Column("file", Text("Fichier", "File")),
    Column("place", Text("Où", "Where")),
    Column("offset", Text("Octet", "Byte"), "id"),
    Column("what", Text("Nature", "Kind")),
    Column("owner", Text("Appartient à", "Belongs to"), "id"),
)
_SHARED = (
    Column("word", Text("Mot", "Word")),
    Column("clients", Text("Partagé par", "Shared by")),
    Column("why", Text("Pourquoi", "Why")),
    Column("sites", Text("Sites où il est", "Sites that hold it"), "count"),
    Column("times", Text("Fois", "Times"), "count"),
)
_PASSED = (
    Column("word", Text("Mot", "Word")),
    Column("what", Text("Nature", "Kind")),
    Column("owner", Text("Appartient à", "Belongs to"), "id"),
)


@dataclass(frozen=True, slots=True)
class IsolationInputs:
    """What the run knows of the gate. passed: (owner, kind, word) that the product's own words cannot be told from."""

    version: str
    forms: tuple[str, ...]
    sites: tuple[SearchedSite, ...] = ()
    passed: tuple[tuple[str, str, str], ...] = ()


def isolation(inputs: IsolationInputs, project: Project) -> Isolation:
    """A line a site, then every spot, and the words that are let pass."""
    refused = tuple(one.site for one in inputs.sites if one.hits)
    held = tuple(one.site for one in inputs.sites if one.outcome == "held")
    sign: Sign = "down" if refused else "warn" if held else "ok" if inputs.sites else "not_measured"
    return Isolation(
        inputs.version, sign, len(inputs.sites) - len(held), refused, held, sum(one.bytes for one in inputs.sites),
        inputs.forms,
        _table("isolation", _SITES, map(_site, inputs.sites), Text("Sites cherchés", "Sites searched")),
        _table("isolation-hits", _SPOTS, _spots((one.site, one.hits) for one in inputs.sites),
               Text("Mots d’autrui trouvés", "Words of others found")),
        _table("isolation-doubtful", _SPOTS, _spots((one.site, one.doubtful) for one in inputs.sites),
               Text("Présences douteuses", "Doubtful spots")),
        _table("isolation-shared", _SHARED, _shared(inputs, project), Text("Mots partagés", "Shared words")),
        _table("isolation-passed", _PASSED, ((text, kind, owner) for owner, kind, text in inputs.passed),
               Text("Mots que le produit écrit lui-même", "Words that the product itself writes")))


def _table(name: str, columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]], caption: Text) -> Table:
    return Table(name, columns, tuple(rows), caption)


def _site(one: SearchedSite) -> tuple[Cell, ...]:
    if one.outcome == "held":
        return one.site, one.outcome, *[None] * (len(_SITES) - 2)
    times = sum(count for _, count in one.shared)
    return (one.site, "refused" if one.hits else "passed", one.files, one.bytes, one.tokens, len(one.hits),
            len(one.doubtful), one.own, one.found, times)


def _spots(sites: Iterable[tuple[str, tuple[Spot, ...]]]) -> Iterable[tuple[Cell, ...]]:
    return ((site, spot.file, spot.place, spot.offset, spot.kind, spot.owner)
            for site, spots in sites for spot in spots)


def _shared(inputs: IsolationInputs, project: Project) -> Iterable[tuple[Cell, ...]]:
    """Every declared word, also one that no site holds."""
    for word in project.words.common:
        yield (word, "", "", *_found(word, inputs))
    for one in project.words.shared:
        yield (one.word, ", ".join(one.clients), one.why, *_found(one.word, inputs))


def _found(word: str, inputs: IsolationInputs) -> tuple[int, int]:
    counts = [count for one in inputs.sites for text, count in one.shared if text == word]
    return len(counts), sum(counts)
