"""Who is shown what: a matrix of grants and clients, what waits for a review, and what was shown from when on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from clairevoie.disclosure import saying
from clairevoie.disclosure.grants import PAGES, WORK
from clairevoie.disclosure.lock import Difference, Lines, Locked, difference, lines_of, named, with_sums
from clairevoie.figures.kpi import KPIS
from clairevoie.portal import Cell, Column, SharedChange, SharedPart, SharedRow, Sharing, Table, Text
from clairevoie.project.model import Project

_RULES = ("people", "months", "delay_days", "minimum_count")
_BY_ROW, _BY_MONTH = Text("ligne à ligne", "row by row"), Text("par mois", "by month")


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of disclosure. locked: what the lock holds, None without one; history: client → (from, lines)."""

    locked: Locked | None = None
    history: Mapping[str, tuple[tuple[datetime, Lines], ...]] = field(default_factory=dict)


NOTHING_SEEN = Seen()


def sharing(project: Project, names: Mapping[str, str], seen: Seen) -> Sharing:
    """The matrix of every configured client. names: client → its name."""
    lines = with_sums({spec.client: lines_of(spec) for spec in project.clients})
    called = {client: names.get(client) or client for client in lines}
    waiting = tuple((called[client], _said(saying.wider, difference(seen.locked.get(client), now)))
                    for client, now in lines.items()
                    if seen.locked is not None and difference(seen.locked.get(client), now).wider)
    changes = sorted((change for client in seen.history for change in _changes(
        called.get(client, client), seen.history[client])), key=lambda one: (one.at, one.client), reverse=True)
    return Sharing(tuple(called.items()), tuple(_parts(lines)), waiting, tuple(changes), seen.locked is not None)


def matrix(panel: Sharing) -> Table:
    """The same as a table: a row a grant, a column a client."""
    columns = (Column("kind", Text("De quoi", "About")), Column("grant", Text("Ce qui est montré", "What is shown")),
               Column("id", Text("Référence", "Reference"), "id"),
               *(Column(client, Text(name, name)) for client, name in panel.clients))
    rows = tuple((part.label.fr, row.label.fr, row.id, *map(_plain, row.cells))
                 for part in panel.parts for row in part.rows)
    return Table("sharing", columns, rows, Text("Ce que chaque client voit", "What each client sees"))


def _parts(lines: Mapping[str, Lines]) -> Iterator[SharedPart]:
    held = [dict(each) for each in lines.values()]
    yield SharedPart(Text("Règles", "Rules"), tuple(SharedRow(
        _of(saying.about, kind), kind, tuple(_of(saying.measured, kind, known[kind]) for known in held))
        for kind in _RULES))
    yield from _granted("page", PAGES, lines)
    yield from _granted("figure", [name for name in KPIS if not KPIS[name].internal], lines)
    every = {what for each in lines.values() for kind, what in each if kind == "column"}
    for table in sorted({what.partition(".")[0] for what in every}):
        yield _of_table(table, every, lines)
    yield from _granted("download", sorted(_all(lines, "download")), lines)
    yield from _labelled("provider", lines)
    yield from _labelled("shared_ci", lines)
    yield from _granted("override", sorted(_all(lines, "override")), lines)
    yield from _granted("group", sorted(_all(lines, "group")), lines)
    yield from _granted("reveals", sorted(_all(lines, "reveals")), lines)


def _granted(kind: str, names: Iterable[str], lines: Mapping[str, Lines]) -> Iterator[SharedPart]:
    rows = tuple(SharedRow(_of(saying.name, kind, name), name, tuple((kind, name) in each for each in lines.values()))
                 for name in names)
    if rows:
        yield SharedPart(_of(saying.about, kind), rows)


def _of_table(table: str, every: Iterable[str], lines: Mapping[str, Lines]) -> SharedPart:
    """Its columns, without the parts that a clock stands for, and how its rows are shown."""
    columns = [what.partition(".")[2] for what in sorted(every) if what.startswith(f"{table}.")]
    grain = [SharedRow(Text("Grain", "Grain"), "", tuple(_grain(table, each) for each in lines.values()))]
    rows = [SharedRow(_of(saying.column, table, name), name,
                      tuple(("column", f"{table}.{name}") in each for each in lines.values()))
            for name in saying.named_columns(table, columns)]
    return SharedPart(_of(saying.table, table), (*(grain if table in WORK else ()), *rows))


def _grain(table: str, lines: Lines) -> Text | bool:
    """How rows are shown, False where none is."""
    if not any(kind == "column" and what.startswith(f"{table}.") for kind, what in lines):
        return False
    return _BY_MONTH if ("by_month", table) in lines else _BY_ROW


def _labelled(kind: str, lines: Mapping[str, Lines]) -> Iterator[SharedPart]:
    """Providers and shared items: under which label each client reads them."""
    labels = [dict(named(what) for of, what in each if of == kind) for each in lines.values()]
    rows = tuple(SharedRow(Text(name, name), "", tuple(
        Text(known[name], known[name]) if name in known else False for known in labels))
        for name in sorted({name for known in labels for name in known}))
    if rows:
        yield SharedPart(_of(saying.about, kind), rows)


def _changes(name: str, versions: Iterable[tuple[datetime, Lines]]) -> Iterator[SharedChange]:
    before: Lines | None = None
    for at, lines in versions:
        if before is None:
            count = len(lines)
            yield SharedChange(at, name, Text(f"premier partage, {count} lignes", f"first shared, {count} lines"))
        elif lines != before:
            yield SharedChange(at, name, _said(saying.changed, difference(before, lines)))
        before = lines


def _all(lines: Mapping[str, Lines], kind: str) -> set[str]:
    return {what for each in lines.values() for of, what in each if of == kind}


def _said(words: Callable[[Difference, str], str], change: Difference) -> Text:
    return Text(words(change, "fr"), words(change, "en"))


def _of(words: Callable[..., str], *of: str) -> Text:
    return Text(words(*of, "fr"), words(*of, "en"))


def _plain(cell: Text | bool) -> Cell:
    return cell if isinstance(cell, bool) else cell.fr
