"""What is said of columns that a file lacks: a line each with the nearest name, one line where they are many."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from clairevoie.errors import Fault

_NAMES = 40  # that are named
_NAME = 60  # characters of one
_FEW = 3  # lines at most
_SHORT, _SHORTER = 120, 60  # characters of what was found: where it is no header, it is a client's data
_SEPARATORS = ",;\t|"


def lacking(where: str, kind: str, table: str, missing: Sequence[str], names: Sequence[str], *, some: bool
            ) -> list[Fault]:
    """Faults for the names that are missing; kind: a column or a field. names: what was found; some: one was asked."""
    if len(missing) <= (_FEW if some or len(missing) < 2 else 1):
        return [Fault(where, _one(kind, table, name, names)) for name in missing]
    asked = ", ".join(_cut(name, _NAME) for name in missing[:_NAMES])
    found = _cut(", ".join(_cut(name, _NAME) for name in names[:_NAMES]), _SHORT if some else _SHORTER) or "none"
    return [Fault(where, f"{len(missing)} {kind}s expected for {table} are missing: {asked};"
                         f" found: {found}{_hint(kind, names, some=some)}")]


def nearest(name: str, names: Sequence[str]) -> str:
    """The name that holds this one, or is most like it, in any letter case; "" where none is."""
    folded = {one.casefold(): one for one in reversed(names)}
    wanted = name.casefold().strip()
    near = [one for one in folded if wanted in one] or difflib.get_close_matches(wanted, folded, n=1, cutoff=0.5)
    return folded[min(near, key=len)] if near and wanted else ""


def _one(kind: str, table: str, name: str, names: Sequence[str]) -> str:
    said = f"{kind} {name!r} expected for {table}, found: "
    shown = ", ".join(_cut(one, _NAME) for one in names[:_NAMES]) or "none"
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    if _is_whole(names):
        return f"{said}{shown}{_hint(kind, names, some=False)}"
    near = nearest(name, names)
    return f"{said}{shown}{more}{f'; did you mean {_cut(near, _NAME)!r}?' if near else ''}"


def _hint(kind: str, names: Sequence[str], *, some: bool) -> str:
    if kind != "column" or some:
        return ""
    if _is_whole(names):
        return "; the whole header is one cell: is the separator right?"
    return "; is that the header?"


def _is_whole(names: Sequence[str]) -> bool:
    return len(names) == 1 and any(mark in names[0] for mark in _SEPARATORS)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest - 1].rstrip()}…"
