"""Panels of what is planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from clairevoie.portal.figure import Table


@dataclass(frozen=True, slots=True)
class Intervention:
    """One planned or past intervention."""

    intervention: str
    title: str
    kind: str
    status: str
    start: datetime
    end: datetime
    effect: str
    max_minutes: int | None
    actual_start: datetime | None
    actual_end: datetime | None
    actual_effect: str
    touches: tuple[str, ...]  # labels of services or CIs
    interrupted: tuple[str, ...] = ()  # services, as what it cuts or slows carries them
    degraded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planning:
    """Four weeks from the Monday of as_of's week, what is beyond, and what was done in the four weeks before.

    beyond: what comes after `coming`, for the calendar file alone. untold: of effect, actual_end and actual_effect what
    is not granted: it is empty in each intervention, and that says nothing of it.
    """

    first_day: date
    coming: tuple[Intervention, ...]
    done: tuple[Intervention, ...]
    assignments: Table | None = None
    beyond: tuple[Intervention, ...] = ()
    untold: tuple[str, ...] = ()
