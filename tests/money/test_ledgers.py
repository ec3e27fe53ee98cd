"""Money to the cent: a sample of the random companies of `make prove`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.money import compared
from tests.money.random_ledgers import KINDS, ledger


@pytest.mark.parametrize("seed", range(1000, 1006))
def test_every_money_figure_is_that_of_the_definitions(seed: int) -> None:
    count, faults = compared.differences(seed)
    assert not faults
    assert count > 100


def test_a_cent_more_on_one_invoice_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    of = next(of for of in map(ledger, range(100)) if not of.produced and of.tables["invoices"])
    dearer = [row | {"amount": str(Decimal(row["amount"]) + Decimal("0.01"))} for row in of.tables["invoices"]]
    made = compared.figures
    monkeypatch.setattr(compared, "ledger", lambda _: of)
    monkeypatch.setattr(compared, "figures", lambda of: made(replace(of, tables=of.tables | {"invoices": dearer})))
    assert compared.differences(0)[1]


def test_random_companies_hold_what_is_hard() -> None:
    drawn = [ledger(seed) for seed in range(40)]
    contracts = [row for of in drawn for row in of.tables["contracts"]]
    assert {row["kind"] for row in contracts} == set(KINDS)
    assert {row["currency"] for row in contracts} == {"", "EUR", "CHF"}
    assert any(row["amount"].startswith("-") for of in drawn for row in of.tables["invoices"])
    assert any(row["kind"] == "expired" for of in drawn for row in of.tables["budgets"])
    assert {of.produced for of in drawn} == {of.allocated for of in drawn} == {True, False}
