"""A file against its shape: every fault with its line, and the nearest key of an unknown one."""

from __future__ import annotations

import difflib
import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from clairevoie.errors import Fault, listed
from clairevoie.project.strict_yaml import Document

Model = TypeVar("Model", bound=BaseModel)

_MAPPING, _LIST = "a mapping (key: value) is expected", "a list is expected, like [a, b]"
_FLAG = "write true or false"
_NUMBER = "a number is expected, like 30 or 12.5 (with a point, without a unit or quotes)"
_WHOLE = "a whole number is expected, like 30 (without a unit or quotes)"
_DAY, _NO_DAY = "a day is expected, like 2026-10-31", "no such day; write one like 2026-10-31"
_NOTHING = "nothing stands here; a text with a # in front stands in quotes"
_EXPECTED = {  # what a validator calls a fault → what a person would
    "model_type": _MAPPING, "model_attributes_type": _MAPPING, "dict_type": _MAPPING, "list_type": _LIST,
    "tuple_type": _LIST, "bool_type": _FLAG, "bool_parsing": _FLAG,
    "string_type": "a text is expected; a number, true and false stand in quotes", "missing": "is missing",
    "extra_forbidden": "is no setting that is known here", "union_tag_not_found": "say its kind",
    "float_type": _NUMBER, "float_parsing": _NUMBER, "finite_number": _NUMBER, "int_type": _WHOLE,
    "int_parsing": _WHOLE, "int_parsing_size": _WHOLE, "int_from_float": _WHOLE,
    "date_type": _DAY, "date_from_datetime_inexact": _DAY,
    "date_parsing": _NO_DAY, "date_from_datetime_parsing": _NO_DAY,
}
_BOUNDS = {  # the same, with the bound that its context has
    "greater_than": ("gt", "a number above {} is expected"), "less_than": ("lt", "a number below {} is expected"),
    "greater_than_equal": ("ge", "a number of {} or more is expected"),
    "less_than_equal": ("le", "a number of at most {} is expected"),
    "string_too_short": ("min_length", "a text of at least {} characters is expected"),
    "string_too_long": ("max_length", "a text of at most {} characters is expected"),
    "too_short": ("min_length", "at least {} is expected"), "too_long": ("max_length", "at most {} are expected"),
}
_BARE = re.compile(r"'([\w./+-]+)'")


def checked(document: Document, model: type[Model], faults: list[Fault]) -> Model | None:
    """The document as `model`, or None with every fault appended to `faults`."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        faults += [_fault(document, model, detail) for detail in error.errors(include_url=False)]
        return None


def in_words(detail: Any) -> str:
    """What is wrong, of one of a ValidationError's `errors`, without the names of our classes."""
    kind, said = detail["type"], detail.get("ctx", {})
    if kind == "union_tag_invalid":
        return f"unknown kind {said['tag']!r}; known: {str(said['expected_tags']).replace(chr(39), '')}"
    if kind == "string_type" and detail.get("input", "") is None:
        return _NOTHING
    if kind in ("literal_error", "enum"):
        return _one_of(str(said["expected"]))
    if kind in _BOUNDS:
        bound, words = _BOUNDS[kind]
        return "empty" if (kind, said[bound]) == ("string_too_short", 1) else words.format(f"{said[bound]:,.15g}")
    return _EXPECTED.get(kind) or str(detail["msg"]).removeprefix("Value error, ")


def dotted(path: tuple[int | str, ...]) -> str:
    """A path of keys on one line, whatever a key holds."""
    return ".".join(part if part.isprintable() else ascii(part) for part in map(str, path))


def _one_of(expected: str) -> str:
    """`'fr', 'en' or 'de'` as a person would list them; signs keep their quotes."""
    listed_ = _BARE.sub(r"\1", expected) if not _BARE.sub("", expected).count("'") else expected
    *first, last = listed_.replace("' or '", "', '").replace(" or ", ", ").rsplit(", ", 1)
    return f"write one of {first[0]}, {last}" if first else f"write {last}"


def _fault(document: Document, model: type[BaseModel], detail: Any) -> Fault:
    path = tuple(detail["loc"])
    key = dotted(path)
    where = document.where(path)
    if detail["type"] == "extra_forbidden":
        return Fault(where, f"unknown key {key!r}{_near(str(path[-1]), _keys(model, path[:-1]))}")
    if detail["type"] == "missing":
        return Fault(where, f"{key} is missing")
    return Fault(where, f"{key}: {in_words(detail)}")


def _near(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; {listed(known)}" if known else ""


def _keys(model: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    """The keys that stand at `path` in `model`, as far as it is a tree of models and mappings of models."""
    at: Any = model
    for part in path:
        field = getattr(at, "model_fields", {}).get(part)
        at = _model_in(field.annotation) if field else at
    return list(getattr(at, "model_fields", {}))


def _model_in(annotation: Any) -> Any:
    inner = getattr(annotation, "__args__", ())
    return next((_model_in(part) for part in reversed(inner) if _model_in(part)), None) if inner else (
        annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None)
