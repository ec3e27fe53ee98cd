"""Which decimal mark each column of a file has: declared, proved by its own cells, or by the others of its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.mapping.numbers import MARKS, OTHER, Mark, Numbers, without
from clairevoie.sources.mapping.settings import Writing
from clairevoie.sources.mapping.sheet import Bools

_NAMES: dict[str, str] = {".": "point", ",": "comma"}
_EXAMPLES: dict[Mark, str] = {".": "1,234.50", ",": "1 234,50"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands, for what is said of it: the file, their name of it, the line of each of its rows."""

    file: str
    name: str
    lines: pa.Int64Array


@dataclass(frozen=True, slots=True)
class Marks:
    """How the numbers of a column are written. sure: by its own cells, or declared; torn: its own cells disagree."""

    decimal: Mark
    thousands: bool  # the other mark stands between thousands
    sure: bool
    torn: bool


def marks_of(columns: Sequence[tuple[Place, Numbers]], writing: Writing) -> list[Marks]:
    """The marks of each number column of a file. Raises SourceError, one line a column that is truly ambiguous."""
    declared = _declared(writing)
    own = [_own(numbers) for _, numbers in columns]
    proved = {mark for mark in own if mark is not None}
    grouped = {mark for _, numbers in columns for mark in MARKS if numbers.proves_thousands(mark)}
    found: list[Marks] = []
    faults: list[Fault] = []
    for (place, numbers), mark in zip(columns, own, strict=True):
        decimal = mark or (next(iter(proved)) if len(proved) == 1 else None)
        fault = None if declared else _ambiguous(place, numbers, decimal)
        chosen: Mark = declared or decimal or "."
        thousands = writing.thousands == OTHER[chosen] or (writing.thousands == "detect" and OTHER[chosen] in grouped)
        sure = mark is not None or declared is not None
        torn = numbers.votes(".") > 0 and numbers.votes(",") > 0
        if fault is None and not sure and not thousands and writing.thousands == "detect":
            fault = _unproved(place, numbers, chosen)
        faults += [fault] if fault else []
        found.append(Marks(chosen, thousands, sure, torn))
    if faults:
        raise SourceError(*faults)
    return found


def read(numbers: Numbers, marks: Marks, writing: Writing) -> tuple[pa.StringArray, list[tuple[Bools, str]]]:
    """The column's different texts in our writing, and those that are set aside with the reason."""
    mark, other = marks.decimal, OTHER[marks.decimal]
    texts = numbers.texts
    decimals = numbers.decimal[mark] | numbers.either[mark] | numbers.both[other]
    grouped = numbers.both[other] | numbers.thousands[other]
    grouped |= numbers.either[other] if marks.thousands else np.zeros(len(texts), np.bool_)
    ours = pc.if_else(pa.array(grouped), without(texts, other), texts)
    if mark == ",":
        ours = pc.if_else(pa.array(decimals), pc.replace_substring(ours, ",", "."), ours)
    return ours, _faults(numbers, marks, writing)


def said(marks: Sequence[tuple[Marks, Numbers]], writing: Writing) -> list[str]:
    """What was found, for the report; nothing of what was declared or left no trace."""
    found = [(one, numbers) for one, numbers in marks if numbers.votes(".") or numbers.votes(",")]
    words = []
    if writing.decimal == "detect" and found:
        words.append("decimal " + " and ".join(sorted({_NAMES[one.decimal] for one, _ in found})))
    if writing.thousands == "detect":
        between = {f"{_NAMES[OTHER[one.decimal]]}s" for one, numbers in found
                   if numbers.proves_thousands(OTHER[one.decimal])}
        between |= {name for _, numbers in marks
                    for name, grouped in zip(("blanks", "apostrophes"), numbers.grouped, strict=True) if grouped.any()}
        words += [f"{' and '.join(sorted(between))} between thousands"] if between else []
    return words


def _declared(writing: Writing) -> Mark | None:
    if writing.decimal != "detect":
        return writing.decimal
    return next((OTHER[mark] for mark in MARKS if writing.thousands == mark), None)


def _own(numbers: Numbers) -> Mark | None:
    point, comma = numbers.votes("."), numbers.votes(",")
    if point == comma:
        return None
    return "." if point > comma else ","


def _ambiguous(place: Place, numbers: Numbers, decimal: Mark | None) -> Fault | None:
    """Why nobody can say how the column is written."""
    point, comma = numbers.votes("."), numbers.votes(",")
    if point and point == comma:
        return _fault(place, numbers, numbers.decimal["."] | numbers.decimal[","] | numbers.thousands["."]
                      | numbers.thousands[","] | numbers.both["."] | numbers.both[","],
                      "as many cells have a decimal point as have a decimal comma")
    if decimal is None and (numbers.either["."] | numbers.either[","]).any():
        return _fault(place, numbers, numbers.either["."] | numbers.either[","], "")
    return None


def _unproved(place: Place, numbers: Numbers, decimal: Mark) -> Fault | None:
    """The file has this decimal mark; that the other one, all that the column has, parts thousands is not shown."""
    either = numbers.either[OTHER[decimal]]
    return _fault(place, numbers, either, "") if either.any() else None


def _fault(place: Place, numbers: Numbers, mask: Bools, what: str) -> Fault:
    row = int(numbers.rows(mask)[0])
    text = str(numbers.texts[int(numbers.indices[row])].as_py())
    plain, decimal = text.replace(",", "").replace(".", ""), text.replace(",", ".")
    what = what or f"{text!r} may be {plain} or {decimal}, and nothing in the file proves which"
    hint = "say decimal and thousands in source.yml"
    return Fault(f"{place.file}:{place.lines[row].as_py()}", f"column {place.name!r}: {what}; {hint}")


def _faults(numbers: Numbers, marks: Marks, writing: Writing) -> list[tuple[Bools, str]]:
    mark, other = marks.decimal, OTHER[marks.decimal]
    wanted = f"not a number written with a decimal {_NAMES[mark]} ({_EXAMPLES[mark]})"
    wrong = numbers.decimal[other] | numbers.both[mark] | numbers.thousands[mark]
    if mark == ",":
        wrong |= ~_known(numbers)
    unsure = np.zeros(len(numbers.texts), np.bool_) if marks.thousands else numbers.either[other].copy()
    if marks.torn:
        unsure |= numbers.either[mark] | numbers.either[other]
    faults = [(wrong, wanted), (unsure & ~wrong, _doubt(mark, torn=marks.torn))]
    refused = np.zeros(len(numbers.texts), np.bool_)
    if writing.thousands not in ("detect", other):
        refused |= numbers.thousands[other] | numbers.both[other]
    for declared, grouped in zip((" ", "'"), numbers.grouped, strict=True):
        if writing.thousands not in ("detect", declared):
            refused |= grouped
    return [*faults, (refused, f"thousands kept apart otherwise than declared ({writing.thousands!r})")]


def _doubt(mark: Mark, *, torn: bool) -> str:
    if torn:
        return "1234 or 1.234: other cells of the column have either decimal mark"
    return (f"not a number written with a decimal {_NAMES[mark]} ({_EXAMPLES[mark]}), unless thousands:"
            f" {OTHER[mark]!r} is said in source.yml")


def _known(numbers: Numbers) -> Bools:
    known = np.asarray(pc.match_substring_regex(numbers.texts, r"^(-?\d+)?$"), np.bool_)
    for mark in MARKS:
        known |= numbers.decimal[mark] | numbers.either[mark] | numbers.thousands[mark] | numbers.both[mark]
    return known
