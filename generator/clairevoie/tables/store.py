"""The store: what each source gave, reading by reading; nothing in it is ever altered.

`snapshots/<source>/<read at, UTC>-<hash>/` · `holds/<source>.json`, beside `history/` and `published/`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from types import MappingProxyType

import pyarrow as pa

from clairevoie.blobs import Blobs
from clairevoie.errors import Fault, SourceError
from clairevoie.tables import snapshot
from clairevoie.tables.arrow import empty
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.sealed import DamagedError, seal, unseal
from clairevoie.tables.snapshot import INDEX, STAMP, Index

_TURNS = timedelta(seconds=5)  # by so little a saved reading may be ahead of the clock



class NothingError(SourceError):
    """No reading of this source was ever stored."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source gave, when it was read, and when it was made, if before. refused: a line for each newer reading
    that is spoilt."""

    dataset: Dataset
    read_at: datetime
    dated: datetime
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """Why a source is held at its last good reading, and since when."""

    since: datetime
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Store:
    """What was read of every source, in a private folder or a bucket."""

    blobs: Blobs

    def save(self, source: str, dataset: Dataset, read_at: datetime, dated: datetime | None = None,
             ended: Mapping[str, bool] = MappingProxyType({})) -> str:
        """Keep a reading of a source, whole or not at all; gives its name. The same reading twice is kept once.
        ended: file → whether its last line had an end.

        Of two that were read within one second, the one that is saved later is the newer: a second is added to it.
        """
        name, files = snapshot.pack(source, dataset, read_at, dated or read_at, ended)
        before = next(iter(self._names(source)), name)
        if after := _just_before(before, name):
            again = before.split("-")[1:] == name.split("-")[1:]
            turn = after if again else after + timedelta(seconds=1)
            name, files = snapshot.pack(source, dataset, turn, dated or read_at, ended)
        self._put(source, name, files)
        return name

    def rewrite(self, source: str, dataset: Dataset, known: Index) -> None:
        """Keep other rows for a reading that stands under another name, at its place among the readings."""
        self._put(source, *snapshot.pack(source, dataset, known.read_at, known.dated, known.ended))

    def just_saved(self, source: str, name: str, dataset: Dataset) -> Reading | None:
        """What `newest` would read of a reading saved a moment ago as `name`; None where another one is newer."""
        if self._names(source)[:1] != [name]:
            return None
        known = self._index(source, name)
        return Reading(dataset, known.read_at, known.dated)

    def newest(self, source: str) -> Reading:
        """The newest good reading, its rows verified. Raises NothingError where none was stored, SourceError where none
        is good."""
        notices: list[str] = []
        for name in self._names(source):
            try:
                known = self._index(source, name)
                dataset = snapshot.read(self.blobs, f"{_place(source)}{name}/", known)
            except DamagedError as error:
                notices.append(f"{source}: the reading {name} is refused ({error})")
                continue
            told = tuple(f"{notice}; the one before it is used" for notice in notices)
            return Reading(replace(dataset, notices=(*told, *dataset.notices)), known.read_at, known.dated, told)
        if not notices:
            raise NothingError(Fault(f"source {source}", "nothing in the store yet; run clairevoie pull"))
        raise SourceError(Fault(f"source {source}", "; ".join(notices)))

    def last(self, source: str) -> Index | None:
        """The index of the newest reading whose files stand, unread; None where there is none."""
        return next((known for _, known in self._standing(source)), None)

    def table(self, source: str, table: str) -> pa.Table:
        """The rows of one table in the newest reading in which it is good, none where no reading has it. Others are not
        read."""
        file = f"{table}.parquet"
        for name, known in self._standing(source):
            asked = replace(known, files={file: known.files[file]} if file in known.files else {})
            try:
                return snapshot.read(self.blobs, f"{_place(source)}{name}/", asked).tables[table]
            except DamagedError:
                continue
        return empty(table)

    def hold(self, source: str, at: datetime, reasons: Collection[str]) -> None:
        """Remember that a source is held; since when, where it was held already, stays."""
        known = self.held(source)
        since = known.since if known else at
        said = {"since": since.astimezone(UTC).isoformat(timespec="seconds"), "reasons": list(reasons)}
        self.blobs.put(_hold(source), seal("hold", source, said))

    def release(self, source: str) -> None:
        """Forget that a source was held."""
        if self.blobs.get(_hold(source)):
            self.blobs.delete([_hold(source)])

    def held(self, source: str) -> Held | None:
        """Why a source is held, None where it is not. A record that is not whole holds it since its last reading."""
        blob = self.blobs.get(_hold(source))
        if blob is None:
            return None
        try:
            said = unseal(blob.data, "hold", source, _hold(source))
            return Held(datetime.fromisoformat(said["since"]).astimezone(UTC), tuple(map(str, said["reasons"])))
        except (DamagedError, KeyError, TypeError, ValueError) as error:
            last = self.last(source)
            why = str(error) if isinstance(error, DamagedError) else f"{_hold(source)} cannot be read"
            since = last.read_at if last else datetime.fromtimestamp(0, UTC)
            return Held(since, (f"held, but nobody knows why: {why}",))

    def clear(self, source: str, now: datetime, *, keep_days: int, keep_last: int) -> int:
        """Delete the readings that are older than `keep_days`, but for the newest `keep_last` good ones; how many.

        Only what an index names is deleted, and the index after all the rest: what a killed run leaves is found again.
        """
        good = [name for name, _ in islice(self._standing(source), keep_last)]
        if not good:
            return 0
        limit, gone = (now - timedelta(days=keep_days)).astimezone(UTC).strftime(STAMP), 0
        for name in self._names(source):
            if name >= limit or name in good:
                continue
            try:
                files = list(self._index(source, name).files)
            except DamagedError:
                continue
            place = f"{_place(source)}{name}/"
            self.blobs.delete(place + file for file in files)
            self.blobs.delete([place + INDEX])
            gone += 1
        return gone

    def _put(self, source: str, name: str, files: Mapping[str, bytes]) -> None:
        place = f"{_place(source)}{name}/"
        try:
            for file, data in files.items():
                self.blobs.put(place + file, data)
        except OSError:  # a full disk, perhaps: what no index will ever name is given back
            if self.blobs.get(place + INDEX) is None:
                self.blobs.delete(place + file for file in files)
            raise

    def _standing(self, source: str) -> Iterator[tuple[str, Index]]:
        there: dict[str, dict[str, int]] = {}
        for path, size in self.blobs.list(_place(source)).items():
            name, _, file = path.removeprefix(_place(source)).partition("/")
            there.setdefault(name, {})[file] = size
        for name in sorted(there, reverse=True):
            if INDEX in there[name]:
                try:
                    known = self._index(source, name)
                except DamagedError:
                    continue
                if known.stands(there[name]):
                    yield name, known

    def _index(self, source: str, name: str) -> Index:
        blob = self.blobs.get(f"{_place(source)}{name}/{INDEX}")
        if blob is None:
            raise DamagedError(f"{INDEX} is missing")
        return snapshot.index(blob.data, source, name)

    def _names(self, source: str) -> list[str]:
        """Of the readings that have an index, newest first; what a killed run left unfinished has none."""
        place = _place(source)
        paths = (path.removeprefix(place) for path in self.blobs.list(place) if path.endswith(f"/{INDEX}"))
        return sorted((path.removesuffix(f"/{INDEX}") for path in paths), reverse=True)


def _just_before(before: str, name: str) -> datetime | None:
    """When the reading `before` was made, if that is the second of `name` or, since one was added, one of the next."""
    try:
        earlier, read = (datetime.strptime(one.split("-")[0], STAMP).replace(tzinfo=UTC) for one in (before, name))
    except ValueError:  # a folder that is none of ours
        return None
    return earlier if before != name and timedelta(0) <= earlier - read < _TURNS else None


def _place(source: str) -> str:
    return f"snapshots/{source}/"


def _hold(source: str) -> str:
    return f"holds/{source}.json"
