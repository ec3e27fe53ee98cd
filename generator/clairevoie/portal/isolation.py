"""What the gate searched and found: the panel of the staff's page of isolation."""

from __future__ import annotations

from dataclasses import dataclass

from clairevoie.portal.figure import Sign, Table


@dataclass(frozen=True, slots=True)
class Spot:
    """Somebody else's word in a site. place: content · name · inside (compressed) · encoded (base64)."""

    file: str
    place: str
    offset: int
    kind: str
    owner: str


@dataclass(frozen=True, slots=True)
class SearchedSite:
    """One client's site. tokens: forms of others' words that were searched; shared: declared words, with how often.

    own, found: forms of its own words, and how many of these stand in it. hits refuse its release, doubtful spots none.
    """

    site: str
    outcome: str  # built · held (not searched) · refused
    files: int = 0
    bytes: int = 0
    tokens: int = 0
    own: int = 0
    found: int = 0
    shared: tuple[tuple[str, int], ...] = ()
    hits: tuple[Spot, ...] = ()
    doubtful: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Isolation:
    """The page. forms: codes of the written forms; sign: the worst of the sites."""

    version: str
    sign: Sign
    searched: int
    refused: tuple[str, ...]
    held: tuple[str, ...]
    bytes: int
    forms: tuple[str, ...]
    sites: Table
    hits: Table
    doubtful: Table
    shared: Table
    passed: Table
