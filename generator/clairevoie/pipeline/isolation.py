"""What the gate searched and found, for the staff's page and for the private state."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from clairevoie import __version__, gate
from clairevoie.blobs import Folder
from clairevoie.disclosure import IsolationInputs
from clairevoie.pipeline.report import Site
from clairevoie.portal import SearchedSite, Spot

FILE = "isolation.json"


def isolation(searched: gate.Report, sites: Iterable[Site]) -> IsolationInputs:
    """Each client's site as the staff's page shows it; a site that is held was not searched."""
    reports = {one.site: one for one in searched.sites}
    shown = tuple(_site(site, reports.get(site.site)) for site in sites if site.site != "internal")
    return IsolationInputs(__version__, gate.NAMES, tuple(sorted(shown, key=lambda one: one.site)),
                           searched.not_searched)


def record(searched: gate.Report, state: Path, as_of: datetime | None) -> None:
    """Write `isolation.json`: of each site what was searched last, when and by which version; refused sites too."""
    sites = _recorded(state)
    when = {"as_of": as_of.isoformat() if as_of else None, "version": __version__}
    sites |= {one.site: {**when, **asdict(one)} for one in searched.sites}
    body = {"forms": gate.NAMES, "not_searched": searched.not_searched,
            "sites": [sites[name] for name in sorted(sites)]}
    Folder(state, folder_mode=0o700, file_mode=0o600).put(FILE, json.dumps(body, ensure_ascii=False, indent=1).encode())


def _recorded(state: Path) -> dict[str, Any]:
    """What was recorded of each site; nothing where nothing is, or nothing that can be read."""
    try:
        return {site["site"]: site for site in json.loads((state / FILE).read_bytes())["sites"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _site(site: Site, report: gate.SiteReport | None) -> SearchedSite:
    if report is None:
        return SearchedSite(site.site, "held")
    return SearchedSite(site.site, site.outcome, report.files, report.bytes, report.tokens, report.own, report.found,
                        report.declared, tuple(map(_spot, report.hits)), tuple(map(_spot, report.doubtful)))


def _spot(hit: gate.Hit) -> Spot:
    return Spot(hit.file, hit.place, hit.offset, hit.kind, hit.owner)
