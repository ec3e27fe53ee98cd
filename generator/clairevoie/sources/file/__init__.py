"""A folder of JSON, XML, YAML and TSV files, mapped to our tables by source.yml, as CSV files are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clairevoie.errors import Fault, SourceError
from clairevoie.project.model import SourceSpec
from clairevoie.sources.csv.ending import open_line
from clairevoie.sources.csv.files import located, matching, passed_over, unread, where
from clairevoie.sources.csv.opening import opened
from clairevoie.sources.csv.reading import read
from clairevoie.sources.file.elements import from_xml
from clairevoie.sources.file.nodes import from_yaml
from clairevoie.sources.file.objects import from_json
from clairevoie.sources.file.records import sheet_of
from clairevoie.sources.file.settings import FileMapping, Settings
from clairevoie.sources.file.tree import path, rows_at
from clairevoie.sources.mapping import Sheet, sheet_rows
from clairevoie.sources.pulled import Pull
from clairevoie.tables.aside import SetAside
from clairevoie.tables.raw import RawTable

__all__ = ["Settings", "pull"]

_READERS = {"json": from_json, "xml": from_xml, "yaml": from_yaml}
_ENDINGS = {"json": "json", "xml": "xml", "yaml": "yaml", "yml": "yaml", "tsv": "tsv"}


def pull(spec: SourceSpec, settings: Settings) -> Pull:
    """Read every file that the mappings name, each once.

    Raises SourceError with all that is wrong at once: a file that is missing or not what it is called, a path that
    leads nowhere, a field that no record has, a writing that is ambiguous.
    """
    raws: list[RawTable] = []
    asides: list[SetAside] = []
    faults: list[Fault] = []
    detected: dict[str, list[str]] = {}
    known: dict[str, Any] = {}
    last: dict[str, int | None] = {}
    for table, place, mapping in _mappings(settings):
        try:
            for file in matching(spec.folder, mapping.file, where(spec, table, place)):
                name = file.relative_to(spec.folder).as_posix()
                sheet, written = _sheet(spec, settings, name, table, mapping, known, last)
                found = sheet_rows(spec.id, sheet, [(table, mapping)], settings)
                raws += found.raws
                asides += found.set_aside
                detected[name] = [*detected.get(name, []), written, *found.detected]
        except SourceError as error:
            faults += error.faults
    if faults:
        raise SourceError(*sorted(set(faults)))
    return Pull(tuple(raws), tuple(asides), passed_over(spec),
                {name: ", ".join(dict.fromkeys(words)) for name, words in detected.items()},
                open_lines={file: line for file, line in last.items() if line is not None},
                passing=unread(spec, known))


def _mappings(settings: Settings) -> Iterator[tuple[str, int, FileMapping]]:
    for table, several in settings.tables.items():
        for place, mapping in enumerate(several):
            yield table, place, mapping


def _sheet(spec: SourceSpec, settings: Settings, name: str, table: str, mapping: FileMapping, known: dict[str, Any],
           last: dict[str, int | None]) -> tuple[Sheet, str]:
    kind: str = settings.format
    if kind == "detect":
        ending = name.removesuffix(".gz").rsplit(".", 1)[-1].casefold()
        if ending not in _ENDINGS:
            raise SourceError(Fault(name, "called neither .json, .xml, .yaml nor .tsv; say format in source.yml"))
        kind = _ENDINGS[ending]
    if kind == "tsv":
        if name not in known:
            known[name] = read(located(spec, name), name, separator="\t")
            last[name] = known[name].last
        return known[name].sheet, known[name].detected
    if name not in known:
        content = opened(located(spec, name), name)
        known[name] = _READERS[kind](content, name)
        if kind == "yaml":  # the others do not read well when they are cut
            last[name] = open_line(content)
    return sheet_of(list(rows_at(known[name], path(mapping.rows), name)), name, table, mapping), kind
