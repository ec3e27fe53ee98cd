"""What was read, what was set aside and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from clairevoie.portal import Column, Quality, SourceLine, Table, Text
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
    """What the pipeline knows of the data. rows: source -> table -> rows read."""

    rows: Mapping[str, Mapping[str, int]]
    set_aside: tuple[SetAside, ...] = ()
    notices: tuple[str, ...] = ()


def quality(inputs: QualityInputs, project: Project) -> Quality:
    """A line a source, then every row that was set aside, in the order of source, table, file and line."""
    kinds = {source.id: source.type for source in project.sources}
    aside = Counter(row.source for row in inputs.set_aside)
    lines = tuple(SourceLine(source, kinds.get(source, ""), tuple(sorted(inputs.rows.get(source, {}).items())),
                             aside[source])
                  for source in sorted({*inputs.rows, *aside, *kinds}))
    rows = sorted((row.source, row.table, row.file, row.line or 0, row.column or "", row.value or "", row.reason,
                   row.client or "") for row in inputs.set_aside)
    return Quality(lines, Table("set-aside", _COLUMNS, tuple(rows), Text("Lignes mises de côté", "Rows set aside")),
                   tuple(sorted(inputs.notices)))
