"""What a day is sold for, earns and costs, by person and team; who is planned in the coming weeks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from clairevoie.disclosure.house import House
from clairevoie.disclosure.rows import Row
from clairevoie.figures.posts import coming
from clairevoie.portal import Figure, RateLine

_KPIS = ("daily_rate_sold", "daily_rate", "daily_cost", "staffing_rate", "occupancy_rate")


def rates(house: House, teams: Iterable[str], people: Iterable[Row]) -> tuple[RateLine, ...]:
    """The company, each team, each person by name, in the last whole month; who has no figure at all is left out."""
    named = sorted(people, key=lambda row: (row.text("name"), row.text("person")))
    lines = [RateLine("company", "", *_figures(house)),
             *(RateLine("team", team, *_figures(house, team=team)) for team in teams),
             *(RateLine("person", row.text("name"), *_figures(house, person=row.text("person"))) for row in named)]
    return tuple(line for line in lines if any((line.sold, line.realised, line.cost, line.staffing, line.occupancy)))


def planned(house: House, teams: Sequence[str]) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
    """The share of people on a mission in as_of's week and those that follow: of the company, then of each team."""
    weeks = [when.name for when in coming(house.today)]
    found = [("", house.ledger.over("staffed_share", weeks)),
             *((team, house.ledger.over("staffed_share", weeks, team=team)) for team in teams)]
    return tuple((team, figures) for team, figures in found if figures)


def monday(week: str) -> date:
    """The first day of "2026-W45"."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def _figures(house: House, **by: str) -> Iterable[Figure | None]:
    return (house.ledger.one(kpi, house.month, **by) for kpi in _KPIS)
