"""Every request in its order, in one conversation: those that others hang on first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.http import increments
from clairevoie.sources.http.asking import Asker
from clairevoie.sources.http.believing import Row
from clairevoie.sources.http.credentials import credentials, hidden
from clairevoie.sources.http.login import Headers, logged_in
from clairevoie.sources.http.memory import Memory, Remembered, packed, unpacked
from clairevoie.sources.http.pagers import Step
from clairevoie.sources.http.paging import fetch, key_of
from clairevoie.sources.http.references import order
from clairevoie.sources.http.refused import Refused, one_line
from clairevoie.sources.http.request import Foreach, Request, Windows
from clairevoie.sources.http.settings import Settings
from clairevoie.sources.http.sheets import Extract, Parent, extract, kept
from clairevoie.sources.http.wire import Wire

Recall = Callable[[str], bytes | None]


@dataclass(slots=True)
class Readings:
    """What was read so far, by request. fresh: the keys that an increment brought; remember: for the next reading.

    again: how often something was asked again.
    """

    extracts: dict[str, Extract] = field(default_factory=dict)
    fresh: dict[str, set[tuple[str, ...] | None]] = field(default_factory=dict)
    remember: dict[str, bytes] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    again: tuple[str, ...] = ()

    def lookup(self, request: str, name: str, key: str) -> str | None:
        """A field of the row of another request that has this key."""
        found = self.extracts[request].by_key.get(key)
        return None if found is None else found[name]


@dataclass(frozen=True, slots=True)
class _Talk:
    """One conversation and what it needs to know."""

    wire: Wire
    headers: Headers
    settings: Settings
    secrets: Mapping[str, str]
    recall: Recall
    zone: str
    now: datetime

    @property
    def sealed(self) -> Mapping[str, str]:
        """What a memory must have been made with to be believed, beside the settings."""
        return {**self.secrets, "timezone": self.zone}


def read(settings: Settings, where: str, zone: str, recall: Recall, now: datetime) -> Readings:
    """All requests, whole or not at all. Raises SourceError, one line, at the first answer that is not believed."""
    secrets = credentials(settings, where)
    readings = Readings()
    at = "login"
    try:
        with Wire(settings) as wire, logged_in(wire, settings, secrets) as headers:
            talk = _Talk(wire, headers, settings, secrets, recall, zone, now)
            for at in order(settings.requests):
                _read(talk, at, readings)
            readings.again = wire.again
    except Refused as error:
        raise SourceError(Fault(f"{where}: {at}", hidden(str(error), secrets))) from None
    return readings


def _read(talk: _Talk, name: str, readings: Readings) -> None:
    request = talk.settings.requests[name]
    rows = _each(talk, name, request, readings) if request.foreach else _plain(talk, name, request, readings)
    readings.extracts[name] = extract(name, request, rows, readings.lookup)


def _plain(talk: _Talk, name: str, request: Request, readings: Readings) -> list[tuple[Row, Parent]]:
    """Everything, or where a memory allows it what changed, laid upon it."""
    if request.since is None:
        return [(row, {}) for row in fetch(_asker(talk, request, {}))]
    known = _recalled(talk, name, request, readings)
    if known is None or known.newest == 0 or increments.is_due(request.since, known, talk.now):
        came = rows = fetch(_asker(talk, request, {}))
        full_at = talk.now.timestamp()
    else:
        came = fetch(_asker(talk, request, {}, increments.asked(request.since, known, talk.zone)))
        rows, full_at = increments.laid(request, known, came), known.full_at
        readings.fresh[name] = {key_of(row, request.key, {}) for row in came}
    latest = max(increments.newest(request, came, talk.zone), known.newest if known and came is not rows else 0)
    memory = Memory([(row, {}) for row in rows], full_at, latest)
    readings.remember[name] = packed(memory, request, talk.settings, talk.sealed)
    return memory.rows


def _each(talk: _Talk, name: str, request: Request, readings: Readings) -> list[tuple[Row, Parent]]:
    """The rows of a request made once for each of something; those whose parent did not change are remembered."""
    assert request.foreach
    parents = list(_parents(request.foreach, readings, talk))
    if len(parents) > request.foreach.limit:
        raise Refused(f"{len(parents)} requests would be made, and limit is {request.foreach.limit}")
    fresh = readings.fresh.get(request.foreach.request)
    known = _recalled(talk, name, request, readings) if request.foreach.follow and fresh is not None else None
    old = _by_parent(known.rows) if known else {}
    rows: list[tuple[Row, Parent]] = []
    seen: set[tuple[str, ...]] = set()
    held: list[tuple[Row, Parent]] = []
    for key, parent in parents:
        mark = json.dumps(key)
        came = old.get(mark) if fresh is not None and key not in fresh else None
        if came is None:
            came = fetch(_asker(talk, request, parent))
            _check_across(request, came, parent, seen)
        rows += [(row, parent) for row in came]
        held += [({}, {"seen": mark}), *((row, {"of": mark}) for row in came)]
    if request.foreach.follow:
        readings.remember[name] = packed(Memory(held, talk.now.timestamp()), request, talk.settings, talk.sealed)
    return rows


def _parents(each: Foreach, readings: Readings, talk: _Talk) -> Iterator[tuple[tuple[str, ...] | None, Parent]]:
    if each.windows:
        yield from ((None, window) for window in _windows(each.windows, talk.now.astimezone(ZoneInfo(talk.zone))))
    elif each.values:
        yield from ((None, {"value": value}) for value in each.values)
    else:
        yield from ((key, fields) for key, fields in readings.extracts[each.request].rows
                    if kept(fields, each.when, each.unless))


def _windows(windows: Windows, now: datetime) -> Iterator[Parent]:
    start, today = windows.first, now.date()
    while start <= today:
        end = min(start + timedelta(days=windows.days - 1), today)
        yield {"from": start.isoformat(), "to": end.isoformat()}
        start = end + timedelta(days=1)


def _by_parent(rows: Remembered) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row, said in rows:
        children = found.setdefault(said.get("of") or said["seen"], [])
        if "of" in said:
            children.append(row)
    return found


def _check_across(request: Request, came: list[Row], parent: Parent, seen: set[tuple[str, ...]]) -> None:
    for row in came if request.key else ():
        key = key_of(row, request.key, parent)
        if key is not None and key in seen:
            raise Refused(f"{one_line('/'.join(key))} comes twice, under two of what it is asked for")
        if key is not None:
            seen.add(key)


def _recalled(talk: _Talk, name: str, request: Request, readings: Readings) -> Memory | None:
    content = talk.recall(name)
    known = unpacked(content, request, talk.settings, talk.sealed)
    if content is not None and known is None:
        readings.notices.append(f"{name}: what was remembered is of other settings or damaged: all of it is read again")
    return known


def _asker(talk: _Talk, request: Request, parent: Parent, more: Step | None = None) -> Asker:
    return Asker(talk.wire, talk.headers, talk.settings, request, parent, more or Step())
