"""A ticket's life as spells of one status each, from the event log, or from its own columns where there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clairevoie.figures.clock import NEVER
from clairevoie.figures.columns import Codes, Columns, Flags, Index, among
from clairevoie.figures.zones import Seconds

STATUSES = ("new", "assigned", "pending", "waiting_approval", "resolved", "closed", "cancelled")
NEW, ASSIGNED, PENDING, WAITING, RESOLVED, CLOSED, CANCELLED = range(7)
OWNING = (ASSIGNED, PENDING, RESOLVED, CLOSED)  # waiting for an approval is no ownership: it only stops the clock
FINAL = (RESOLVED, CLOSED)
OPEN = (NEW, ASSIGNED, PENDING, WAITING)
STOPPED = (PENDING, WAITING)
_FIRST = np.iinfo(np.int64).min


def has_status(status: Index, statuses: tuple[int, ...]) -> Flags:
    """Where a place in STATUSES (-1: none) is one of `statuses`."""
    return among(status, len(STATUSES), statuses)


@dataclass(frozen=True, slots=True, eq=False)
class Spells:
    """Sorted by ticket, then time: ticket[i] had status[i] from start[i] to end[i]; the last one ends at as_of."""

    ticket: Index
    status: Index
    start: Seconds
    end: Seconds
    first: Flags  # the first spell of its ticket
    last: Flags

    def before(self, *statuses: int) -> Flags:
        """The spells whose ticket's previous spell had one of these statuses."""
        was = np.zeros(len(self.ticket), bool)
        was[1:] = has_status(self.status[:-1], statuses)
        return was & ~self.first


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """What became of each ticket by as_of. Instants are epoch seconds, NEVER where it did not happen."""

    spells: Spells
    logged: Flags  # its status changes are in the event log
    status: Index  # at as_of, a place in STATUSES
    owned: Seconds  # the first ownership; a resolution without an owner is one
    resolved: Seconds  # the last time it was, for what is resolved at as_of
    stopped: Seconds  # since when it waits, for what is pending or waiting for an approval
    reopened: Flags
    unrecorded: Flags  # owned, or resolved, at a time that nobody recorded


def history(tickets: Columns, events: Columns, places: dict[str, int], now: int) -> History:
    """The history of every ticket up to `now`; `places`: ticket id -> its row in `tickets`."""
    count = len(tickets)
    log = _logged_changes(events, places)
    logged = np.zeros(count, bool)
    logged[log[0]] = True
    stated = tickets.codes("status").through({name: i for i, name in enumerate(STATUSES)})
    changes = _together(log, _column_changes(tickets, logged, now))
    spells = _spells(tickets.instants("created"), changes, stated, now)
    status = np.full(count, NEW)
    status[spells.ticket[spells.last]] = spells.status[spells.last]
    ended = np.minimum(tickets.instants("resolved"), tickets.instants("closed"))
    undated = has_status(stated, FINAL) & (ended == NEVER)
    given = ~logged & has_status(status, (NEW, ASSIGNED)) & (has_status(stated, OPEN) | undated)
    back = given & (tickets.instants("resolved") <= now)
    unrecorded = given & (undated | ((status == NEW) & has_status(stated, (ASSIGNED, PENDING))))
    status = np.where(given, stated, status)
    taken = _first(spells, has_status(spells.status, OWNING), count)
    return History(
        spells, logged, status, np.minimum(taken, _owners(tickets, events, places, count, now)),
        np.where(has_status(status, FINAL), _last(spells, _run(spells, *FINAL), count), NEVER),
        np.where(has_status(status, STOPPED) & logged, _last(spells, _run(spells, *STOPPED), count), NEVER),
        _any(spells, spells.before(*FINAL) & has_status(spells.status, OPEN), count) | back,
        unrecorded,
    )


Changes = tuple[Index, Seconds, Index]  # ticket, at, status


def value_at(events: Columns, field: str, places: dict[str, int], at: Seconds, otherwise: Codes) -> Codes:
    """What the log says `field` was at each ticket's instant `at`; `otherwise` where it recorded nothing by then."""
    mine = events.codes("field").is_(field)
    ticket = events.codes("ticket").through(places)
    mine &= ticket >= 0
    ticket, when, value = ticket[mine], events.instants("at")[mine], events.codes("value").index[mine]
    order = np.lexsort((_alphabetical(events.codes("value"))[value], when, ticket))  # whatever the order of the log
    order = order[when[order] <= at[ticket[order]]]
    names = otherwise.names + events.codes("value").names
    index = otherwise.index.copy()
    index[ticket[order]] = value[order] + len(otherwise.names)  # of several, the last assignment stays
    return Codes(index, names)


