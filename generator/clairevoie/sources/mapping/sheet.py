"""What a kind of source gives before any name is mapped: a header and columns of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ragged:
    """A record that could not be taken apart, as a row with more cells than the header."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Records taken apart: `columns` in the order of `header`, `lines` where each record begins (1 is the first).

    name: how faults and rows call it, a file or a request. typed: by header, the cells that the format itself typed (a
    number of JSON, a date of a spreadsheet): they are in our writing, whatever the writing of the others.
    """

    name: str
    header: tuple[str, ...]
    columns: tuple[Sequence[str], ...]
    lines: Sequence[int]
    ragged: tuple[Ragged, ...] = ()
    typed: Mapping[str, Bools] = field(default_factory=dict)


class Unread(Sequence[str]):
    """A column of so many cells that no mapping asks for."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: object) -> NoReturn:
        raise AssertionError("a column is asked for that was not read")
