"""What the gate searched and what it found, for each site."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from clairevoie.blobs import Blobs
from clairevoie.errors import Fault

Place = Literal["content", "name", "inside"]

_NAME = "gate/report.json"
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


def keep(report: Report, store: Blobs) -> None:
    """Keep a report beside the manifests of what it is about."""
    store.put(_NAME, json.dumps(asdict(report), ensure_ascii=False, indent=1).encode() + b"\n")


def kept(store: Blobs) -> Report:
    """The report that was kept; one of no site where there is none, or none that can be read: nothing passed then."""
    blob = store.get(_NAME)
    try:
        plain = json.loads(blob.data if blob else b"")
        sites = tuple(_site(site) for site in plain["sites"])
        return Report(sites, tuple((owner, kind, text) for owner, kind, text in plain["not_searched"]))
    except (ValueError, KeyError, TypeError):
        return Report(())


def _site(plain: dict[str, Any]) -> SiteReport:
    return SiteReport(**{**plain, "hits": _hits(plain["hits"]), "doubtful": _hits(plain["doubtful"])})


def _hits(plain: list[dict[str, Any]]) -> tuple[Hit, ...]:
    return tuple(Hit(**hit) for hit in plain)


def _faults(site: SiteReport) -> list[Fault]:
    faults = [Fault(f"{site.site}/{hit.file}", str(hit)) for hit in site.hits[:_SHOWN]]
    more = len(site.hits) - _SHOWN
    return [*faults, Fault(site.site, f"{more} more identifiers of other clients")] if more > 0 else faults