def _logged_changes(events: Columns, places: dict[str, int]) -> Changes:
    ticket = events.codes("ticket").through(places)
    status = events.codes("value").through({name: i for i, name in enumerate(STATUSES)})
    kept = events.codes("field").is_("status") & (ticket >= 0) & (status >= 0)
    return ticket[kept], events.instants("at")[kept], status[kept]


def _column_changes(tickets: Columns, logged: Flags, now: int) -> Changes:
    """Changes made up from owned, resolved and closed, for the tickets that have no log."""
    rows = np.flatnonzero(~logged)
    stated = tickets.codes("status")
    owned, resolved, closed = (tickets.instants(name)[rows] for name in ("owned", "resolved", "closed"))
    back = stated.is_("new", "assigned", "pending", "waiting_approval")[rows]  # resolved once, and open again
    gone = stated.is_("cancelled")[rows]
    ends = np.where(gone, np.where(closed == NEVER, tickets.instants("created")[rows], closed), closed)
    changes = (
        (owned <= now, owned, np.full(len(rows), ASSIGNED)),
        ((resolved <= now) & ~back & ~gone, resolved, np.full(len(rows), RESOLVED)),
        ((ends <= now) & ~back, ends, np.where(gone, CANCELLED, CLOSED)),
    )
    return _together(*((rows[kept], at[kept], status[kept]) for kept, at, status in changes))


def _together(*parts: Changes) -> Changes:
    ticket, at, status = (np.concatenate(column) for column in zip(*parts, strict=True))
    return ticket, at, status


def _spells(created: Seconds, changes: Changes, stated: Index, now: int) -> Spells:
    """Every ticket is new at its creation; what happened before it is read as happening then.

    Of several changes in a ticket's last second, the status that it says it has is the last one; of several in another
    second, that of STATUSES: a log says the same whatever the order of its rows.
    """
    every = np.arange(len(created))
    ticket, said, status = _together((every, np.full(len(created), _FIRST), np.full(len(created), NEW)), changes)
    at = np.maximum(said, created[ticket])
    order = np.lexsort((at, ticket))
    same = np.flatnonzero((np.diff(ticket[order]) == 0) & (np.diff(at[order]) == 0))
    tied = np.unique(np.append(same, same + 1))
    rows = order[tied]
    newest = created.copy()
    np.maximum.at(newest, ticket, at)
    settled = (at[rows] == newest[ticket[rows]]) & (status[rows] == stated[ticket[rows]])
    order[tied] = rows[np.lexsort((status[rows], settled, said[rows], at[rows], ticket[rows]))]
    ticket, at, status = ticket[order], at[order], status[order]
    first = np.ones(len(ticket), bool)
    first[1:] = ticket[1:] != ticket[:-1]
    last = np.append(first[1:], True)[: len(ticket)]
    end = np.where(last, now, np.append(at[1:], now)[: len(at)])
    return Spells(ticket, status, at, end, first, last)


def _alphabetical(of: Codes) -> Index:
    """The place of each name in the order of names; one more for none, which is no name."""
    places = np.empty(len(of.names) + 1, np.int64)
    places[sorted(range(len(of.names)), key=of.names.__getitem__)] = np.arange(len(of.names))
    places[-1] = -1
    return places


def _owners(tickets: Columns, events: Columns, places: dict[str, int], count: int, now: int) -> Seconds:
    """The first time somebody was named: the ticket's own column, or an `owner` event."""
    owned = np.where(tickets.instants("owned") <= now, tickets.instants("owned"), NEVER)
    ticket = events.codes("ticket").through(places)
    named = events.codes("field").is_("owner") & (events.codes("value").index >= 0) & (ticket >= 0)
    first = np.full(count, NEVER)
    np.minimum.at(first, ticket[named], events.instants("at")[named])
    return np.minimum(owned, first)


def _run(spells: Spells, *statuses: int) -> Flags:
    """The spells at which a ticket enters these statuses from another one."""
    return has_status(spells.status, statuses) & ~spells.before(*statuses)


def _first(spells: Spells, chosen: Flags, count: int) -> Seconds:
    found = np.full(count, NEVER)
    at = np.flatnonzero(chosen)[::-1]
    found[spells.ticket[at]] = spells.start[at]  # of several, the last assignment stays: the earliest
    return found


def _last(spells: Spells, chosen: Flags, count: int) -> Seconds:
    found = np.full(count, NEVER)
    at = np.flatnonzero(chosen)
    found[spells.ticket[at]] = spells.start[at]
    return found


def _any(spells: Spells, chosen: Flags, count: int) -> Flags:
    found = np.zeros(count, bool)
    found[spells.ticket[chosen]] = True
    return found
