"""Panels of people: their time, their rates, what they are planned on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from clairevoie.portal.figure import Figure
from clairevoie.portal.panels import Tile


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person: billed share by week (None: outside their contract), absences, what comes."""

    person: str
    name: str
    team: str
    weeks: tuple[tuple[str, float | None, float], ...]  # (Monday, billed share, absent share), 13 oldest first
    staffing: Figure
    now: tuple[str, ...]  # clients they are assigned to this week
    idle_since: date | None
    idle_before: bool = False  # free since that day at least: nothing is known of the weeks before it


@dataclass(frozen=True, slots=True)
class RateLine:
    """What a day of somebody is sold for, earns and costs, and how busy they are, in a month. None: not said."""

    kind: Literal["company", "team", "person"]
    name: str
    sold: Figure | None
    realised: Figure | None
    cost: Figure | None
    staffing: Figure | None
    occupancy: Figure | None


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who is on what. planned: (team, "" for the company; the share on a mission in each coming week, and this one).

    variant: which days count as produced; absences: the kinds that are deducted.
    """

    company: Tile
    teams: tuple[tuple[str, Figure], ...]
    people: tuple[PersonLine, ...]
    month: str = ""
    rates: tuple[RateLine, ...] = ()
    planned: tuple[tuple[str, tuple[Figure, ...]], ...] = ()
    today: Figure | None = None  # the share on a mission on as_of's day
    variant: str = ""
    absences: tuple[str, ...] = ()
