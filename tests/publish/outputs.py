"""Finished outputs for the tests of publishing, and a visitor."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from clairevoie.gate import examine, keep
from clairevoie.publish.candidates import EVIDENCE
from clairevoie.release import manifest, read, write

TOKENS = {"lefevre": "T-LEFEVRE-1", "castelbourg": "T-CASTELBOURG-1"}


def built(output: Path, version: str, sites: tuple[str, ...] = ("lefevre", "internal"), *, hour: int = 8) -> Path:
    """An output whose sites' files all say `version`, with its manifests and what the gate found."""
    for site in sites:
        shutil.rmtree(output / site, ignore_errors=True)
        for path in ("index.html", "tickets/index.html", "data/tickets.json", "theme/f.woff2"):
            file = output / site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{site} {version}")
    finish(output, sites, hour=hour)
    return output


def finish(output: Path, sites: tuple[str, ...], *, hour: int = 8) -> None:
    """Write the evidence of what stands in the sites' folders."""
    tokens = output.parent / "tokens.jsonl"
    rows = [{"owner": owner, "kind": "ticket", "text": text} for owner, text in TOKENS.items()]
    tokens.write_text("".join(json.dumps(row) + "\n" for row in rows))
    keep(examine({site: output / site for site in sites if site != "internal"}, tokens), output / EVIDENCE / "gate")
    for site in sites:
        whole = replace(manifest(output / site, site), as_of=f"2026-11-01T{hour:02d}:00:00+01:00")
        write(whole, output / EVIDENCE / f"{site}.json")
        shows = output / EVIDENCE / "disclosure" / f"{site}.json"
        shows.parent.mkdir(exist_ok=True)
        shows.write_text(json.dumps({"name": site, "release": whole.release, "lines": []}))


def release_of(output: Path, site: str) -> str:
    """The release that stands in an output."""
    return read(output / EVIDENCE / f"{site}.json").release


def view(output: Path, site: str = "lefevre") -> dict[str, str]:
    """What a visitor of the site that stands in an output would see."""
    folder = output / site
    return {file.relative_to(folder).as_posix(): file.read_text() for file in folder.rglob("*") if file.is_file()}
