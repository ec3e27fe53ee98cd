"""The internal home: who needs a decision, six company figures, the clients."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from clairevoie.disclosure.house import House
from clairevoie.disclosure.internal_clients import (
    client_lines,
    in_force,
    next_notice,
    over,
    total,
)
from clairevoie.portal import Alert, Cell, ClientLine, Hours, Portfolio, Tile

NOTICE = timedelta(days=30)
_TILES = ("revenue", "contract_margin_ratio", "daily_rate", "daily_cost", "staffing_rate")


def portfolio(house: House) -> Portfolio:
    """The portfolio panel: alerts, the gravest first, then tiles, then the clients with their Σ ÷ Σ total."""
    lines = client_lines(house)
    owners = _owners(house)
    alerts = [alert for line in lines for alert in _alerts(house, line, owners.get(line.client, ""))]
    whole = total(house, lines)
    return Portfolio(tuple(sorted(alerts, key=_gravity)), _tiles(house, whole), lines, whole)


def _alerts(house: House, line: ClientLine, owner: str) -> Iterator[Alert]:
    for budget in line.hours:
        if over(budget) > 0:
            yield Alert("down", line.client, "budget_overrun", _overrun(budget), owner, budget.until)
    share, threshold = line.margin.value if line.margin else None, house.project.staff.margin_threshold / 100
    if share is not None and float(share) < threshold:
        numbers = (("margin", float(share)), ("threshold", threshold))
        yield Alert("down", line.client, "margin_low", numbers, owner, None)
    if line.missed:
        yield Alert("warn", line.client, "commitments_missed", (
            ("missed", line.missed), ("total", line.held + line.missed + line.without_verdict)), owner, None)
    yield from _notices(house, line, owner)


def _overrun(budget: Hours) -> tuple[tuple[str, Cell], ...]:
    """left: what remains today, under zero where the budget is spent already and not only forecast to be."""
    left = budget.remaining.value
    return (("contract", budget.name), ("over", over(budget)), ("unit", budget.unit),
            ("left", None if left is None else float(left)))


def _notices(house: House, line: ClientLine, owner: str) -> Iterator[Alert]:
    view = house.view(line.client)
    for contract in in_force(view):
        day = next_notice(view, contract)
        if day and day - view.today <= NOTICE:
            yield Alert("warn", line.client, "notice", (("contract", contract.text("name")),
                                                        ("days", (day - view.today).days)), owner, day)


def _gravity(alert: Alert) -> tuple[bool, date, str, str, str]:
    return alert.sign != "down", alert.due or date.max, alert.client, alert.code, str(alert.numbers)


def _owners(house: House) -> dict[str, str]:
    """The account manager of each client, by name where the client's row gives a person's id."""
    names = {row.text("person"): row.text("name") for row in house.own("people")}
    return {row.text("client"): names.get(row.text("account_manager"), row.text("account_manager"))
            for row in house.own("clients")}


def _tiles(house: House, whole: ClientLine | None) -> tuple[Tile, ...]:
    """Five of the company's own figures by month, and the rate of restored in time over all clients."""
    series = [figures for kpi in _TILES if (figures := house.ledger.over(kpi, house.months))]
    return (*(Tile(figures[-1], figures) for figures in series), *([whole.ttr] if whole and whole.ttr else []))
