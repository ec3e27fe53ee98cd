"""What a built site was made to show, kept beside the manifest of its release."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from clairevoie.disclosure import lock
from clairevoie.errors import ConfigurationError
from clairevoie.pipeline.releasing import MANIFESTS
from clairevoie.release import read


@dataclass(frozen=True, slots=True)
class Shown:
    """What a built site was made to show. name: the client's, as its data says it."""

    name: str
    release: str
    lines: lock.Lines


def built(output: Path, site: str) -> Shown | None:
    """What the built site shows; None where that was not recorded of it."""
    try:
        said = json.loads(_record(output, site).read_text(encoding="utf-8"))
        shown = Shown(str(said["name"]), str(said["release"]), frozenset((kind, what) for kind, what in said["lines"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return shown if release(output, site) == shown.release else None


def release(output: Path, site: str) -> str:
    """The release that stands built, "" where its manifest cannot be read: publishing refuses that site by itself."""
    try:
        return read(output / MANIFESTS / f"{site}.json").release
    except ConfigurationError:
        return ""


def keep(output: Path, site: str, name: str, of: str, lines: lock.Lines) -> None:
    """Record what a site that was just built shows."""
    said = {"name": name, "release": of, "lines": sorted(map(list, lines))}
    file = _record(output, site)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(said, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _record(output: Path, site: str) -> Path:
    return output / MANIFESTS / "disclosure" / f"{site}.json"
