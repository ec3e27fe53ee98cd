"""How source.yml says which columns of theirs are ours, and how their numbers and days are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from clairevoie.errors import unknown
from clairevoie.project.validated import in_words
from clairevoie.tables.convert import cells_of, convert, explain
from clairevoie.tables.schema import TABLES, Column

Path = tuple[int | str, ...]
OWN = frozenset({"line", "file"})  # in a template: the number of the line, the file's name without its ending
_DAY_PARTS = (["%d", "%m", "%Y"], ["%d", "%m", "%y"], ["%b", "%d", "%Y"], ["%b", "%d", "%y"])
_TEMPLATE = re.compile(r"\{([^{}]+)\}")


def _day_format(text: str) -> str:
    if text != "detect" and sorted(re.findall("%.", text), key=str.lower) not in _DAY_PARTS:
        raise ValueError("write it with %d, %m (or %b, a month's name) and %Y (or %y), like %d/%m/%Y")
    return text


class TableMapping(BaseModel):
    """How rows of one table are made out of records; docs/csv.md says what each is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}
    where: dict[str, tuple[str, ...]] = {}
    require: tuple[str, ...] = ()
    distinct: bool = False
    per: str = ""
    last: tuple[str, ...] = ()

    @field_validator("where", mode="before")
    @classmethod
    def _one_or_several(cls, where: Any) -> Any:
        return {name: (texts,) if isinstance(texts, str) else texts for name, texts in where.items()} \
            if isinstance(where, dict) else where


Mapping_ = TypeVar("Mapping_", bound=TableMapping)


class Writing(BaseModel):
    """How numbers and days are written in a source: as ours are, unless said; `detect` asks for proof in the data."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    decimal: Literal["detect", ".", ","] = "."
    thousands: Literal["detect", "none", " ", "'", ".", ","] = "none"
    date_format: Annotated[str, AfterValidator(_day_format)] = "%Y-%m-%d"

    @model_validator(mode="after")
    def _two_marks(self) -> Self:
        if self.decimal == self.thousands != "detect":
            raise ValueError("decimal and thousands cannot be the same mark")
        return self


class Detecting(Writing):
    """How numbers and days are written in files that people and their programs made: what is not declared is proved."""

    decimal: Literal["detect", ".", ","] = "detect"
    thousands: Literal["detect", "none", " ", "'", ".", ","] = "detect"
    date_format: Annotated[str, AfterValidator(_day_format)] = "detect"


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


def fields(mapping: TableMapping) -> list[str]:
    """Their columns that a mapping names, each once; `line` and `file` of templates are not theirs."""
    named = [name for theirs in mapping.columns.values()
             for name in (template(theirs) or (theirs,)) if template(theirs) is None or name not in OWN]
    return list(dict.fromkeys([*named, *mapping.where, *([mapping.per] if mapping.per else [])]))


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
            faults += [((*path, *detail["loc"]), _said(model, detail)) for detail in error.errors(include_url=False)]
            continue
        faults += [((*path, *place), what) for found in (_unknown_names, _unknown_words)
                   for place, what in found(table, mapping)]
        yield mapping


def _said(model: type[BaseModel], detail: Any) -> str:
    if detail["type"] == "extra_forbidden" and len(detail["loc"]) == 1:
        return unknown("", "setting", str(detail["loc"][0]), model.model_fields).what
    return in_words(detail)


def _unknown_names(table: str, mapping: TableMapping) -> Iterator[tuple[Path, str]]:
    names = [column.name for column in TABLES[table].columns]
    for key in ("columns", "values", "constants"):
        for name in getattr(mapping, key):
            if name not in names:
                yield (key, name), unknown("", f"column of {table}", name, names).what
    for key in ("require", "last"):
        for place, name in enumerate(getattr(mapping, key)):
            if name not in names:
                yield (key, place), unknown("", f"column of {table}", name, names).what


def _unknown_words(table: str, mapping: TableMapping) -> Iterator[tuple[Path, str]]:
    """Words that no row could have: of a column with a list of words, and any constant, which is in our writing."""
    ours = {column.name: column for column in TABLES[table].columns}
    for name, renamed in mapping.values.items():
        if name in ours and ours[name].kind in ("choice", "flag"):
            for theirs, word in renamed.items():
                if what := _unreadable(table, ours[name], word):
                    yield ("values", name, theirs), what
    for name, word in mapping.constants.items():
        if name in ours and (what := _unreadable(table, ours[name], word)):
            yield ("constants", name), what


def _unreadable(table: str, column: Column, word: str) -> str:
    cells = cells_of([word])
    if cells.null_count or not convert(column, cells, "UTC").null_count:
        return ""
    if column.kind == "choice":
        return unknown("", f"{column.name} of {table}", word, column.choices).what
    return f"{word!r}: {explain(column, word.strip())}"


def _detail(path: Path, what: str) -> InitErrorDetails:
    message = PydanticCustomError("setting", "{what}", {"what": what.removeprefix("Value error, ")})
    return InitErrorDetails(type=message, loc=path, input=None)
