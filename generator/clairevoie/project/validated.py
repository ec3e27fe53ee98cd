"""A file against its shape: every fault with its line, and the nearest key of an unknown one."""

from __future__ import annotations

import difflib
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from clairevoie.errors import Fault, listed
from clairevoie.project.strict_yaml import Document

Model = TypeVar("Model", bound=BaseModel)

_MAPPING, _LIST = "a mapping (key: value) is expected", "a list is expected, like [a, b]"
_FLAG = "write true or false"
_EXPECTED = {  # what a validator calls a fault → what a person would
    "model_type": _MAPPING, "model_attributes_type": _MAPPING, "dict_type": _MAPPING, "list_type": _LIST,
    "tuple_type": _LIST, "bool_type": _FLAG, "bool_parsing": _FLAG,
    "string_type": "a text is expected; a number, true and false stand in quotes", "missing": "is missing",
    "extra_forbidden": "is no setting that is known here", "union_tag_not_found": "say its kind",
}


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
    what = _EXPECTED.get(kind) or str(detail["msg"]).removeprefix("Value error, ")
    return what[:1].lower() + what[1:] if what.startswith(("Input ", "String ", "List ", "Dictionary ")) else what


def dotted(path: tuple[int | str, ...]) -> str:
    """A path of keys on one line, whatever a key holds."""
    return ".".join(part if part.isprintable() else ascii(part) for part in map(str, path))


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
