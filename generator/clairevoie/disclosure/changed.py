"""What became of the rows of a closed month since: each as it was published and as it is known now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from clairevoie.portal import Cell, Column, Table, Text

Rows = Mapping[str, tuple[Cell, ...]]  # by the name of each row, by which it is found again
_KEYS = {"tickets": "ticket", "surveys": "survey", "checks": "check"}  # what a row stays the same by
_CHANGE = Column("change", Text("Depuis la clôture", "Since it was closed"))
_CHANGED = Column("changed", Text("Colonnes changées", "Columns that changed"))
_CAPTION = Text("Lignes arrivées ou changées depuis la clôture", "Rows that came or changed since the month was closed")
PUBLISHED = "_published"  # what follows the name of a column as it was published


def changed(identifier: str, of: str, period: Column, columns: Sequence[Column],
            found: Sequence[tuple[str, Rows, Rows]]) -> Table | None:
    """A row for each that came, went or changed; None where none did. found: (month, rows published, rows known now).

    Each column stands there as known now, then as published; empty where the row was not, or is not. `changed` names
    those that differ.
    """
    keys = {_KEYS.get(of, ""), *(("metric",) if identifier == "late-source_agreement" else ())}
    rows = tuple(row for month, then, now in found for row in _rows(month, columns, keys, then, now))
    pairs = (part for column in columns for part in ((column,) if column.id in keys else (column, _published(column))))
    return Table(identifier, (period, _CHANGE, _CHANGED, *pairs), rows, _CAPTION, of) if rows else None


def _rows(month: str, columns: Sequence[Column], keys: set[str], then: Rows, now: Rows) -> Iterator[tuple[Cell, ...]]:
    for name in sorted({*then, *now}):
        old, new = then.get(name), now.get(name)
        if old != new:
            yield month, _became(old, new), _which(columns, old, new), *_pairs(columns, keys, old, new)


def _became(then: tuple[Cell, ...] | None, now: tuple[Cell, ...] | None) -> str:
    return "added" if then is None else "gone" if now is None else "changed"


def _which(columns: Sequence[Column], then: tuple[Cell, ...] | None, now: tuple[Cell, ...] | None) -> str | None:
    if then is None or now is None:
        return None
    return " ".join(column.id for column, old, new in zip(columns, then, now, strict=True) if old != new)


def _pairs(columns: Sequence[Column], keys: set[str], then: tuple[Cell, ...] | None, now: tuple[Cell, ...] | None
           ) -> Iterator[Cell]:
    nothing: tuple[Cell, ...] = (None,) * len(columns)
    for column, old, new in zip(columns, then or nothing, now or nothing, strict=True):
        yield from ((old if now is None else new,) if column.id in keys else (new, old))


def _published(column: Column) -> Column:
    label = Text(f"{column.label.fr}, publié", f"{column.label.en}, as published")
    return replace(column, id=column.id + PUBLISHED, label=label)
