"""A folder of CSV files, mapped to our tables by source.yml; everything is read as text."""

from __future__ import annotations

from clairevoie.errors import Fault, SourceError
from clairevoie.project.model import SourceSpec
from clairevoie.sources.csv.files import ignored, matching
from clairevoie.sources.csv.reading import read
from clairevoie.sources.csv.settings import Settings
from clairevoie.sources.mapping import Sheet, rows
from clairevoie.sources.pulled import Pull
from clairevoie.tables.aside import SetAside
from clairevoie.tables.raw import RawTable

__all__ = ["Settings", "pull"]


def pull(spec: SourceSpec, settings: Settings) -> Pull:
    """Read every file that the mappings name, each once.

    Raises SourceError with all that is wrong at once: a file that is missing or no CSV, a column that is missing.
    """
    sheets: dict[str, Sheet] = {}
    raws: list[RawTable] = []
    asides: list[SetAside] = []
    faults: list[Fault] = []
    for table, mappings in settings.tables.items():
        for place, mapping in enumerate(mappings):
            try:
                chosen = _sheets(spec, settings, mapping.file or f"{table}.csv", _line(spec, table, place), sheets)
                for sheet in chosen:
                    raw, unread = rows(spec.id, table, sheet, mapping, settings)
                    raws.append(raw)
                    asides += unread
            except SourceError as error:
                faults += error.faults
    if faults:
        raise SourceError(*sorted(set(faults)))
    return Pull(tuple(raws), tuple(asides), _passed_over(spec))


def _line(spec: SourceSpec, table: str, place: int) -> str:
    paths = (f"tables.{table}.file", f"tables.{table}.{place}.file", f"tables.{table}.{place}", f"tables.{table}")
    line = next((spec.lines[path] for path in paths if path in spec.lines), 1)
    return f"data_sources/{spec.id}/source.yml:{line}"


def _sheets(spec: SourceSpec, settings: Settings, file: str, where: str, known: dict[str, Sheet]) -> list[Sheet]:
    names = [path.relative_to(spec.folder).as_posix() for path in matching(spec.folder, file, where)]
    for name in names:
        if name not in known:
            known[name] = read(spec.folder / name, name, settings.encoding)
    return [known[name] for name in names]


def _passed_over(spec: SourceSpec) -> tuple[str, ...]:
    names = ignored(spec.folder)
    return (f"{spec.id}: passed over {', '.join(names)}",) if names else ()
