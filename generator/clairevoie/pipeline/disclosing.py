"""What clients are shown, against `disclosure.lock`: said when sites are built, refused when it would widen unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from clairevoie.blobs import Folder
from clairevoie.disclosure import in_force, lock, saying
from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.pipeline import made
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.overriding import local_day
from clairevoie.pipeline.report import Report
from clairevoie.project.model import ClientSpec, Project
from clairevoie.publish import Step

_MAKE = "make it with `clairevoie disclosure lock`, have it reviewed, and commit it"
_AGAIN = "write it with `clairevoie disclosure lock`, and have the difference reviewed"


def write_lock(root: Path) -> tuple[str, list[str]]:
    """Write disclosure.lock; its path and, a line a client, what changes by it."""
    project = load_checked(root, None)
    try:
        before = held_by(project) or {}
    except ConfigurationError:  # of a merge that failed, say: it is written anew, and reviewed whole
        before = {}
    file = (root / lock.FILE).resolve()
    mode = (root / "portal.yml").stat().st_mode & 0o666 | 0o600  # it is committed with it: as private as that is kept
    place = Folder(file.parent, file_mode=mode, lent=True)  # whole or not at all: a full disk leaves the reviewed one
    place.put(file.name, lock.written(project.clients).encode())
    now = _lines(project)
    gone = [f"{client} is not configured any more" for client in sorted(set(before) - set(now))]
    return str(root / lock.FILE), [*_changes(now, before, {}), *gone]


def check_lock(root: Path) -> None:
    """Raises ConfigurationError where disclosure.lock is not what `write_lock` would write."""
    project = load_checked(root, None)
    held = _locked(project)
    refuse_wider(project, project.clients)
    if (root / lock.FILE).read_text(encoding="utf-8") != lock.written(project.clients):
        now = _lines(project)
        said = _changes(now, held, {}) or ["what it holds of clients that left, or how it is written"]
        raise ConfigurationError(*(Fault(lock.FILE, f"is not up to date: {line}; {_AGAIN}") for line in said))


def show(root: Path, client: str, language: str) -> list[tuple[str, str]]:
    """What a client sees, in words: (what it is about, what)."""
    project = load_checked(root, None)
    spec = next((spec for spec in project.clients if spec.client == client), None)
    if spec is None:
        raise ConfigurationError(unknown("disclosure show", "client", client, [s.client for s in project.clients]))
    return list(saying.seen(_lines(project)[client], language))


def refuse_wider(project: Project, specs: Iterable[ClientSpec]) -> None:
    """Raises ConfigurationError, a line a client, for grants that the lock does not hold."""
    held = _locked(project)
    now = _lines(project)
    _refuse({spec.client: now[spec.client] for spec in specs}, held)


def refuse_wider_built(project: Project, output: Path, sites: Collection[str], today: date) -> None:
    """The same for sites as they stand built: configured more narrowly since, they would still show what they show."""
    shown = {site: made.built(output, site) for site in sites if made.release(output, site)}
    if unrecorded := [site for site, known in shown.items() if known is None]:
        raise ConfigurationError(*(Fault(f"client {site}", "nothing says what its built site shows; build it again")
                                   for site in unrecorded))
    over = [Fault(f"client {site}", f"the override of {figure} ended on {until}, and its built site shows it; build it"
                  " again") for site, known in shown.items() if known for figure, until in _ended(known.lines, today)]
    if over:
        raise ConfigurationError(*over)
    if shown:
        _refuse({site: known.lines for site, known in shown.items() if known}, _locked(project))


def refuse_wider_release(project: Project, site: str, release: str, recorded: Iterable[tuple[str, str]], today: date
                         ) -> None:
    """The same for an older release that would come back, of what was recorded when it was published."""
    held, lines = _locked(project), frozenset(recorded)
    where = f"rollback: {site}"
    if site not in held:
        raise ConfigurationError(Fault(where, f"is not in {lock.FILE}: nothing may be shown to it; {_AGAIN}"))
    if (change := lock.difference(held[site], lines)).wider:
        raise ConfigurationError(Fault(where, f"release {release} shows what {lock.FILE} does not hold:"
                                       f" {saying.wider(change)}; nothing changes: publish anew"))
    if over := list(_ended(lines, today)):
        raise ConfigurationError(*(Fault(where, f"release {release} shows {figure}, whose override ended on {until};"
                                         " nothing changes: publish anew") for figure, until in over))


def record_all(project: Project, names: Mapping[str, str], output: Path, report: Report) -> None:
    """Keep what each site that was built shows; what that opens and closes against the lock is in the notices."""
    releases = {site.site: site.release for site in report.sites if site.outcome in ("built", "unchanged")}
    assert report.as_of
    day = local_day(project, report.as_of)
    every = lock.with_sums({spec.client: _shown_on(spec, day) for spec in project.clients})
    now = {client: lines for client, lines in every.items() if client in releases}
    for client, lines in now.items():
        made.keep(output, client, names.get(client) or client, releases[client], lines)
    held = held_by(project)
    if held is None:
        if now:
            report.notices.append(f"{lock.FILE}: no such file, so nothing can be published; {_MAKE}")
        return
    report.notices += _changes(now, held, names)


def held_by(project: Project) -> lock.Locked | None:
    """What the lock holds, None where there is none. Raises ConfigurationError for one that cannot be read."""
    file = project.root / lock.FILE
    if not file.exists():
        return None
    try:
        return lock.with_sums(lock.read(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(Fault(lock.FILE, "cannot be read as UTF-8; restore it, or write it anew with"
                                       " `clairevoie disclosure lock`")) from None


def planned(project: Project, output: Path, steps: Iterable[Step], published: Mapping[str, lock.Lines]
            ) -> tuple[Step, ...]:
    """The steps, each with what visitors would newly see, and refused where the lock does not hold it."""
    held = held_by(project)
    return tuple(_planned(output, step, held, published) for step in steps)


def _lines(project: Project) -> lock.Locked:
    """What the grants of each client come to, with the sums that others let it read."""
    return lock.with_sums({spec.client: lock.lines_of(spec) for spec in project.clients})


def _ended(lines: lock.Lines, today: date) -> Iterable[tuple[str, date]]:
    """Overrides that were in force when a site was built, and are not on `today`."""
    found = (lock.overridden(what) for kind, what in sorted(lines) if kind == "override")
    return ((figure, until) for figure, until, _, _ in found if until < today)


def _shown_on(spec: ClientSpec, day: date) -> lock.Lines:
    """What a site built on that day shows: without the overrides that are over."""
    return lock.lines_of(replace(spec, grants=replace(spec.grants, overrides=in_force(spec.grants, day))))


def _planned(output: Path, step: Step, held: lock.Locked | None, published: Mapping[str, lock.Lines]) -> Step:
    shown = None if step.site == "internal" or step.action == "refuse" else made.built(output, step.site)
    if shown is None:
        return step
    before = published.get(step.site) or (held or {}).get(step.site)
    said = saying.visible(shown.name, lock.difference(before, shown.lines))
    step = replace(step, visible=said)
    wider = lock.difference((held or {}).get(step.site), shown.lines).wider
    if held is None:
        return replace(step, action="refuse", reason=f"{lock.FILE}: no such file; {_MAKE}")
    return replace(step, action="refuse", reason=f"{lock.FILE} does not hold what is newly visible; {_AGAIN}"
                   ) if wider else step


def _refuse(now: Mapping[str, lock.Lines], held: lock.Locked) -> None:
    faults = []
    for client in sorted(now):
        change = lock.difference(held.get(client), now[client])
        if client not in held:
            faults.append(Fault(f"client {client}", f"is not in {lock.FILE}: nothing may be shown to it yet; {_AGAIN}"))
        elif change.wider:
            faults.append(Fault(f"client {client}", f"{lock.FILE} does not hold what is newly visible:"
                                f" {saying.wider(change)}; {_AGAIN}"))
    if faults:
        raise ConfigurationError(*faults)


def _locked(project: Project) -> lock.Locked:
    held = held_by(project)
    if held is None:
        raise ConfigurationError(Fault(lock.FILE, f"no such file; {_MAKE}"))
    return held


def _changes(now: Mapping[str, lock.Lines], held: lock.Locked, names: Mapping[str, str]) -> list[str]:
    said = []
    for client in sorted(now):
        name = names.get(client) or client
        said.append(saying.visible(name, lock.difference(held[client], now[client])) if client in held else
                    f"newly visible to {name}: all that it is granted ({len(now[client])} lines);"
                    f" `clairevoie disclosure show {client}` says it in words")
    return [line for line in said if line]
