"""The store: what each source gave, reading by reading; nothing in it is ever altered."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from clairevoie.errors import Fault, SourceError
from clairevoie.tables import snapshot
from clairevoie.tables.dataset import Dataset, merge
from clairevoie.tables.private import private_folder


class Store:
    """A private folder: `snapshots/<source>/<read at, UTC>-<hash>/`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "snapshots"

    def save(self, source: str, dataset: Dataset, read_at: datetime) -> Path:
        """Keep a reading of a source, whole or not at all; the same reading twice is kept once."""
        place = self._folder / source
        stamp = read_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        scratch = place / f".{stamp}-{os.getpid()}"
        shutil.rmtree(scratch, ignore_errors=True)
        private_folder(scratch)
        digest = snapshot.write(scratch, source, dataset, read_at.astimezone(UTC).isoformat())
        final = place / f"{stamp}-{digest[:12]}"
        if final.exists() and not snapshot.fault(final, source):
            shutil.rmtree(scratch)
        else:
            shutil.rmtree(final, ignore_errors=True)
            scratch.rename(final)
        return final

    def load(self, sources: Sequence[str]) -> Dataset:
        """The newest good reading of each source, merged. Raises SourceError naming every source that has none."""
        return merge(self.readings(sources).values())

    def readings(self, sources: Sequence[str]) -> dict[str, Dataset]:
        """The newest good reading of each source. Raises SourceError naming every source that has none."""
        found: dict[str, Dataset] = {}
        faults: list[Fault] = []
        for source in sources:
            try:
                found[source] = self._newest(source)
            except SourceError as error:
                faults += error.faults
        if faults:
            raise SourceError(*faults)
        return found

    def missing(self, sources: Sequence[str]) -> list[str]:
        """Those that have no good reading."""
        return [source for source in sources if self.read_at(source) is None]

    def is_empty(self) -> bool:
        """True where no source was ever kept."""
        return not self._folder.is_dir() or not any(self._snapshots(place.name) for place in self._folder.iterdir())

    def read_at(self, source: str) -> datetime | None:
        """When the newest good reading of a source was made; None where it has none."""
        names = (folder.name for folder in self._snapshots(source) if not snapshot.fault(folder, source))
        name = next(names, None)
        return datetime.strptime(name.split("-")[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if name else None

    def _newest(self, source: str) -> Dataset:
        notices = []
        for folder in self._snapshots(source):
            try:
                dataset = snapshot.read(folder, source)
            except snapshot.DamagedError as error:
                notices.append(f"{source}: the reading {folder.name} is refused ({error}); the one before it is used")
                continue
            return replace(dataset, notices=(*notices, *dataset.notices))
        refused = "; ".join(notice.removesuffix("; the one before it is used") for notice in notices)
        raise SourceError(Fault(f"source {source}", refused or "nothing in the store yet; run clairevoie pull"))

    def _snapshots(self, source: str) -> list[Path]:
        """Newest first; what a killed run left unfinished begins with a dot."""
        place = self._folder / source
        return sorted(_folders(place), reverse=True) if place.is_dir() else []


def _folders(place: Path) -> Iterator[Path]:
    return (path for path in place.iterdir() if path.is_dir() and not path.name.startswith("."))
