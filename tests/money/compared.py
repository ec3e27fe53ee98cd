"""The product's money figures against those of the definitions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, localcontext
from math import isclose
from typing import Any

import pyarrow as pa

from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import compute_internal
from clairevoie.portal import Figure
from clairevoie.project.model import FigureSettings, Staff
from clairevoie.tables.schema import TABLES
from clairevoie.tables.slices import Slice
from tests.figures.ledger import PARIS, dataset, project
from tests.money.by_definition import company
from tests.money.expected import Expected, expected
from tests.money.random_ledgers import Ledger, ledger
from tests.money.shapes import By

KPIS = ("revenue", "accrued_income", "deferred_income", "daily_rate", "daily_rate_sold", "daily_cost", "contract_cost",
        "contract_margin", "contract_margin_ratio", "budget_consumed", "budget_remaining")


def differences(seed: int) -> tuple[int, list[str]]:
    """How many figures of a random ledger were compared, and those that differ."""
    of = ledger(seed)
    with localcontext() as exact:
        exact.prec = 60
        wanted = expected(company(of.tables, of.today, produced=of.produced, allocated=of.allocated))
    return _compared(seed, {(f.kpi, f.period, f.by): f for f in figures(of) if f.kpi in KPIS}, wanted)


def figures(of: Ledger) -> tuple[Figure, ...]:
    """What the product makes of a ledger."""
    settings = project({"revenue": FigureSettings(variant="produced")} if of.produced else {},
                       staff=Staff(allocation="revenue" if of.allocated else "none"))
    as_of = datetime(of.today.year, of.today.month, of.today.day, 8, tzinfo=PARIS)
    derived = derive(dataset(**of.tables), settings, as_of).tables
    owner = {row["contract"]: row["client"] for row in of.tables["contracts"]}
    ids = [row["client"] for row in of.tables["clients"]]
    return compute_internal({client: _slice(client, derived, owner) for client in ids},
                            _slice("", derived, owner), settings, as_of)


def _slice(client: str, tables: Mapping[str, Any], owner: dict[str, str]) -> Slice:
    """The rows of a client, "" for the company's own, cut with plain Python."""
    found = {}
    for name, table in tables.items():
        whose = [row.get("client") or owner.get(row.get("contract") or "", "") for row in table.to_pylist()]
        whole = client == "" and (name == "clients" or not TABLES[name].owner)
        found[name] = table if whole else table.filter(pa.array([of == client for of in whose], pa.bool_()))
    return Slice(client, found)


def _compared(seed: int, found: dict[tuple[str, str, By], Figure], wanted: Expected) -> tuple[int, list[str]]:
    faults, count = [], 0
    unfed = {figure.kpi for figure in found.values() if figure.reason == "no_source"}
    for key in sorted({*found, *(key for key, (_, value) in wanted.items() if value is not None)}):
        state, value = wanted.get(key, ("no_data", None))
        figure = found.get(key)
        if key[0] in unfed:
            continue
        count += 1
        if figure is None:
            faults.append(f"ledger {seed}: {key}: none, not {value}")
        elif figure.state != state or not _equal(figure, value):
            faults.append(f"ledger {seed}: {key}: {figure.state} {figure.value}, not {state} {value}")
    return count, faults


def _equal(figure: Figure, value: Decimal | None) -> bool:
    if value is None or figure.value is None:
        return value is figure.value
    if figure.unit == "money":
        return figure.value == value
    return isclose(float(figure.value), float(value), rel_tol=1e-9, abs_tol=1e-9)
