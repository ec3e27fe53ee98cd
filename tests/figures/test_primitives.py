"""Every primitive against pandas or plain Python, on random rows."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.figures.columns import Codes
from clairevoie.figures.measured import wilson
from clairevoie.figures.primitives import (
    Cells,
    cells,
    count_by,
    everything,
    grouped,
    open_at,
    quantile_by,
    ratio_by,
    sum_by,
)
from tests.sampling import sample

PERIODS = 3
ROWS = st.lists(
    st.tuples(
        st.integers(-1, PERIODS - 1), st.integers(-1, 2), st.integers(-10**12, 10**12), st.booleans(), st.booleans()
    ),
    max_size=60,
)
Rows = list[tuple[int, int, int, bool, bool]]


def _cells(rows: Rows) -> tuple[Cells, pd.DataFrame]:
    """The grid of all rows and of each group, and the same rows twice over for pandas: once as all, once by group."""
    frame = pd.DataFrame(rows, columns=["period", "group", "value", "counted", "met"])
    frame = frame.astype({"period": int, "group": int, "value": int, "counted": bool, "met": bool})
    codes = Codes(frame["group"].to_numpy(np.int64), ("b", "a", "c"))
    grid = cells(frame["period"].to_numpy(np.int64), PERIODS, [everything(len(frame)), grouped(len(frame), team=codes)])
    names = frame["group"].map({0: "b", 1: "a", 2: "c", -1: None})
    both = pd.concat([frame.assign(label="all"), frame.assign(label=names)])
    return grid, both[(both["period"] >= 0) & both["label"].notna()]


def _names(grid: Cells) -> list[str]:
    return [label[0][1] if label else "all" for label in grid.labels]


@sample(60)
@given(ROWS)
def test_counts_sums_and_ratios_are_those_of_pandas(rows: Rows) -> None:
    grid, frame = _cells(rows)
    counted, met = (np.array([row[i] for row in rows], bool) for i in (3, 4))
    values = np.array([row[2] for row in rows], np.int64)
    good, total = ratio_by(grid, met, counted)
    results = {"n": count_by(grid), "sum": sum_by(grid, values), "some": sum_by(grid, values, counted),
               "good": good, "total": total}
    for group, name in enumerate(_names(grid)):
        for period in range(PERIODS):
            mine = frame[(frame["label"] == name) & (frame["period"] == period)]
            chosen = mine[mine["counted"]]
            expected = {"n": len(mine), "sum": mine["value"].sum(), "some": chosen["value"].sum(),
                        "good": chosen["met"].sum(), "total": len(chosen)}
            assert {key: int(array[group, period]) for key, array in results.items()} == expected


@sample(60)
@given(ROWS, st.sampled_from([0.5, 0.9, 0.95, 1.0]))
def test_quantiles_are_the_nearest_rank(rows: Rows, share: float) -> None:
    grid, frame = _cells(rows)
    counted = np.array([row[3] for row in rows], bool)
    found = quantile_by(grid, np.array([row[2] for row in rows], float), share, counted)
    for group, name in enumerate(_names(grid)):
        for period in range(PERIODS):
            mine = frame[(frame["label"] == name) & (frame["period"] == period) & frame["counted"]]
            ranked = sorted(mine["value"].tolist())
            expected = next((v for k, v in enumerate(ranked, 1) if k >= share * len(ranked)), math.nan)
            assert found[group, period] == pytest.approx(expected, nan_ok=True, abs=0)


@sample(60)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 20), st.integers(0, 10)), max_size=40))
def test_open_spells_are_those_that_hold_just_before_the_instant(spells: list[tuple[int, int, int]]) -> None:
    team = Codes(np.array([0, 0, 1, 1, -1], np.int64), ("x", "y"))
    row, start, length = (np.array([s[i] for s in spells], np.int64) for i in range(3))
    found = open_at(grouped(5, team=team), row, start, start + length, np.array([0, 7, 15], np.int64))
    for group, members in enumerate([{0, 1}, {2, 3}]):
        expected = [sum(r in members and s < at <= s + n for r, s, n in spells) for at in (0, 7, 15)]
        assert (found[group].tolist() if len(found) > group else [0, 0, 0]) == expected


def test_groups_of_two_columns_are_their_combinations() -> None:
    one = Codes(np.array([0, 1, 1, -1], np.int64), ("b", "a"))
    two = Codes(np.array([0, 0, 1, 1], np.int64), ("x", "y"))
    both = grouped(4, client=one, contract=two)
    named = [both.labels[place] if place >= 0 else None for place in both.place.tolist()]
    assert named == [
        (("client", "b"), ("contract", "x")), (("client", "a"), ("contract", "x")),
        (("client", "a"), ("contract", "y")), None,
    ]


def test_the_interval_is_wilsons() -> None:
    # Wilson (1927), 8 of 10 at 95 %: 0.490 to 0.943
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson(10, 10)[1] == pytest.approx(1.0)
    assert wilson(0, 10)[0] == 0.0
