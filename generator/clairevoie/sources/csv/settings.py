"""What data_sources/<id>/source.yml says of a folder of CSV files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, field_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from clairevoie.errors import unknown
from clairevoie.tables.schema import TABLES

Path = tuple[int | str, ...]
_TEMPLATE = re.compile(r"\{([^{}]+)\}")


def _inside(file: str) -> str:
    if file.startswith("/") or "\\" in file or ".." in file.split("/"):
        raise ValueError("write a path inside the source's folder, with '/'")
    return file


def _day_format(text: str) -> str:
    if sorted(re.findall("%.", text)) != ["%Y", "%d", "%m"]:
        raise ValueError("write it with %d, %m and %Y, like %d/%m/%Y")
    return text


class TableMapping(BaseModel):
    """How rows of one table are made out of the rows of files; docs/csv.md says what each is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Annotated[str, AfterValidator(_inside)] = ""
    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}
    require: tuple[str, ...] = ()
    distinct: bool = False


class Settings(BaseModel):
    """Settings of a source of type `csv`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    encoding: Literal["utf-8", "cp1252"] = "utf-8"
    decimal: Literal[".", ","] = "."
    date_format: Annotated[str, AfterValidator(_day_format)] = "%Y-%m-%d"
    tables: dict[str, tuple[TableMapping, ...]]

    @field_validator("tables", mode="before")
    @classmethod
    def _one_or_several(cls, tables: Any) -> dict[str, tuple[TableMapping, ...]]:
        """A table has one mapping or a list of them; every fault keeps the path that stands in the file."""
        if not isinstance(tables, dict) or not tables:
            raise ValueError("name the tables that the files give, like tables: {tickets: {file: tickets.csv}}")
        faults: list[tuple[Path, str]] = []
        found = {table: tuple(_mappings(table, body, faults)) for table, body in tables.items()}
        if faults:
            raise ValidationError.from_exception_data(cls.__name__, [_detail(*fault) for fault in faults])
        return found


def template(text: str) -> tuple[str, ...] | None:
    """The columns (theirs) between braces in a value of `columns`, None where it is simply a column of theirs."""
    return tuple(_TEMPLATE.findall(text)) or None


def pattern(text: str) -> str:
    """A template as a `str.format` pattern with one `{}` a column."""
    return "{}".join(part.replace("{", "{{").replace("}", "}}") for part in _TEMPLATE.split(text)[::2])


def _mappings(table: str, body: Any, faults: list[tuple[Path, str]]) -> Iterator[TableMapping]:
    if table not in TABLES:
        faults.append(((table,), unknown("", "table", table, TABLES).what))
        return
    bodies = [((table, place), one) for place, one in enumerate(body)] if isinstance(body, list) else [((table,), body)]
    for path, one in bodies:
        try:
            mapping = TableMapping.model_validate({} if one is None else one)
        except ValidationError as error:
            faults += [((*path, *detail["loc"]), detail["msg"]) for detail in error.errors(include_url=False)]
            continue
        faults += [((*path, *place), what) for place, what in _unknown_names(table, mapping)]
        yield mapping


def _unknown_names(table: str, mapping: TableMapping) -> Iterator[tuple[Path, str]]:
    names = [column.name for column in TABLES[table].columns]
    for key in ("columns", "values", "constants"):
        for name in getattr(mapping, key):
            if name not in names:
                yield (key, name), unknown("", f"column of {table}", name, names).what
    for place, name in enumerate(mapping.require):
        if name not in names:
            yield ("require", place), unknown("", f"column of {table}", name, names).what


def _detail(path: Path, what: str) -> InitErrorDetails:
    message = PydanticCustomError("setting", "{what}", {"what": what.removeprefix("Value error, ")})
    return InitErrorDetails(type=message, loc=path, input=None)
