"""What was open at the end of the day before, noted when it is still known: later, a reopened ticket hides it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from clairevoie.figures.clock import NEVER
from clairevoie.figures.columns import Columns, Flags
from clairevoie.figures.zones import epoch
from clairevoie.tables.daily import By, Noted, arranged

_BY = ("contract", "priority", "kind")
_OPEN = ("new", "assigned", "pending", "waiting_approval")


def day_ends(tickets: pa.Table, zones: Mapping[str, str], read: datetime) -> tuple[Noted, ...]:
    """The backlog of each client at the last midnight (in its zone) before `read`: all of it, and by each grouping.

    zones: client → its zone; tickets of others are not counted. A ticket resolved between midnight and `read` was open;
    one that was resolved at midnight and reopened since counts as open.
    """
    table = Columns(tickets)
    found: list[Noted] = []
    for zone in sorted(set(zones.values())):
        day, midnight = _midnight(read, zone)
        mine = sorted(client for client in zones if zones[client] == zone)
        open_ = Columns(tickets.select(["client", *_BY]).take(np.flatnonzero(_open_at(table, midnight))))
        found += _counted(open_, np.flatnonzero(open_.codes("client").is_(*mine)).tolist(), mine, day)
    return tuple(arranged(found))


def _midnight(read: datetime, zone: str) -> tuple[date, int]:
    """The day that ended last, and when."""
    today = read.astimezone(ZoneInfo(zone)).date()
    return today - timedelta(days=1), epoch(datetime.combine(today, time(), ZoneInfo(zone)))


def _open_at(tickets: Columns, instant: int) -> Flags:
    status = tickets.codes("status")
    resolved, closed = tickets.instants("resolved"), tickets.instants("closed")
    ended = np.where(status.is_("cancelled"), closed, np.minimum(resolved, closed))
    later = ~status.is_(*_OPEN) & (ended >= instant) & (ended != NEVER)
    open_: Flags = (tickets.instants("created") < instant) & (status.is_(*_OPEN) | later)
    return open_


def _counted(tickets: Columns, rows: list[int], clients: list[str], day: date) -> Iterator[Noted]:
    counts: Counter[tuple[str, By]] = Counter()
    whose = tickets.codes("client")
    groupings = [(name, tickets.codes(name)) for name in _BY]
    for row in rows:
        client = whose.names[whose.index[row]]
        counts[client, ()] += 1
        for name, codes in groupings:
            if codes.index[row] >= 0:
                counts[client, ((name, codes.names[codes.index[row]]),)] += 1
    for client in clients:
        yield Noted(day, client, "backlog", (), counts.pop((client, ()), 0))
    yield from (Noted(day, client, "backlog", by, n) for (client, by), n in counts.items())
