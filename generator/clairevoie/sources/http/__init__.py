"""Any API that answers in JSON, as source.yml or a preset describes it: whole and believed, or held (docs/http.md)."""

from __future__ import annotations

from dataclasses import replace

from clairevoie.project.model import SourceSpec
from clairevoie.sources.http.reading import read
from clairevoie.sources.http.settings import RequestMapping, Settings
from clairevoie.sources.mapping import Sheet, rows
from clairevoie.sources.pulled import Pull

__all__ = ["Settings", "pull"]


def pull(spec: SourceSpec, settings: Settings) -> Pull:
    """Everything that the API holds. Raises SourceError, one line, where an answer cannot be believed.

    What `spec.recall` gives of an earlier `Pull.remember` saves requests, and changes no row.
    """
    where = f"source {spec.id}"
    readings = read(settings, where, spec.timezone, spec.recall, spec.now)
    raws, asides = [], []
    told: set[str] = set()
    for table, mappings in settings.tables.items():
        for mapping in mappings:
            sheet = readings.extracts[mapping.request or table].sheet
            raw, unread = rows(spec.id, table, _narrowed(sheet, mapping), mapping, settings)
            raws.append(raw)
            asides += unread if sheet.name not in told else [one for one in unread if one.column]
            told.add(sheet.name)
    return Pull(tuple(raws), tuple(asides), tuple(f"{spec.id}: {notice}" for notice in readings.notices),
                passing=readings.again, remember=readings.remember)


def _narrowed(sheet: Sheet, mapping: RequestMapping) -> Sheet:
    """The sheet without what the values of its `only` columns do not name."""
    columns = dict(zip(sheet.header, sheet.columns, strict=True))
    for ours in mapping.only:
        theirs, known = mapping.columns[ours], mapping.values.get(ours, {})
        columns[theirs] = [cell if cell in known else "" for cell in columns[theirs]]
    return replace(sheet, columns=tuple(columns.values()))
