"""What a day of a person costs (CJM)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from clairevoie.figures.books import (
    COMPANY,
    Book,
    Group,
    Key,
    Places,
    booked,
    exact,
    gathered,
    money,
    spans,
    total,
)
from clairevoie.figures.columns import Columns
from clairevoie.figures.effort import crew
from clairevoie.figures.measured import Fact, figures
from clairevoie.figures.pay import daily, in_force, pays, rows_in_force
from clairevoie.figures.periods import month_after
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "daily_cost",
    label=Text("CJM", "Daily cost"),
    sentence=Text(
        "Le coût d'un jour : d'une personne à la fin du mois ; d'une équipe, de l'entreprise, en moyenne des jours.",
        "The cost of a day: of a person at the month's end; of a team, of the company, averaged over the days.",
    ),
    formula=Text(
        "Salarié : coût annuel chargé ÷ jours productifs de l'année ; sous-traitant : prix d'achat",
        "Employee: annual loaded cost ÷ productive days of the year; subcontractor: purchase price",
    ),
    unit="money",
    direction="down",
    fed_by="people person_costs",
    addends="people: person team kind start end; person_costs: person from annual_cost daily_cost; "
            "time_entries: client contract date person hours; contracts: contract client day_hours",
    internal=True,
    edge_cases=(
        (
            Text("Coût qui change dans l'année", "Cost that changes in the year"),
            Text("Chaque jour au coût en vigueur ce jour-là.", "Each day at the cost in force on it."),
        ),
        (
            Text("Temps partiel", "Part time"),
            Text(
                "Le coût annuel est celui d'un temps plein ; les jours sont ceux réellement saisis.",
                "The annual cost is that of a full time; days are those really recorded.",
            ),
        ),
        (
            Text("Coût absent", "No cost recorded"),
            Text("Non mesuré, jamais zéro.", "Not measured, never zero."),
        ),
    ),
    source=Text("Coûts des personnes, temps passés", "People's costs, time entries"),
)
def daily_cost(
    people: Columns, person_costs: Columns, time_entries: Columns, contracts: Columns, scope: Scope
) -> Iterator[Figure]:
    """Of the company and each team (Σ cost ÷ Σ days) by month and for the year to date; of each person at each
    month's end."""
    teams = dict(_employees(people))
    cost, days = (gathered(book, lambda key: [COMPANY, *([("team", team)] if (team := teams.get(key[0], "")) else [])])
                  for book in _worked(people, person_costs, time_entries, contracts, scope))

    def fact(keys: frozenset[Key], places: Places) -> Fact:
        paid, done = total(cost, keys, places), total(days, keys, places)
        if paid.reason:
            return {"state": "not_measured", "reason": paid.reason}
        if done.amount <= 0:
            return {"state": "no_data"}
        return {"value": money(paid.amount / done.amount), "n": done.rows, "beside": (("days", float(done.amount)),)}

    yield from booked(scope, _teams(people, scope), fact)
    yield from _of_each(people, person_costs, scope)


def rows_of_people(
    people: Columns, person_costs: Columns, time_entries: Columns, contracts: Columns, scope: Scope
) -> list[tuple[str, str, str | None, Decimal, Decimal | None]]:
    """(period, person, team, days, cost) of each employee and period in which they worked; a cost that nobody says is
    None."""
    teams = dict(_employees(people))
    cost, days = (gathered(book, lambda key: [(key[0], "")])
                  for book in _worked(people, person_costs, time_entries, contracts, scope))
    rows = []
    for period, places in spans(scope):
        for person, team in sorted(teams.items()):
            keys = frozenset([(person, "")])
            paid, done = total(cost, keys, places), total(days, keys, places)
            if done.amount > 0:
                price = None if paid.reason else exact(paid.amount / 100)
                rows.append((period, person, team or None, exact(done.amount), price))
    return rows


def _worked(
    people: Columns, person_costs: Columns, time_entries: Columns, contracts: Columns, scope: Scope
) -> tuple[Book, Book]:
    """The cost and the days of employees, by person and contract."""
    costs, done = pays(person_costs), crew(time_entries, contracts, scope)
    ours = time_entries.codes("person").is_(*(person for person, _ in _employees(people)))
    row = rows_in_force(costs, time_entries)
    prices, per = daily(costs, len(person_costs), scope)
    cost, days = done.weighted(ours & (row >= 0), prices[row], per), done.days(ours)
    for cell in done.cells(ours & (row < 0)):
        cost.unknown[cell] = "no_cost"
    return cost, days


def _teams(people: Columns, scope: Scope) -> list[Group]:
    """The company, then each team: employees."""
    found: list[Group] = [((), scope.currency, frozenset([COMPANY]))]
    found += [((("team", team),), scope.currency, frozenset([("team", team)]))
              for team in sorted({team for _, team in _employees(people) if team})]
    return found


def _employees(people: Columns) -> list[tuple[str, str]]:
    """Each employee with their team."""
    rows = zip(people.texts("person"), people.texts("team"), people.codes("kind").is_("employee").tolist(), strict=True)
    return [(person, team) for person, team, ours in rows if ours]


def _of_each(people: Columns, person_costs: Columns, scope: Scope) -> Iterator[Figure]:
    names, costs = sorted(people.texts("person")), pays(person_costs)
    last = [min(month_after(month) - timedelta(days=1), scope.periods.today) for month in scope.periods.names]
    values: dict[str, list[Fraction | None]] = defaultdict(list)
    for person in names:
        found = (in_force(costs, person, day) for day in last)
        values[person] = [None if pay is None else pay.day(scope.project.staff.productive_days) for pay in found]

    def fact(group: int, place: int) -> Fact:
        value = values[names[group]][place]
        if value is None:
            return {"state": "not_measured", "reason": "no_cost"}
        return {"value": money(value), "currency": scope.currency}

    return figures(scope, [(("person", person),) for person in names], fact)
