"""The files that a mapping names, without what office programs and browsers leave beside them."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection
from pathlib import Path

from clairevoie.errors import Fault, SourceError, unknown
from clairevoie.project.inside import OUTSIDE, stray
from clairevoie.project.model import SourceSpec

_LEFTOVERS = ("~$*", ".*", "*.part", "*.crdownload", "*.tmp", "Copie de *", "Copy of *")
_NEAR = 0.75  # files share their ending and their plural: contrats.csv is not meant by clients.csv
_WRITINGS, _SAID = (".md", ".txt"), 5  # what people note beside their files


def matching(folder: Path, pattern: str, where: str) -> list[Path]:
    """Files of the folder that a name or a glob designates, sorted. Raises SourceError when there is none."""
    found = sorted(path for path in folder.glob(pattern) if not _leftover(path.name))
    if found:
        return found
    present = [path.name for path in sorted(folder.iterdir()) if not _leftover(path.name) and path.name != "source.yml"]
    if set("*?[") & set(pattern):
        raise SourceError(Fault(where, f"no file like {pattern!r}; found: {', '.join(present) or 'nothing'}"))
    if (folder / pattern).is_symlink():  # a share that is not mounted, say
        raise SourceError(Fault(where, f"file {pattern!r} is a link that leads to nothing"))
    raise SourceError(unknown(where, "file", pattern, present, cutoff=_NEAR))


def located(spec: SourceSpec, name: str) -> Path:
    """Where a file of the source's folder is. Raises SourceError where a link leads out of the workspace."""
    file = spec.folder.absolute() / name
    if out := stray(file, spec.workspace):
        raise SourceError(Fault(out, OUTSIDE))
    return file


def where(spec: SourceSpec, table: str, place: int) -> str:
    """The line of source.yml that asks for the file of a table's mapping."""
    paths = (f"tables.{table}.file", f"tables.{table}.{place}.file", f"tables.{table}.{place}", f"tables.{table}")
    line = next((spec.lines[path] for path in paths if path in spec.lines), 1)
    return f"data_sources/{spec.id}/source.yml:{line}"


def passed_over(spec: SourceSpec) -> tuple[str, ...]:
    """A notice of what office programs left in the folder, if they did."""
    names = sorted(path.name for path in spec.folder.iterdir() if _leftover(path.name))
    return (f"{spec.id}: passed over {', '.join(names)}",) if names else ()


def unread(spec: SourceSpec, read: Collection[str]) -> tuple[str, ...]:
    """A line that names what stands in the folder and no mapping takes, if anything does."""
    names = sorted(path.name for path in spec.folder.iterdir() if path.is_file() and not _leftover(path.name)
                   and path.name not in {*read, "source.yml"} and path.suffix.casefold() not in _WRITINGS)
    more = f" and {len(names) - _SAID:,} more" if len(names) > _SAID else ""
    return (f"no mapping reads {', '.join(map(repr, names[:_SAID]))}{more}",) if names else ()


def _leftover(name: str) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in _LEFTOVERS)
