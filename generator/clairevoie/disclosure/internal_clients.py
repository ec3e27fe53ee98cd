"""One line a client in the portfolio, and all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from clairevoie.disclosure.commitments import outcomes
from clairevoie.disclosure.contracts import notice
from clairevoie.disclosure.hours import hours
from clairevoie.disclosure.house import House
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View, end_of
from clairevoie.portal import ClientLine, Figure, Hours, Tile


def client_lines(house: House) -> tuple[ClientLine, ...]:
    """Every client: the one that lands furthest over its budget first, a subsidiary right under its group."""
    lines = {line.client: line for line in (_line(house, row) for row in house.own("clients") if row.text("client")
                                            in house.slices)}
    ranked = sorted(lines.values(), key=lambda line: (-deviation(line), -line.missed, line.name, line.client))
    top = [line for line in ranked if line.parent not in lines]
    return tuple(each for line in top for each in (line, *(c for c in ranked if c.parent == line.client)))


def total(house: House, lines: Sequence[ClientLine]) -> ClientLine | None:
    """All clients together, each figure computed over all rows at once; None where there is no client."""
    if not lines:
        return None
    series = house.ledger.over("ttr_met", house.months)
    return ClientLine(
        "", "", "", sum(line.contracts for line in lines), sum(line.held for line in lines),
        sum(line.missed for line in lines), sum(line.without_verdict for line in lines),
        Tile(series[-1], series) if series else None, house.ledger.one("backlog", house.today.isoformat()),
        sum(line.late for line in lines), (), house.ledger.one("revenue", house.year), margin(house),
        house.ledger.one("contract_margin", house.year), house.ledger.one("daily_rate", house.year),
        min((line.notice for line in lines if line.notice), default=None))


def deviation(line: ClientLine) -> float:
    """The worst landing of a client's budgets over what was sold, as a share of it; -1 where none is known."""
    known = [h for h in line.hours if h.landing and h.landing.value is not None and h.sold]
    return max((over(h) / h.sold for h in known), default=-1.0)


def over(budget: Hours) -> float:
    """How far a budget lands over what was sold (or already is over it), in its unit; negative to spare."""
    if budget.landing is not None and budget.landing.value is not None:
        return float(budget.landing.value) - budget.sold
    return -float(budget.remaining.value or 0.0)


def margin(house: House, **by: str) -> Figure | None:
    """The year's margin as a share of revenue, with the company's threshold as its target."""
    found = house.ledger.one("contract_margin_ratio", house.year, **by)
    return found and replace(found, target=house.project.staff.margin_threshold / 100)


def in_force(view: View) -> list[Row]:
    """The client's contracts that run on as_of's day."""
    running = view.in_force(view.today, view.today)
    return [row for row in view.facts("contracts") if row.text("contract") in running]


def next_notice(view: View, row: Row) -> date | None:
    """The last day to give notice, where it is still to come."""
    day = notice(row, end_of(row, view.today))
    return day if day and day >= view.today else None


def _line(house: House, row: Row) -> ClientLine:
    client = row.text("client")
    view = house.view(client)
    contracts = in_force(view)
    count = outcomes(view)
    series = house.ledger.over("ttr_met", house.months, client=client)
    backlog = house.ledger.one("backlog", view.today.isoformat(), client=client)
    running = {contract.text("contract") for contract in contracts}
    budgets = sorted((_plain(h) for h in hours(view) if h.contract in running), key=lambda h: (-over(h), h.contract))
    notices = [day for contract in contracts if (day := next_notice(view, contract))]
    return ClientLine(
        client, row.text("name"), row.text("parent"), len(contracts), count["held"], count["missed"],
        count["too_few"] + count["not_measured"], Tile(series[-1], series) if series else None, backlog,
        int(dict(backlog.beside).get("late_now", 0)) if backlog else 0, tuple(budgets),
        house.ledger.one("revenue", house.year, client=client), margin(house, client=client),
        house.ledger.one("contract_margin", house.year, client=client),
        house.ledger.one("daily_rate", house.year, client=client), min(notices, default=None))


def _plain(budget: Hours) -> Hours:
    """Without its charts: the portfolio draws a bar of its own."""
    return replace(budget, burn=None, months=None, activities=None)
