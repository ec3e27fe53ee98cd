"""A column that Arrow holds and that reads like a list: millions of cells cost their bytes, not an object each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

import pyarrow as pa

from clairevoie.tables.arrow import Array

T = TypeVar("T", str, int)
_BATCH = 65_536


class Held(Sequence[T], Generic[T]):
    """Cells of an Arrow array without nulls; `pa.array(held)` gives the array itself."""

    __slots__ = ("array",)

    def __init__(self, array: Array) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> list[T]: ...
    def __getitem__(self, place: int | slice) -> T | list[T]:
        if isinstance(place, slice):
            return list(self)[place]
        found: T = self.array[place].as_py()
        return found

    def __iter__(self) -> Iterator[T]:
        for start in range(0, len(self.array), _BATCH):
            batch: Any = self.array.slice(start, _BATCH).to_pylist()
            yield from batch

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it compares by value

    def __repr__(self) -> str:
        return f"Held({list(self.array.slice(0, 20).to_pylist())}{', …' if len(self) > 20 else ''})"

    def __arrow_array__(self, type: pa.DataType | None = None) -> Array:
        return self.array if type is None or type == self.array.type else self.array.cast(type)
