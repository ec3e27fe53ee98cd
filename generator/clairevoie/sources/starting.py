"""A source.yml to fill in: one for each kind of source, and for each preset of an API."""

from __future__ import annotations

import importlib
import importlib.util
from importlib import resources
from types import ModuleType

CALLED = {  # what people say → a kind of source that reads it
    **dict.fromkeys(("xlsx", "xlsm", "xls", "excel", "spreadsheet"), "csv"),
    **dict.fromkeys(("json", "xml", "yaml", "yml", "tsv"), "file"),
    **dict.fromkeys(("api", "rest", "https", "web"), "http"),
    **dict.fromkeys(("postgres", "postgresql", "mysql", "mariadb", "sqlite", "database", "db"), "sql"),
}
_OWN = ("csv", "file", "http", "itop", "sql")


def names() -> list[str]:
    """All that a source may begin from."""
    presets = _presets()
    return sorted({*_OWN, *(presets.names() if presets else ())})


def template(name: str) -> str:
    """The text to fill in; one of `names`."""
    presets = _presets()
    if presets and name in presets.names():
        return str(presets.template(name))
    return resources.files("clairevoie.sources").joinpath("templates", f"{name}.yml").read_text(encoding="utf-8")


def _presets() -> ModuleType | None:
    place = "clairevoie.sources.presets"
    return importlib.import_module(place) if importlib.util.find_spec(place) else None
