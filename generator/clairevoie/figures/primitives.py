"""What KPIs count with: rows fall into cells (a group, a period), and every primitive gives one number a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairevoie.figures.columns import Codes, Flags, Index
from clairevoie.figures.zones import Seconds

By = tuple[tuple[str, str], ...]  # () for all together, (("contract", "C-1"),)…
Grid = NDArray[np.int64]  # groups × periods


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """labels[place[row]] is the group of a row; place -1 is in none."""

    labels: tuple[By, ...]
    place: Index


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """row[i] falls into the flat cell[i] of a grid of labels × width; a row falls into one cell of each grouping."""

    labels: tuple[By, ...]
    width: int
    row: Index
    cell: Index


def everything(count: int) -> Grouping:
    """One group that holds all rows."""
    return Grouping(((),), np.zeros(count, np.int64))


def grouped(count: int, **columns: Codes) -> Grouping:
    """A group for each distinct combination of some columns, in the order of their names."""
    place = np.zeros(count, np.int64)
    labels: list[By] = [()]
    for name, codes in columns.items():
        present = sorted({codes.names[i] for i in np.unique(codes.index[codes.index >= 0])})
        mine = codes.through({text: i for i, text in enumerate(present)})
        place = np.where((place < 0) | (mine < 0), -1, place * len(present) + mine)
        labels = [(*label, (name, text)) for label in labels for text in present]
    return Grouping(tuple(labels), place)


def cells(period: Index, width: int, groupings: Sequence[Grouping]) -> Cells:
    """The cells of rows in several groupings at once; `period` is a place below `width`, -1 for none."""
    rows, flat, offset = [], [], 0
    for grouping in groupings:
        inside = np.flatnonzero((period >= 0) & (grouping.place >= 0))
        rows.append(inside)
        flat.append((grouping.place[inside] + offset) * width + period[inside])
        offset += len(grouping.labels)
    labels = tuple(label for grouping in groupings for label in grouping.labels)
    return Cells(labels, width, np.concatenate(rows), np.concatenate(flat))


def count_by(of: Cells, counted: Flags | None = None) -> Grid:
    """The rows of each cell (those `counted`)."""
    flat = of.cell if counted is None else of.cell[counted[of.row]]
    return np.bincount(flat, minlength=len(of.labels) * of.width).reshape(-1, of.width)


def sum_by(of: Cells, values: Index, counted: Flags | None = None) -> Grid:
    """The sum of whole numbers (cents, ten-thousandths of an hour) in each cell, exact below 2**53."""
    chosen = slice(None) if counted is None else counted[of.row]
    total = np.bincount(of.cell[chosen], values[of.row[chosen]], len(of.labels) * of.width)
    return np.rint(total).astype(np.int64).reshape(-1, of.width)


def ratio_by(of: Cells, met: Flags, counted: Flags) -> tuple[Grid, Grid]:
    """The numerator (met and counted) and the denominator (counted) of each cell."""
    return count_by(of, met & counted), count_by(of, counted)


def quantile_by(of: Cells, values: NDArray[np.float64], share: float, counted: Flags) -> NDArray[np.float64]:
    """The nearest-rank quantile of each cell: the least value that `share` of the rows do not exceed; NaN: no row."""
    chosen = counted[of.row]
    flat, value = of.cell[chosen], values[of.row[chosen]]
    order = np.lexsort((value, flat))
    size = np.bincount(flat, minlength=len(of.labels) * of.width)
    first = np.cumsum(size) - size
    rank = np.maximum(np.ceil(np.round(size * share, 9)).astype(np.int64) - 1, 0)
    found = np.full(len(size), np.nan)
    found[size > 0] = value[order][(first + rank)[size > 0]]
    return found.reshape(-1, of.width)


def open_at(grouping: Grouping, row: Index, start: Seconds, end: Seconds, instants: Seconds) -> Grid:
    """How many spells (of `row`, from start to end) hold just before each instant, group × instant."""
    holds = (start[:, None] < instants) & (end[:, None] >= instants) & (grouping.place[row] >= 0)[:, None]
    at, when = np.nonzero(holds)
    flat = grouping.place[row[at]] * len(instants) + when
    return np.bincount(flat, minlength=len(grouping.labels) * len(instants)).reshape(-1, len(instants))
