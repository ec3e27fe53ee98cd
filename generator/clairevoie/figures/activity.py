"""Time entries as exact whole numbers: what is deducted, at what weight, in hours of a contract."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from clairevoie.figures.columns import Columns, Flags, Index

GRAIN = 1_000_000  # hours are summed in millionths, so that no sum depends on its order
FINE = GRAIN * 1000  # and weighted ones in billionths: a multiplier has three decimals


def deducted(time_entries: Columns) -> Flags:
    """The entries that are deducted: as billable unless the source says."""
    given = time_entries.given("deducted")
    return (time_entries.flags("deducted") & given) | (time_entries.flags("billable") & ~given)


def grains(time_entries: Columns) -> Index:
    """The hours of each entry, in millionths of an hour."""
    return _whole(np.nan_to_num(time_entries.numbers("hours")) * GRAIN)


def weighted(time_entries: Columns, contracts: Columns) -> Index:
    """The same in FINE parts of an hour, times the contract's multiplier for the rate kind (1 where it has none)."""
    rules = dict(zip(contracts.texts("contract"), map(multipliers, contracts.texts("multipliers")), strict=True))
    contract, kind = time_entries.codes("contract"), time_entries.codes("rate_kind")
    weights = np.array([[rules.get(c, {}).get(k, 1.0) for k in (*kind.names, "")] for c in (*contract.names, "")])
    thousandths = _whole(weights * (FINE // GRAIN))
    weight = thousandths[contract.index, kind.index]  # index -1 is the last row and column: no contract, no kind
    counted: Index = grains(time_entries) * weight
    return counted


def multipliers(text: str) -> dict[str, float]:
    """"night=1.5; on_call=2" as a mapping; `:`, `=`, `×` or a space before the number, a comma or a point in it."""
    found = re.findall(r"([^\W\d][\w-]*)\s*[=:×]?\s*(\d+(?:[.,]\d+)?)", text)
    return {kind: float(number.replace(",", ".")) for kind, number in found}


def _whole(values: NDArray[np.float64]) -> Index:
    return np.rint(values).astype(np.int64)
