"""A table's cell as it is written on a page, by the kind of its column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from clairevoie.portal import Cell, Column, Unit
from clairevoie.render import figure
from clairevoie.words import numbers
from clairevoie.words.labels import knows, label
from clairevoie.words.reasons import reason, rule

if TYPE_CHECKING:
    from clairevoie.render.site import Here

RIGHT = {"count", "number", "hours", "days", "minutes", "ratio", "money", "date", "instant"}
_UNITS: Mapping[str, Unit] = {
    "count": "count", "hours": "hours", "days": "days", "minutes": "minutes", "ratio": "ratio"}
_AS_IT_IS = {"id", "text"}  # a number that names something, as a line of a file does, and is no quantity
_CODED = {"undeducted_reason": "undeducted", "certainty": "certainty", "class": "class", "change": "change",
          "line": "line", "unit": "unit", "outcome": "outcome", "place": "spot", "what": "word"}  # by column
_IN_WORDS: Mapping[str, Callable[[str, str], str]] = {"reason": reason, "penalty": rule}  # by column
_MEASURED = ("metric", "capacity")


def written(column: Column, value: Cell, here: Here) -> str:
    """Text of the cell, not yet escaped (the template does); "–" where there is nothing."""
    if column.kind == "verdict":
        return label("verdict", verdict(value), here.language)
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return label("flag", str(value).lower(), here.language)
    if isinstance(value, datetime):
        return here.instant(value)
    if isinstance(value, date):
        return here.day(value)
    if isinstance(value, str):
        return _word(column, value, here.language)
    return _number(column, value, here)


def verdict(value: Cell) -> str:
    """`met`, `missed`, or why there is none: a flag and a word are both read."""
    if isinstance(value, bool):
        return "met" if value else "missed"
    return str(value) if value is not None else ""


def _word(column: Column, value: str, language: str) -> str:
    if column.kind in {"status", "kind", "effect"}:
        return label(column.kind, value, language)
    if column.id in _IN_WORDS:
        return _IN_WORDS[column.id](value, language)
    groups = _MEASURED if column.id == "metric" else (_CODED.get(column.id, ""),)
    return next((label(group, value, language) for group in groups if group and knows(group, value)), value)


def _number(column: Column, value: float | Decimal, here: Here) -> str:
    if column.kind in _AS_IT_IS:
        return str(value)
    if column.kind == "money":
        return numbers.money(value, here.portal.currency, here.language)
    if column.kind in _UNITS:
        return figure.amount(value, _UNITS[column.kind], here.language)
    if isinstance(value, Decimal):
        return numbers.number(value, here.language, 2)
    whole = float(value) == int(value)
    return numbers.number(value, here.language, 0 if whole else 1)
