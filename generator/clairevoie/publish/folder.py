"""The target `folder`: a folder of this machine that a server in front reads.

The private state, with every key, is `.clairevoie/targets/<target>.json`, outside. Whoever lists `sites/` knows every
key, so others pass through it and do not list it.
"""

from __future__ import annotations

import contextlib
import os
from functools import partial
from pathlib import Path

from pydantic import Field

from clairevoie.blobs import Folder
from clairevoie.errors import ConfigurationError, Fault, TargetError
from clairevoie.publish import keys
from clairevoie.publish.opening import LINKS, SITES, named
from clairevoie.publish.settings import Common
from clairevoie.publish.target import Opened

_SCRATCH = ".scratch"
_FOLDER, _FILE = 0o755, 0o644  # a web server of another user reads them
_DAY = 86400


class Settings(Common):
    """path: where sites are published, relative to the workspace."""

    path: str = Field(min_length=1, pattern=r"^[^\x00]*$", description="a path")


def opened(settings: Settings, target: str, root: Path) -> Opened:
    """Look at the folder; writes nothing. Raises TargetError for one of the layout before."""
    path = (root / settings.path).resolve()
    with named(target):
        _refuse_before(path, target)
    base = Folder(path, _FOLDER, _FILE, passed=frozenset((SITES, LINKS)), aside=_SCRATCH, lent=True)
    return Opened(
        base, keys.private(root), keep=settings.keep, grace=settings.grace, delete_at_most=settings.delete_at_most,
        address=settings.address, ready=partial(_ready, base), apart=partial(_apart, path, target),
    )


def _refuse_before(path: Path, target: str) -> None:
    before = [folder for folder in path.iterdir() if (folder / "releases").is_dir()] if path.exists() else []
    if before:
        what = f"its folder holds {len(before)} sites as an earlier version published them"
        raise TargetError(Fault(f"target {target}", f"{what}; empty the folder and publish again"))


def _apart(path: Path, target: str, output: Path) -> None:
    sites = output.resolve()
    if path.is_relative_to(sites) or sites.is_relative_to(path):
        what = "path and output lie one inside the other; give it its own folder"
        raise ConfigurationError(Fault(f"target {target}", what))


def _ready(base: Folder) -> None:
    """Show that something can be written; sweep away what runs that were killed a day ago have left half written."""
    probe = f"{_SCRATCH}/probe"
    base.put(probe, b"")
    scratch = base.root / _SCRATCH
    now = (base.root / probe).stat().st_mtime  # the disk's own clock
    for file in scratch.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another run sweeps too
            if file.stat().st_mtime <= now - _DAY:
                os.unlink(file)
