"""What is at stake in money: revenue by contract, and the contracts with providers behind it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from clairevoie.impact.answer import Exposed, Supply
from clairevoie.impact.estate import Estate


def exposed(estate: Estate, contract: str, services: Collection[str] | None) -> Exposed:
    """12 × the monthly amounts of the services touched (None: all), else the whole fee, else the price."""
    row = estate.contracts[contract]
    client = estate.clients.get(row["client"], {})
    currency = row["currency"] or client.get("currency") or "EUR"
    amounts = estate.amounts.get(contract, {})
    touched = [amounts.get(service) for service in (amounts if services is None else services)]
    known = [cents for cents in touched if cents is not None]
    if touched and len(known) == len(touched):
        return Exposed(_money(12 * sum(known)), currency, "services")
    if row["monthly_fee"] is not None:
        return Exposed(_money(12 * row["monthly_fee"]), currency, "fee")
    if row["price"] is not None:
        return Exposed(_money(row["price"]), currency, "price")
    return Exposed(None, currency, "unknown")


def supplies(estate: Estate, providers: Collection[str], ended: Collection[str]) -> tuple[Supply, ...]:
    """The running contracts with these providers, and those that feed contracts which end."""
    columns = ("provider_contract", "provider", "name", "annual_cost")
    found = [_supply(estate, row, ended) for row in estate.rows("provider_contracts", *columns)
             if estate.supplies(row["provider_contract"])
             and (row["provider"] in providers or _feeds(estate, row) & set(ended))]
    return tuple(sorted(found, key=lambda one: (str(one.term.notice or "9999"), one.provider_contract)))


def _supply(estate: Estate, row: dict[str, Any], ended: Collection[str]) -> Supply:
    cost = row["annual_cost"]
    return Supply(row["provider_contract"], row["provider"], row["name"], None if cost is None else _money(cost),
                  estate.supply_terms[row["provider_contract"]], _feeds(estate, row) <= set(ended))


def _feeds(estate: Estate, row: dict[str, Any]) -> set[str]:
    return set(estate.feeders.get(row["provider_contract"], ()))


def _money(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
