"""Rows of a request → a sheet of text: lists in them made rows, fields taken out, rows chosen, odd ones set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clairevoie.sources.http.believing import Row
from clairevoie.sources.http.fields import Lookup, field, value
from clairevoie.sources.http.finding import find
from clairevoie.sources.http.paging import key_of
from clairevoie.sources.http.paths import place
from clairevoie.sources.http.refused import Refused, Unusable
from clairevoie.sources.http.request import Explode, Request
from clairevoie.sources.http.spans import Taken, stretches
from clairevoie.sources.http.texts import text_of
from clairevoie.sources.mapping import Ragged, Sheet
from clairevoie.sources.told import told

Parent = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Extract:
    """What a request gave: its sheet; the fields of each row by key (for lookups), and in order (for foreach)."""

    sheet: Sheet
    by_key: Mapping[str, Parent]
    rows: Sequence[tuple[tuple[str, ...] | None, Parent]]


def extract(name: str, request: Request, rows: Iterable[tuple[Row, Parent]], lookup: Lookup) -> Extract:
    """The fields of every row. Raises Refused where a field stands in no row at all."""
    taken: list[Taken] = []
    ragged: list[Ragged] = []
    for line, (row, parent) in enumerate(rows, 1):
        try:
            key = _key(request, row, parent)
            taken += [(line, key, _fields(request, one, parent, lookup))
                      for one in _exploded(row, parent, request.explode)]
        except Unusable as error:
            ragged.append(Ragged(line, str(error), told(row)))
    if ragged and (request.spans or (not taken and len(ragged) > 1 and len({one.reason for one in ragged}) == 1)):
        raise Refused(f"{'not every' if taken else 'no'} row can be used: {ragged[0].reason}")
    if request.spans:
        taken = stretches(request.spans, taken)
    found = [one for one in taken if kept(one[2], request.when, request.unless)]
    columns = tuple([fields[column] for _, _, fields in found] for column in request.names)
    keyed = [(key, fields) for _, key, fields in found]
    return Extract(Sheet(name, request.names, columns, [line for line, _, _ in found], tuple(ragged)),
                   _looked_up(request, keyed), keyed)


def kept(fields: Parent, when: Mapping[str, Sequence[str]], unless: Mapping[str, Sequence[str]]) -> bool:
    """Whether a row is wanted: every `when` holds its field, no `unless` does."""
    return all(fields[name] in wanted for name, wanted in when.items()) \
        and not any(fields[name] in unwanted for name, unwanted in unless.items())


def _looked_up(request: Request, found: Sequence[tuple[tuple[str, ...] | None, Parent]]) -> dict[str, Parent]:
    """Rows by what others look them up by: the last of several counts."""
    if request.by:
        return {fields[request.by]: fields for _, fields in found if fields[request.by]}
    return {key[0]: fields for key, fields in found if key} if len(request.key) == 1 else {}


def _key(request: Request, row: Row, parent: Parent) -> tuple[str, ...] | None:
    key = key_of(row, request.key, parent) if request.key else None
    if request.key and key is None:
        for path in request.key:
            text_of(find(place(path), row, parent), path)  # raises where it can say more
        raise Unusable(f"no key {', '.join(request.key)}")
    return key


def _exploded(row: Row, parent: Parent, steps: Sequence[Explode]) -> Iterator[Row]:
    if not steps:
        yield row
        return
    first, *rest = steps
    for path in first.path:
        found = find(place(path), row, parent)
        members: Any = found if isinstance(found, list) else [] if found is None else [found]
        for member in members:
            yield from _exploded(row | {first.name: member}, parent, rest)


def _fields(request: Request, row: Row, parent: Parent, lookup: Lookup) -> dict[str, str]:
    return {name: value(field(text), name, row, parent, lookup) for name, text in request.fields.items()}
