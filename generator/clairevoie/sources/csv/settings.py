"""What data_sources/<id>/source.yml says of a folder of CSV files."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, field_validator

from clairevoie.sources.mapping import TableMapping, Writing, mappings


def _inside(file: str) -> str:
    if file.startswith("/") or "\\" in file or ".." in file.split("/"):
        raise ValueError("write a path inside the source's folder, with '/'")
    return file


class FileMapping(TableMapping):
    """A mapping that reads the files which a name or a glob designates, `<table>.csv` unless said."""

    file: Annotated[str, AfterValidator(_inside)] = ""


class Settings(Writing):
    """Settings of a source of type `csv`."""

    encoding: Literal["utf-8", "cp1252"] = "utf-8"
    tables: dict[str, tuple[FileMapping, ...]]

    @field_validator("tables", mode="before")
    @classmethod
    def _one_or_several(cls, tables: Any) -> dict[str, tuple[FileMapping, ...]]:
        return mappings(tables, FileMapping, cls.__name__, "tables: {tickets: {file: tickets.csv}}")
