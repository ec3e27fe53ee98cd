"""One contract: what it says, what is left of it, what was done under it."""

from __future__ import annotations

from datetime import date

from clairevoie.disclosure.commitments import promises
from clairevoie.disclosure.hours import hours
from clairevoie.disclosure.listing import listed
from clairevoie.disclosure.rows import Row, since
from clairevoie.disclosure.spending import budget_start
from clairevoie.disclosure.sums import by_month
from clairevoie.disclosure.terms import shifted
from clairevoie.disclosure.view import View, end_of
from clairevoie.disclosure.wording import joined
from clairevoie.portal import Contract, Figure, Hours, Table, Text

# What a contract cannot be named without; the rest comes as granted, money and signatories only where named.
_SPINE = ("contract", "name", "kind", "start", "day_hours", "calendar", "currency")


def contracts(view: View) -> tuple[Contract, ...]:
    """The client's contracts, each with what is granted of it: those that run first, then by end."""
    if not view.page("contracts"):
        return ()
    budgets = {h.contract: h for h in hours(view)}
    ends = {row.text("contract"): end_of(row, view.today) for row in view.facts("contracts")}
    found = [_contract(view, row, ends[row.text("contract")] if row.day("end") else None,
                       budgets.get(row.text("contract"))) for row in view.rows("contracts", *_SPINE)]
    return tuple(sorted(found, key=lambda c: (_is_over(c, view.today), c.end or date.max, c.contract)))


def _contract(view: View, row: Row, end: date | None, budget: Hours | None) -> Contract:
    name, start = row.text("contract"), row.day("start")
    return Contract(
        name, row.text("name"), row.text("kind"), start or view.today, end, notice(row, end), row.text("renewal"),
        _renewal_until(row, end), row.day("terminated"), row.number("day_hours") or 7.0,
        view.calendar(row.text("calendar")), _services(view, name), row.text("signatories"), row.money("monthly_fee"),
        row.text("currency"), budget, promises(view, name) if view.page("commitments") else (),
        work(view, row), _figures(view, name))


def notice(row: Row, end: date | None) -> date | None:
    """The last day to give notice: the end less the notice, clamped to the month's end; none once terminated."""
    return shifted(end, row.text("notice"), -1) if end and row.day("terminated") is None else None


def work(view: View, contract: Row) -> Table | None:
    """The time entries since the start of the contract's budget, or of the contract, newest first."""
    name = contract.text("contract")
    start = max(budget_start(view, name) or contract.day("start") or view.since, view.since)
    entries = since(view.of_contract("time_entries", name), "date", start)
    if view.by_month("time_entries"):
        return by_month(view, "time_entries", f"work-{view.slugs[name]}", entries,
                        joined(Text("Activité par mois sous le contrat ", "Work by month under contract "), name))
    rows = sorted(view.rows("time_entries", "date", "entry", "billable", of=entries), key=_recent)
    said = joined(Text("Activité sous le contrat ", "Work under contract "), name)
    return listed(view, "time_entries", f"work-{view.slugs[name]}", rows, said)


def _renewal_until(row: Row, end: date | None) -> date | None:
    tacit = row.text("renewal") == "tacit" and row.day("terminated") is None
    return shifted(end, row.text("renewal_term")) if end and tacit else None


def _is_over(contract: Contract, today: date) -> bool:
    last = min(contract.end or date.max, contract.terminated or date.max)
    return last < today


def _services(view: View, contract: str) -> tuple[str, ...]:
    rows = view.facts("contract_services", view.of_contract("contract_services", contract))
    return tuple(sorted({view.service(row.text("service")) for row in rows}))


def _recent(row: Row) -> tuple[int, str]:
    return -(row.day("date") or date.min).toordinal(), row.text("entry")


def _figures(view: View, contract: str) -> tuple[Figure, ...]:
    found = [view.ledger.one(kpi, period, contract=contract)
             for kpi in sorted(view.grants.figures) for period in (view.month, "to_date")]
    return tuple(figure for figure in found if figure is not None)
