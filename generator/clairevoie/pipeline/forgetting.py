"""Forget a person: in the store, in what is kept between runs, in every reading to come; and say where they stay."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clairevoie.disclosure import lock
from clairevoie.errors import ConfigurationError, Fault
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.locking import locked
from clairevoie.pipeline.storing import opened
from clairevoie.project.model import Project
from clairevoie.tables import forgetting, snapshot
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.sealed import DamagedError
from clairevoie.tables.store import Store

_KEPT = ("work", "preview", "remembered")  # made anew by the next run
_FEWEST = 4  # letters: a shorter word names too many


@dataclass(slots=True)
class Found:
    """cells: source → (table, column) → cells in all its readings. damaged: readings that cannot be read, and go whole.

    stays: one line a place where the person still stands afterwards.
    """

    cells: dict[str, forgetting.Counts] = field(default_factory=dict)
    readings: int = 0
    damaged: int = 0
    stays: list[str] = field(default_factory=list)


def forget(root: Path, person: str, *, apply: bool) -> Found:
    """Look for a person by name, id or address; with `apply`, take them out.

    Raises ConfigurationError where nothing in the store names them, TargetError where the store does not answer.
    """
    project = load_checked(root, None)
    if len(forgetting.folded(person)) < _FEWEST:
        raise ConfigurationError(Fault("forget", f"{person!r} is too short to name one person"))
    found = Found()
    with locked(project.state, private=True), opened(project, writing=apply) as store:
        names = sorted({path.split("/")[1] for path in store.blobs.list("snapshots/")})
        words = _words(store, names, person)
        known = forgetting.read(store.blobs).and_(words)
        if apply:
            forgetting.write(store.blobs, known)  # first: from here on no reading brings them back
        for source in names:
            _forget_in(store, source, known, person, found, apply=apply)
    if not any(found.cells.values()):
        what = f"nobody in the store is named {person[:80]!r}; write the name, id or address as it stands in the data"
        raise ConfigurationError(Fault("forget", what))
    if apply:
        for name in _KEPT:
            shutil.rmtree(project.state / name, ignore_errors=True)
    found.stays += _stays(project, found, words, person)
    return found


def _words(store: Store, sources: Iterable[str], person: str) -> set[str]:
    """Every word that names the person, in any source: an id that one source gives is used by another."""
    words = {forgetting.folded(person)}
    for source in sources:
        for _, dataset in _readings(store, source):
            words |= forgetting.words_of(dataset, words) if dataset else set()
    return words


def _readings(store: Store, source: str) -> Iterator[tuple[str, Dataset | None]]:
    place = f"snapshots/{source}/"
    for name in sorted({path.removeprefix(place).split("/")[0] for path in store.blobs.list(place)}):
        try:
            blob = store.blobs.get(f"{place}{name}/{snapshot.INDEX}")
            known = snapshot.index(blob.data if blob else b"", source, name)
            yield name, snapshot.read(store.blobs, f"{place}{name}/", known)
        except DamagedError:
            yield name, None


def _forget_in(store: Store, source: str, known: forgetting.Forgotten, person: str, found: Found, *, apply: bool
               ) -> None:
    text = person.strip() if " " in person.strip() or "@" in person else ""
    counts = found.cells.setdefault(source, Counter())
    for name, dataset in list(_readings(store, source)):
        place = f"snapshots/{source}/{name}/"
        if dataset is None:
            found.damaged += 1
        else:
            clean, here = forgetting.without(dataset, known.instead, text)
            counts.update(here)
            if not here:
                continue
            found.readings += 1
            if apply:
                blob = store.blobs.get(place + snapshot.INDEX)
                store.rewrite(source, clean, snapshot.index(blob.data if blob else b"", source, name))
        if apply:
            files = sorted(store.blobs.list(place))
            store.blobs.delete([file for file in files if not file.endswith(snapshot.INDEX)])
            store.blobs.delete([place + snapshot.INDEX])


def _stays(project: Project, found: Found, words: Iterable[str], person: str) -> Iterator[str]:
    for source, counts in sorted(found.cells.items()):
        if counts:
            where = ", ".join(sorted({f"{table}.{column}" for table, column in counts if table}))
            yield f"source {source} (data_sources/{source}, or the tool that it asks): {where}; erase it there"
    for file in _files(project.root, words, person):
        yield f"{file}: names the person; rewrite it"
    yield "output/: sites of the last build; gone with the next one"
    for target in sorted(project.targets):
        yield (f"target {target}: what is published now, until the next publication; former releases, as long as the"
               " target keeps them (`keep`, `grace`); labels and events of links, and who allowed an exception, in its"
               " private state")
    yield "pages that were open, downloads, prints, and backups of this machine or of the buckets"


def _files(root: Path, words: Iterable[str], person: str) -> list[str]:
    """The operator's own files that hold the name or one of its words, as they are written."""
    wanted = {forgetting.folded(person), *(word for word in words if " " in word or "@" in word)}
    files = [root / "portal.yml", root / lock.FILE, *sorted((root / "content").rglob("*"))]
    texts: Mapping[Path, str] = {file: forgetting.folded(file.read_text("utf-8", "replace")) for file in files
                                 if file.is_file() and file.suffix in (".md", ".yml", ".yaml", ".lock")}
    return [file.relative_to(root).as_posix() for file, text in texts.items() if any(word in text for word in wanted)]
