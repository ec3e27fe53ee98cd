"""Clients that left the configuration while something of theirs stands: named, refused, never removed unasked."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from clairevoie.errors import Fault, TargetError
from clairevoie.pipeline.releasing import MANIFESTS
from clairevoie.project.model import Project
from clairevoie.publish import keys
from clairevoie.publish.candidates import INTERNAL
from clairevoie.publish.keys import Keys


def departed(project: Project, known: Keys) -> tuple[str, ...]:
    """The clients of a target's private state that are not configured any more, sorted."""
    return _left(project, known.sites)


def fault(project: Project, target: str, client: str) -> Fault:
    """What is said of a client that left, by what publishes."""
    more = f" --target {target}" if len(project.targets) > 1 else ""
    removal = f"remove it with `clairevoie access revoke {client} --all{more}`"
    return Fault(f"target {target}", f"client {client} left the configuration; its last release stands; {removal}")


def notices(project: Project, output: Path) -> list[str]:
    """What is said by what only builds: of the states of this workspace and of the built sites, without a network."""
    said = []
    for target in project.targets:
        try:
            clients = departed(project, keys.load(keys.private(project.root), target))
        except TargetError as error:
            said += [str(fault) for fault in error.faults]
            continue
        except OSError as error:
            said.append(f"target {target}: its private state cannot be read: {error.strerror}")
            continue
        said += [str(fault(project, target, client)) for client in clients]
    built = _left(project, {file.stem for file in (output / MANIFESTS).glob("*.json")})
    return [*said, *(f"client {client} left the configuration; its built site stays in {output.name}/{client}, "
                     "and is not published any more" for client in built)]


def _left(project: Project, sites: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(set(sites) - {spec.client for spec in project.clients} - {INTERNAL}))
