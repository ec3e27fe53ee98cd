"""Incidents that providers tell of, and what they do to their reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from clairevoie.portal.contacts import Contact


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident of a provider, as its reader may call both. end: None while it lasts.

    items: what is hit, by label. interrupted, degraded: the services that this stops or slows, by the links that are
    known.
    """

    provider: str
    title: str  # the provider's own words, "" where they are not given or not granted
    kind: Literal["outage", "degradation"]
    start: datetime
    updated: datetime | None
    end: datetime | None
    items: tuple[str, ...]
    interrupted: tuple[str, ...]
    degraded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incidents:
    """state: ok · stale (as it was known at `since`) · withheld (too old to be told) · not_measured (no source tells).

    ended: those of the last four weeks, the newest first.
    """

    state: Literal["ok", "stale", "withheld", "not_measured"]
    since: datetime | None = None
    ongoing: tuple[Incident, ...] = ()
    ended: tuple[Incident, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """A client that an incident touches, and whom to call there, by escalation."""

    name: str
    interrupted: tuple[str, ...]
    degraded: tuple[str, ...]
    people: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """An incident that lasts, for staff: the provider's people, then each client that is touched."""

    incident: Incident
    people: tuple[Contact, ...]
    clients: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class Alarms:
    """What providers say now, and said in the last four weeks."""

    state: Literal["ok", "stale", "withheld", "not_measured"]
    since: datetime | None = None
    ongoing: tuple[Alarm, ...] = ()
    ended: tuple[Incident, ...] = ()
