"""Two places of one portal.yml, one inside the other: what one reads, lists and deletes would be the other's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from clairevoie import publish
from clairevoie.errors import Fault
from clairevoie.project.model import Project
from clairevoie.project.strict_yaml import read

_OURS = ("content", "data_sources", ".clairevoie", "output")  # the operator's, what nobody else reads, what is built
_Place = tuple[str, ...]


def faults(project: Project) -> list[Fault]:
    """A line for each pair of targets, and for a target over the store or over a folder of the workspace.

    Targets whose settings will not do are left out: they have faults of their own.
    """
    places = dict(_places(project))
    held = {f"the workspace's {name}": _of_path(project.root / name) for name in _OURS}
    if project.store.bucket:
        held["the store"] = _of_bucket(project.store.endpoint_url, project.store.bucket, project.store.prefix)
    document = read(project.root / "portal.yml", "portal.yml") if places else None
    found = [(other, f"target {one}") for one, other in combinations(places, 2) if _touch(places[one], places[other])]
    found += [(one, what) for one in places for what, place in held.items() if _touch(places[one], place)]
    return [Fault(f"{document.where(('targets', target))}: target {target}",
                  f"it and {what} lie one inside the other; give each a place of its own")
            for target, what in found if document]


def _places(project: Project) -> Iterator[tuple[str, _Place]]:
    for target in project.targets.values():
        if target.type not in publish.TARGETS:
            continue
        said = target.settings
        path, bucket, prefix = said.get("path"), said.get("bucket"), said.get("prefix", "")
        if isinstance(path, str) and path and "\0" not in path:
            yield target.id, _of_path(project.root / path)
        elif isinstance(bucket, str) and isinstance(prefix, str):
            yield target.id, _of_bucket(said.get("endpoint_url"), bucket, prefix)


def _of_path(path: Path) -> _Place:
    return ("", *path.resolve().parts)


def _of_bucket(endpoint: object, bucket: str, prefix: str) -> _Place:
    return (f"{endpoint or 'aws'}".rstrip("/").lower(), bucket, *filter(None, prefix.split("/")))


def _touch(one: _Place, other: _Place) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]
