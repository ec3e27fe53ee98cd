"""Everything that was read, by class, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clairevoie.sources.itop.answer import Item
from clairevoie.tables.raw import RawTable


@dataclass(frozen=True, slots=True)
class Harvest:
    """Objects by class, each sorted by key. A class that is not installed has none. again: of what was asked again."""

    items: Mapping[str, tuple[Item, ...]]
    missing: tuple[str, ...] = ()
    again: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> tuple[Item, ...]:
        return self.items.get(name, ())

    def by_key(self, name: str) -> dict[str, Item]:
        """The objects of a class by their key as text, as other objects name them."""
        return {str(item.key): item for item in self[name]}


@dataclass(slots=True)
class Rows:
    """Rows of one table of ours, from one class of iTop; each keeps the key of its object as its line."""

    table: str
    file: str
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    def add(self, item: Item, **cells: str) -> None:
        """One row that comes from `item`; every row of a table has the same columns."""
        self.rows.append((item.key, cells))

    def column(self, name: str) -> set[str]:
        """The values of a column."""
        return {cells[name] for _, cells in self.rows}

    def raw(self) -> RawTable:
        """The rows as text columns."""
        names = list(self.rows[0][1]) if self.rows else []
        columns = {name: [cells[name] for _, cells in self.rows] for name in names}
        return RawTable(self.table, columns, self.file, [key for key, _ in self.rows])


def raws(tables: Iterable[Rows]) -> list[RawTable]:
    """Those that have rows."""
    return [table.raw() for table in tables if table.rows]


def identifier(cls: str, key: str) -> str:
    """Our identifier of an object, unlike anything that stands in a page by chance; "" for no object."""
    return f"{cls}-{key}" if key else ""
