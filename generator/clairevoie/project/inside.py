"""Links that lead out of the workspace: what stands there is not the operator's to show, whoever put the link there."""

from __future__ import annotations

import os
from pathlib import Path

from clairevoie.errors import ConfigurationError, Fault

OUTSIDE = "leads outside the workspace, and is not followed; put what it leads to in its place"
ELSEWHERE = "leads out of its client's folder, and is not followed; put what it leads to there, or in content/shared"


def stray(path: Path, root: Path) -> str:
    """The first part of a path that leads out of the workspace, as it is called from there; "" where none does.

    The workspace itself may be reached by a link, and a link that stays inside it is followed.
    """
    if not path.is_relative_to(root):
        return ""
    place = root
    for part in path.relative_to(root).parts:
        place /= part
        leads = part == ".." or place.is_symlink()  # a thousand clients are asked of: no other way is looked up
        if leads and not Path(os.path.realpath(place)).is_relative_to(os.path.realpath(root)):
            return place.relative_to(root).as_posix()
    return ""


def check_inside(path: Path, root: Path) -> None:
    """Raises ConfigurationError where a part of the path leads out of the workspace."""
    if out := stray(path, root):
        raise ConfigurationError(Fault(out, OUTSIDE))
