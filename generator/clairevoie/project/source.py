"""A source's source.yml: what any source may say; the rest is its type's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from clairevoie.errors import ConfigurationError, Fault
from clairevoie.project.files import SourceFile
from clairevoie.project.hours import check_zone
from clairevoie.project.inside import check_inside
from clairevoie.project.model import Freshness, Hold, SourceSpec
from clairevoie.project.secrets import secrets_in
from clairevoie.project.strict_yaml import read
from clairevoie.project.validated import checked


def source_of(folder: Path, zone: str, faults: list[Fault]) -> SourceSpec | None:
    """The source of a folder; what is wrong is added to `faults`. zone: where it names none."""
    name = f"data_sources/{folder.name}/source.yml"
    try:
        check_inside(folder / "source.yml", folder.parent.parent)
        document = read(folder / "source.yml", name)
    except ConfigurationError as error:
        faults += error.faults
        return None
    faults += secrets_in(document)
    ours = {key: value for key, value in document.data.items() if key in SourceFile.model_fields}
    said = checked(replace(document, data=ours), SourceFile, faults)
    if said is None:
        return None
    own_zone = zone if said.timezone is None else said.timezone
    if said.timezone is not None:
        check_zone(own_zone, document.where(("timezone",)), faults)
    settings = {key: value for key, value in document.data.items() if key not in ours}
    lines = {".".join(map(str, path)): line for path, line in document.lines.items() if path}
    optional = said.optional if isinstance(said.optional, bool) else tuple(said.optional)
    return SourceSpec(folder.name, said.type, folder, own_zone, settings, lines,
                      Hold(said.hold.set_aside, said.hold.fall),
                      Freshness(said.freshness.warn_after, said.freshness.withhold_after), optional,
                      tuple(said.keep_rows))
