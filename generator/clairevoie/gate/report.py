"""What the gate searched and what it found, for each site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from clairevoie.errors import Fault

Place = Literal["content", "name", "inside"]

_SHOWN = 20  # lines for one site: enough to see what leaks, few enough to read


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """Somebody else's identifier. offset: byte of the file, of its name, or of what is compressed inside it."""

    file: str
    place: Place
    offset: int
    kind: str
    owner: str

    def __str__(self) -> str:
        where = {"content": "at byte", "name": "in its name, at byte", "inside": "compressed inside, at byte"}[self.place]
        return f"{where} {self.offset}: a {self.kind} of {self.owner}"


@dataclass(frozen=True, slots=True)
class SiteReport:
    """One site. digest: of the names and bytes that were searched; tokens: forms of others that were searched for.

    doubtful: identifiers of one or two characters or of a few digits, where identifiers stand; they refuse nothing.
    """

    site: str
    digest: str
    files: int
    bytes: int
    tokens: int
    hits: tuple[Hit, ...] = ()
    doubtful: tuple[Hit, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the site may be released."""
        return not self.hits


@dataclass(frozen=True, slots=True)
class Report:
    """All sites; not_searched: (owner, kind, text) of tokens that the product's own words cannot be told from."""

    sites: tuple[SiteReport, ...]
    not_searched: tuple[tuple[str, str, str], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every site may be released."""
        return all(site.passed for site in self.sites)

    def faults(self) -> tuple[Fault, ...]:
        """One fault a hit, for a GateError; beyond twenty in one site, their number."""
        return tuple(fault for site in self.sites for fault in _faults(site))

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON file."""
        return asdict(self)


def from_json(plain: Mapping[str, Any]) -> Report:
    """A report as `as_json` gave it. Raises KeyError or TypeError on another shape."""
    sites = tuple(
        SiteReport(**{**site, "hits": _hits(site["hits"]), "doubtful": _hits(site["doubtful"])}) for site in plain["sites"]
    )
    return Report(sites, tuple((owner, kind, text) for owner, kind, text in plain["not_searched"]))


def _hits(plain: list[dict[str, Any]]) -> tuple[Hit, ...]:
    return tuple(Hit(**hit) for hit in plain)


def _faults(site: SiteReport) -> list[Fault]:
    faults = [Fault(f"{site.site}/{hit.file}", str(hit)) for hit in site.hits[:_SHOWN]]
    more = len(site.hits) - _SHOWN
    return [*faults, Fault(site.site, f"{more} more identifiers of other clients")] if more > 0 else faults
