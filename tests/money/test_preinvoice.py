"""The pre-invoice adds up to what is produced, and leaves what is not invoiced: as the figures do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from clairevoie.figures.columns import Columns
from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import KPIS, scope_of
from clairevoie.figures.preinvoice import Line, preinvoice
from clairevoie.portal import Figure
from tests.figures.ledger import PARIS, dataset, project, rows
from tests.figures.test_kpi_internal import BUDGETS, CLIENTS, CONTRACTS, ENTRIES, ESTIMATES, INVOICES, PEOPLE, RATES
from tests.money import compared
from tests.money.random_ledgers import Ledger, ledger


def lines_of(of: Ledger, month: str) -> tuple[Line, ...]:
    as_of = datetime(of.today.year, of.today.month, of.today.day, 8, tzinfo=PARIS)
    tables = {name: Columns(table) for name, table in derive(dataset(**of.tables), project(), as_of).tables.items()}
    return preinvoice(tables, scope_of(KPIS["revenue"], project(), as_of), month)


@pytest.mark.parametrize("seed", range(2000, 2004))
def test_lines_add_up_to_the_revenue_produced_and_leave_the_accrued_income(seed: int) -> None:
    of = replace(ledger(seed), produced=True)
    month = f"{of.today:%Y-%m}"
    found = {(f.kpi, f.by): f for f in compared.figures(of) if f.period == month}
    lines = lines_of(of, month)
    totals = [line for line in lines if line.kind == "total"]
    assert totals
    for total in totals:
        by = (("client", total.client), ("contract", total.contract))
        _equal(found.get(("revenue", by)), total.produced)
        if of.tables["invoices"]:
            _equal(found.get(("accrued_income", by)), total.to_invoice)
        amounts = [line.amount or Decimal() for line in lines if line.contract == total.contract]
        assert sum(amounts, Decimal()) == (total.produced or 0)
        assert total.currency == next(iter({line.currency for line in lines if line.contract == total.contract}))


def test_a_month_of_each_kind_of_contract_by_hand() -> None:
    texts = {"clients": CLIENTS, "contracts": CONTRACTS, "rates": RATES, "invoices": INVOICES, "people": PEOPLE,
             "time_entries": ENTRIES, "budgets": BUDGETS, "estimates": ESTIMATES}
    of = replace(ledger(0), tables={name: rows(text) for name, text in texts.items()}, today=date(2026, 11, 1))
    told = [(line.contract, line.kind, line.person, str(line.quantity), str(line.price), str(line.amount))
            for line in lines_of(of, "2026-10") if line.kind != "total"]
    assert told == [
        ("M", "fee", "", "1", "3100.00", "3100.00"),
        ("R", "days", "lea", "1", "620.00", "620.00"),
        ("R", "days", "lea", "0.5", "700.00", "350.00"),
        ("R", "days", "sub", "1", "620.00", "620.00"),
        ("F", "progress", "", "0.25", "10000.00", "2500.00"),
        ("P", "hours", "", "7", "14.29", "100.00"),
    ]


def _equal(figure: Figure | None, amount: Decimal | None) -> None:
    assert (figure.value if figure else None) == amount or not (amount or (figure and figure.value))
