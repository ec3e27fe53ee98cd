"""The story: load → check → derive → slice → for each audience: disclose → render → gate → release.

`build` is the whole of it (story.py); each step is a file of this folder. What is named here is loaded when it is
asked for: who only reads sources needs no figure, no grant and no site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clairevoie.pipeline.story import (
        Coming,
        Report,
        Site,
        build,
        build_as,
        check_lock,
        checked,
        plan,
        publish,
        pull_all,
        rollback,
        run,
        schedule,
        show,
        write_lock,
    )

__all__ = [
    "Coming", "Report", "Site", "build", "build_as", "check_lock", "checked", "plan", "publish", "pull_all", "rollback",
    "run", "schedule", "show", "write_lock",
]


def __getattr__(name: str) -> Any:
    """A step of the story, loaded at its first use. Raises AttributeError."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from clairevoie.pipeline import story

    return getattr(story, name)
