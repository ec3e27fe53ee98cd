"""What clients were shown and when: kept in a target's private state at each publication that changed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from clairevoie.blobs import Blob, Folder
from clairevoie.disclosure import Seen, lock
from clairevoie.errors import TargetError
from clairevoie.pipeline import disclosing, made
from clairevoie.pipeline.report import Report
from clairevoie.project.model import Project
from clairevoie.publish import Opened, Outcome

_MOST = 200  # versions that are kept of a client
_RELEASES = 200  # of a version: more than a target keeps
_TRIES = 5  # others that publish to the same target meanwhile


class Version(BaseModel):
    """What a client was shown from `at` on; lines are [kind, what]. release: the first that showed it; later: others.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: AwareDatetime
    name: str
    release: str
    lines: tuple[tuple[str, str], ...]
    later: tuple[str, ...] = ()

    def showed(self, release: str) -> bool:
        """Whether a release showed this."""
        return release == self.release or release in self.later


class _State(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    target: str
    clients: dict[str, tuple[Version, ...]] = {}  # oldest first


def published(opened: Opened, target: str) -> dict[str, lock.Lines]:
    """What each client's visitors see at a target, as far as it was recorded."""
    state = _state(opened.state.get(_name(target)), target) or _State(target=target)
    return {client: frozenset(known[-1].lines) for client, known in state.clients.items() if known}


def of_release(opened: Opened, target: str, client: str, release: str) -> Version | None:
    """What a release showed that was published to a target, None where that was not recorded."""
    state = _state(opened.state.get(_name(target)), target) or _State(target=target)
    return next((one for one in reversed(state.clients.get(client, ())) if one.showed(release)), None)


def record(project: Project, opened: Opened, target: str, output: Path, outcomes: Iterable[Outcome], at: datetime,
           report: Report) -> None:
    """Keep what the sites that visitors now see show, where it is not what was kept last; and a copy for the staff."""
    new = {one.site: Version(at=at, name=shown.name, release=one.release, lines=tuple(sorted(shown.lines)))
           for one in outcomes if one.outcome in ("published", "unchanged") and one.site != "internal"
           and (shown := made.built(output, one.site)) and shown.release == one.release}
    if new:
        add(project, opened, target, new, report)


def add(project: Project, opened: Opened, target: str, new: Mapping[str, Version], report: Report) -> None:
    """Keep what each of these clients' visitors see from now on."""
    try:
        for _ in range(_TRIES):
            blob = opened.state.get(_name(target))
            state = _state(blob, target)
            if blob and state is None:
                report.notices.append(f"target {target}: what clients were shown cannot be read; it is begun anew")
            after = _with(state or _State(target=target), new)
            data = after.model_dump_json(indent=1).encode()
            if after == state or opened.state.put_if(_name(target), data, blob.tag if blob else None):
                _copies(project).put(f"{target}.json", data)
                return
        report.notices.append(f"target {target}: others publish all the time; what clients see is recorded next time")
    except (OSError, TargetError) as error:
        report.notices.append(f"target {target}: what clients see is not recorded: {error}")


def history(project: Project) -> Mapping[str, tuple[Version, ...]]:
    """Every version that this workspace knows, by client, over all its targets, oldest first."""
    found: dict[str, list[Version]] = {}
    for target in sorted(project.targets):
        try:
            state = _state(_copies(project).get(f"{target}.json"), target)
        except OSError:
            continue
        for client, versions in (state.clients if state else {}).items():
            found.setdefault(client, []).extend(versions)
    return {client: tuple(sorted(versions, key=lambda one: one.at)) for client, versions in found.items()}


def seen_by(project: Project) -> Seen:
    """What the staff's site says of disclosure: the lock, and what was published from here."""
    found = {client: tuple((version.at, frozenset(version.lines)) for version in versions)
             for client, versions in history(project).items()}
    return Seen(disclosing.held_by(project), found)


def _with(state: _State, new: Mapping[str, Version]) -> _State:
    clients = dict(state.clients)
    for client, version in new.items():
        known = clients.get(client, ())
        if not known or known[-1].lines != version.lines:
            clients[client] = (*known, version)[-_MOST:]
        elif not known[-1].showed(version.release):
            later = (*known[-1].later, version.release)[-_RELEASES:]
            clients[client] = (*known[:-1], known[-1].model_copy(update={"later": later}))
    return _State(target=state.target, clients=dict(sorted(clients.items())))


def _state(blob: Blob | None, target: str) -> _State | None:
    try:
        state = _State.model_validate_json(blob.data) if blob else None
    except ValidationError:
        return None
    return state if state and state.target == target else None


def _copies(project: Project) -> Folder:
    return Folder(project.state / "disclosure", folder_mode=0o700, file_mode=0o600)


def _name(target: str) -> str:
    return f"{target}.disclosure.json"
