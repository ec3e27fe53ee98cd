"""Panels of data quality and of what is shared with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clairevoie.portal.figure import Sign, Table, Text


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What a source gave. dated: of when that is; held: why it is not of today, as the run said it."""

    source: str
    kind: str
    rows: tuple[tuple[str, int], ...]  # by table
    set_aside: int
    dated: datetime | None = None
    sign: Sign = "ok"
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """What was read, what was set aside and why."""

    sources: tuple[SourceLine, ...]
    set_aside: Table
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One grant: for each client whether it is shown, or how."""

    label: Text
    id: str
    cells: tuple[Text | bool, ...]


@dataclass(frozen=True, slots=True)
class SharedPart:
    """The grants of one kind: pages, figures, the columns of a table."""

    label: Text
    rows: tuple[SharedRow, ...]


@dataclass(frozen=True, slots=True)
class SharedChange:
    """What a client was newly shown, or no longer, from an instant on."""

    at: datetime
    client: str
    words: Text


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who is shown what. waiting: (client, what the lock does not hold); history: the newest first."""

    clients: tuple[tuple[str, str], ...]  # id, name
    parts: tuple[SharedPart, ...]
    waiting: tuple[tuple[str, Text], ...] = ()
    history: tuple[SharedChange, ...] = ()
    locked: bool = True  # there is a lock
