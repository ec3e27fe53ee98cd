"""Whose a row was that could not be read, as far as its source alone can say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from clairevoie.tables.aside import SetAside
from clairevoie.tables.raw import RawTable
from clairevoie.tables.references import key_of, references
from clairevoie.tables.schema import TABLES


class Clients:
    """Follows the owner path of raw rows, through the raw rows of the same source."""

    def __init__(self, raws: Iterable[RawTable]) -> None:
        self._raws = list(raws)
        self._places: dict[tuple[str, str], dict[int, tuple[RawTable, int]]] = {}
        self._keys: dict[str, dict[str, tuple[RawTable, int]]] = {}

    def named(self, aside: SetAside) -> SetAside:
        """The same with the client that its owner path leads to, unless it has one."""
        if aside.client is not None:
            return aside
        found = self._place(aside)
        return replace(aside, client=self._client(*found)) if found else aside

    def _place(self, aside: SetAside) -> tuple[RawTable, int] | None:
        spot = (aside.table, aside.file)
        if spot not in self._places:
            self._places[spot] = {line: (raw, row) for raw in self._raws if (raw.table, raw.file) == spot
                                  for row, line in enumerate(raw.lines)}
        return self._places[spot].get(aside.line)

    def _client(self, raw: RawTable, row: int) -> str | None:
        for column in TABLES[raw.table].owner:
            name = raw.columns[column][row].strip() if column in raw.columns else ""
            if name and column == "client":
                return name
            owner = self._owner(self._targets(raw.table)[column], name) if name else None
            if owner:
                return owner
        return None

    def _owner(self, target: str, name: str) -> str | None:
        if target not in self._keys:
            key = key_of(target)
            self._keys[target] = {text.strip(): (raw, row) for raw in self._raws if raw.table == target
                                  for row, text in enumerate(raw.columns.get(key, ()))}
        found = self._keys[target].get(name)
        return self._client(*found) if found else None

    @staticmethod
    def _targets(table: str) -> Mapping[str, str]:
        return {reference.column: reference.target for reference in references(TABLES[table])}
