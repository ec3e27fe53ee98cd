"""The panel "if this falls, what stops?": a graph whose nodes bear what its reader may read, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from clairevoie.portal.figure import Table


@dataclass(frozen=True, slots=True)
class Restoration:
    """How soon a service is to be restored; minutes or working days as in a commitment, the length of its day."""

    priority: str  # "" = all together
    limit: str
    day_minutes: int


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of the graph. key: its word in addresses, "" where it cannot be chosen (a service, a hidden item).

    owner: whose it is, where several clients are on one page (the staff's).
    """

    key: str
    label: str
    kind: Literal["shared", "own", "hidden", "service"]
    contract: str = ""  # of a service
    restorations: tuple[Restoration, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Several:
    """Items that fail together under one name: those of a provider that is named."""

    key: str
    label: str
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """What happens when one item fails alone: services by place, and how many items go with it."""

    node: int
    interrupted: tuple[int, ...]
    degraded: tuple[int, ...]
    items: int


@dataclass(frozen=True, slots=True)
class Past:
    """An item that failed: since when, until when (None: it still does), which services failed meanwhile, by name."""

    node: int
    kind: str
    start: datetime
    end: datetime | None
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """nodes: items first, `items` of them, then services. links: upper, lower, group or -1; groups: what each needs.

    table: what each does alone as a file; None where no item is named. past: the last failures of each item, newest
    first, since a day; None where they are not granted. calls: for staff, whom to call for each owner.
    """

    nodes: tuple[Node, ...]
    items: int
    links: tuple[tuple[int, int, int], ...]
    groups: tuple[str, ...]
    several: tuple[Several, ...]
    alone: tuple[Alone, ...]
    table: Table | None
    past: tuple[Past, ...] | None = None
    since: date | None = None
    calls: tuple[tuple[str, str], ...] = ()
