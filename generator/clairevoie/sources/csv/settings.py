"""What data_sources/<id>/source.yml says of a folder of CSV files."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, field_validator

from clairevoie.sources.mapping import Detecting, TableMapping, mappings


def inside(file: str) -> str:
    """A path inside the source's folder, as it is. Raises ValueError."""
    if file.startswith("/") or "\\" in file or ".." in file.split("/"):
        raise ValueError("write a path inside the source's folder, with '/'")
    return file


class Join(BaseModel):
    """Columns of another file of the folder, found by a column that both have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Annotated[str, AfterValidator(inside)]
    on: str


class FileMapping(TableMapping):
    """A mapping that reads the files which a name or a glob designates, `<table>.csv` unless said."""

    file: Annotated[str, AfterValidator(inside)] = ""
    sheet: str = ""
    join: Join | None = None


class Settings(Detecting):
    """Settings of a source of type `csv`."""

    encoding: Literal["detect", "utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be"] = "detect"
    separator: Literal["detect", ",", ";", "\t", "|"] = "detect"
    tables: dict[str, tuple[FileMapping, ...]]

    @field_validator("tables", mode="before")
    @classmethod
    def _one_or_several(cls, tables: Any) -> dict[str, tuple[FileMapping, ...]]:
        return mappings(tables, FileMapping, cls.__name__, "tables: {tickets: {file: tickets.csv}}")
