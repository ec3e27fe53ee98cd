"""The months that figures are given for, in a client's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from clairevoie.figures.columns import Codes, Index


@dataclass(frozen=True, slots=True)
class Periods:
    """names: one month before those shown, those shown, then the running month where it has begun.

    whole: the place of the last whole month, which pages report on. today: as_of's day.
    """

    names: tuple[str, ...]
    whole: int
    today: date
    zone: str

    @property
    def year_to_date(self) -> str:
        """From January to the last whole month: "2026-01..2026-10"."""
        month = self.names[self.whole]
        return f"{month[:4]}-01..{month}"

    def places(self, months: Codes) -> Index:
        """The place of each row's month, -1 where it is not one of them."""
        return months.through({name: place for place, name in enumerate(self.names)})

    def start(self, place: int) -> datetime:
        """The instant at which a month begins."""
        return datetime.combine(month_start(self.names[place]), time(), ZoneInfo(self.zone))

    def end(self, place: int) -> datetime:
        """The instant at which a month ends: the first midnight of the next one."""
        return datetime.combine(month_after(self.names[place]), time(), ZoneInfo(self.zone))


def periods(as_of: datetime, zone: str, months: int) -> Periods:
    """The last `months` whole months before `as_of` in a zone, with one before them and the running one."""
    local = as_of.astimezone(ZoneInfo(zone))
    running = local.year * 12 + local.month - 1
    begun = local > local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    names = tuple(f"{m // 12}-{m % 12 + 1:02d}" for m in range(running - months - 1, running + begun))
    return Periods(names, months, local.date(), zone)


def month_after(month: str) -> date:
    """The first day of the month after "2026-10"."""
    year, number = int(month[:4]), int(month[5:7])
    return date(year + number // 12, number % 12 + 1, 1)


def month_start(month: str) -> date:
    """The first day of "2026-10"."""
    return date(int(month[:4]), int(month[5:7]), 1)
