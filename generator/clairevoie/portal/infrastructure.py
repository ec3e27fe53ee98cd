"""Panels of services and of what they stand on."""

from __future__ import annotations

from dataclasses import dataclass

from clairevoie.portal.figure import Figure, Table
from clairevoie.portal.services import Capacity, Deadline, ServiceRow


@dataclass(frozen=True, slots=True)
class Service:
    """A service with what it stands on."""

    service: str
    name: str
    family: str
    contract: str
    cis: tuple[str, ...]  # labels
    doing: ServiceRow | None = None  # how it is, where that is granted
    checks: tuple[Figure, ...] = ()  # of the reporting month


@dataclass(frozen=True, slots=True)
class Infrastructure:
    """What we look after: services, and the list of configuration items."""

    services: tuple[Service, ...]
    cis: Table | None
    shared: int = 0
    capacities: tuple[Capacity, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    lives: tuple[str, ...] = ()  # of each row of `cis`, the subject of the page of its life, "" where it has none
