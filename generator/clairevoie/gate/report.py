"""What the gate searched and what it found, for each site."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from clairevoie.blobs import Folder
from clairevoie.errors import Fault
from clairevoie.gate.forms import Place

_SHOWN = 20  # lines for one site: enough to see what leaks, few enough to read


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """Somebody else's identifier. offset: byte of the file (where base64 begins), of its name, or of what is compressed
    inside it."""

    file: str
    place: Place
    offset: int
    kind: str
    owner: str

    def __str__(self) -> str:
        where = {"content": "", "name": "in its name, ", "inside": "compressed inside, ",
                 "encoded": "in base64, "}[self.place]
        return f"{self.file} {where}at byte {self.offset}: a {self.kind} of {self.owner}"


@dataclass(frozen=True, slots=True)
class SiteReport:
    """One site. digest: of the names and bytes that were searched; tokens: forms of others that were searched for.

    own, found: forms of its own identifiers, and how many of these stand in it: that the search finds what is there.
    declared: words that the operator declared to be common or shared, and how often they stand in it.
    doubtful: identifiers of one or two characters or of a few digits, where identifiers stand; they refuse nothing.
    """

    site: str
    digest: str
    files: int
    bytes: int
    tokens: int
    own: int = 0
    found: int = 0
    declared: tuple[tuple[str, int], ...] = ()
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

    def hits_of(self, site: str) -> tuple[Hit, ...]:
        """What refuses the release of a site."""
        return next((report.hits for report in self.sites if report.site == site), ())

    def faults(self) -> tuple[Fault, ...]:
        """One fault a hit, for a GateError; beyond twenty in one site, their number."""
        return tuple(fault for site in self.sites for fault in _faults(site))

    def summary(self) -> dict[str, Any]:
        """Plain values for the report of a run."""
        return asdict(self)


def digest(files: Iterable[tuple[str, str]]) -> str:
    """The sha256 of a site's (path, sha256) pairs: what a report is about."""
    return hashlib.sha256("".join(f"{sha256} {path}\n" for path, sha256 in sorted(files)).encode()).hexdigest()


def keep(report: Report, folder: Path) -> None:
    """Keep what was found of each site in `<folder>/<site>.json`, for who publishes it."""
    store = Folder(folder, folder_mode=0o755, file_mode=0o644)
    for site in report.sites:
        store.put(f"{site.site}.json", json.dumps(asdict(site), ensure_ascii=False, indent=1).encode() + b"\n")


def kept(folder: Path, site: str) -> SiteReport | None:
    """What was kept of a site; None where nothing was, or nothing that can be read."""
    try:
        plain = json.loads((folder / f"{site}.json").read_bytes())
        declared = tuple((word, count) for word, count in plain["declared"])
        return SiteReport(**{**plain, "declared": declared, "hits": _hits(plain["hits"]),
                             "doubtful": _hits(plain["doubtful"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _hits(plain: list[dict[str, Any]]) -> tuple[Hit, ...]:
    return tuple(Hit(**hit) for hit in plain)


def _faults(site: SiteReport) -> list[Fault]:
    faults = [Fault(f"gate: {site.site}", str(hit)) for hit in site.hits[:_SHOWN]]
    more = len(site.hits) - _SHOWN
    return [*faults, Fault(f"gate: {site.site}", f"{more} more identifiers of other clients")] if more > 0 else faults
