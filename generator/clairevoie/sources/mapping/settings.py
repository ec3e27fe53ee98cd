"""How source.yml says which columns of theirs are ours, and how their numbers and days are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from clairevoie.errors import unknown
from clairevoie.tables.schema import TABLES

Path = tuple[int | str, ...]
_TEMPLATE = re.compile(r"\{([^{}]+)\}")


def _day_format(text: str) -> str:
    if sorted(re.findall("%.", text)) != ["%Y", "%d", "%m"]:
        raise ValueError("write it with %d, %m and %Y, like %d/%m/%Y")
    return text


class TableMapping(BaseModel):
    """How rows of one table are made out of records; docs/csv.md says what each is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}
    require: tuple[str, ...] = ()
    distinct: bool = False


Mapping_ = TypeVar("Mapping_", bound=TableMapping)


class Writing(BaseModel):
    """How numbers and days are written in a source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    decimal: Literal[".", ","] = "."
    date_format: Annotated[str, AfterValidator(_day_format)] = "%Y-%m-%d"


def mappings(tables: Any, model: type[Mapping_], title: str, example: str) -> dict[str, tuple[Mapping_, ...]]:
    """`tables:` of source.yml: a table has one mapping or a list of them; a fault keeps the path that it has there.

    Raises ValueError (with `example`) where it is no mapping, ValidationError with all faults at once.
    """
    if not isinstance(tables, dict) or not tables:
        raise ValueError(f"name the tables that the source gives, like {example}")
    faults: list[tuple[Path, str]] = []
    found = {table: tuple(_mappings(table, body, model, faults)) for table, body in tables.items()}
    if faults:
        raise ValidationError.from_exception_data(title, [_detail(*fault) for fault in faults])
    return found


def template(text: str) -> tuple[str, ...] | None:
    """The columns (theirs) between braces in a value of `columns`, None where it is simply a column of theirs."""
    return tuple(_TEMPLATE.findall(text)) or None


def pattern(text: str) -> str:
    """A template as a `str.format` pattern with one `{}` a column."""
    return "{}".join(part.replace("{", "{{").replace("}", "}}") for part in _TEMPLATE.split(text)[::2])


def _mappings(table: str, body: Any, model: type[Mapping_], faults: list[tuple[Path, str]]) -> Iterator[Mapping_]:
    if table not in TABLES:
        faults.append(((table,), unknown("", "table", table, TABLES).what))
        return
    bodies = [((table, place), one) for place, one in enumerate(body)] if isinstance(body, list) else [((table,), body)]
    for path, one in bodies:
        try:
            mapping = model.model_validate({} if one is None else one)
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
