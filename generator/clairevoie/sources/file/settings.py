"""What data_sources/<id>/source.yml says of a folder of JSON, XML, YAML and TSV files."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, field_validator, model_validator

from clairevoie.sources.csv.settings import inside
from clairevoie.sources.file.tree import path
from clairevoie.sources.mapping import Detecting, TableMapping, fields, mappings


def _path(text: str) -> str:
    path(text)
    return text


class FileMapping(TableMapping):
    """A mapping that reads the files which a name or a glob designates; `rows`: where its rows stand in them."""

    file: Annotated[str, AfterValidator(inside)]
    rows: Annotated[str, AfterValidator(_path)] = ""

    @model_validator(mode="after")
    def _paths(self) -> Self:
        for field in fields(self):
            path(field)
        return self


class Settings(Detecting):
    """Settings of a source of type `file`."""

    format: Literal["detect", "json", "xml", "yaml", "tsv"] = "detect"
    tables: dict[str, tuple[FileMapping, ...]]

    @field_validator("tables", mode="before")
    @classmethod
    def _one_or_several(cls, tables: Any) -> dict[str, tuple[FileMapping, ...]]:
        return mappings(tables, FileMapping, cls.__name__, "tables: {tickets: {file: tickets.json, rows: tickets}}")
