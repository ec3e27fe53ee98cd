"""What was read, what was set aside and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from clairevoie.figures.freshness import Age, Short
from clairevoie.portal import Column, Quality, Sign, SourceLine, Table, Text
from clairevoie.project.model import Project
from clairevoie.tables.dataset import SetAside

_COLUMNS = (
    Column("source", Text("Source", "Source"), "id"),
    Column("table", Text("Table", "Table"), "id"),
    Column("file", Text("Fichier", "File")),
    Column("line", Text("Ligne", "Line")),
    Column("column", Text("Colonne", "Column"), "id"),
    Column("value", Text("Valeur lue", "Value read")),
    Column("reason", Text("Raison", "Reason")),
    Column("client", Text("Client", "Client"), "id"),
)


@dataclass(frozen=True, slots=True)
class QualityInputs:
    """What the pipeline knows of the data. rows: source -> table -> rows read.

    held: source -> why it is held; ages: what is held or too old; short: client -> tables whose data ends early.
    """

    rows: Mapping[str, Mapping[str, int]]
    set_aside: tuple[SetAside, ...] = ()
    notices: tuple[str, ...] = ()
    held: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ages: tuple[Age, ...] = ()
    short: Mapping[str, tuple[Short, ...]] = field(default_factory=dict)


def quality(inputs: QualityInputs, project: Project) -> Quality:
    """A line a source, then every row that was set aside, in the order of source, table, file and line."""
    kinds = {source.id: source.type for source in project.sources}
    aside = Counter(row.source for row in inputs.set_aside)
    old = {age.source: age for age in inputs.ages}
    lines = tuple(SourceLine(source, kinds.get(source, ""), tuple(sorted(inputs.rows.get(source, {}).items())),
                             aside[source], old[source].since if source in old else None, _sign(old.get(source)),
                             inputs.held.get(source, ()))
                  for source in sorted({*inputs.rows, *aside, *kinds}))
    rows = sorted((row.source, row.table, row.file, row.line or 0, row.column or "", row.value or "", row.reason,
                   row.client or "") for row in inputs.set_aside)
    return Quality(lines, Table("set-aside", _COLUMNS, tuple(rows), Text("Lignes mises de côté", "Rows set aside")),
                   tuple(sorted(inputs.notices)))


def _sign(age: Age | None) -> Sign:
    if age is None:
        return "ok"
    return "warn" if age.standing == "held" else "stale"
