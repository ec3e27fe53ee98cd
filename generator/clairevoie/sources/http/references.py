"""Names inside source.yml that must lead somewhere: requests of tables, parents, lookups, fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from clairevoie.errors import unknown
from clairevoie.sources.http.fields import field
from clairevoie.sources.http.pagers import NoPager
from clairevoie.sources.http.request import Request, Spans
from clairevoie.sources.mapping import TableMapping
from clairevoie.sources.mapping.settings import template

Path = tuple[str | int, ...]
BRACES = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_GIVEN = {"line", "file"}


def needs(request: Request) -> set[str]:
    """The requests that must be read before this one."""
    parent = {request.foreach.request} if request.foreach and request.foreach.request else set()
    return parent | {name for text in request.fields.values() for name, _ in field(text).lookups}


def order(requests: Mapping[str, Request]) -> list[str]:
    """Their names, each after those that it needs. Raises CycleError."""
    return list(TopologicalSorter({name: sorted(needs(request)) for name, request in requests.items()}).static_order())


def given(request: Request, requests: Mapping[str, Request]) -> set[str]:
    """What stands in braces in a request that is made once for each of something."""
    each = request.foreach
    if each is None:
        return set()
    if each.request:
        return set(requests[each.request].names) if each.request in requests else set()
    return {"from", "to"} if each.windows else {"value"}


def check(requests: Mapping[str, Request], tables: Mapping[str, Sequence[Any]], title: str) -> None:
    """Raises ValidationError with everything that leads nowhere, each under its path."""
    faults = [fault for name, request in requests.items() for fault in _of_request(name, request, requests)]
    faults += [fault for table, all_of in tables.items() for place, mapping in enumerate(all_of)
               for fault in _of_table(table, place, len(all_of), mapping, requests)]
    if not faults:
        try:
            order(requests)
        except CycleError as error:
            faults.append((("requests",), f"they wait for each other: {' → '.join(error.args[1])}"))
    if faults:
        raise ValidationError.from_exception_data(title, [InitErrorDetails(
            type=PydanticCustomError("setting", "{what}", {"what": what}), loc=path, input=None)
            for path, what in faults])


def _of_request(name: str, request: Request, requests: Mapping[str, Request]) -> Iterator[tuple[Path, str]]:
    here: Path = ("requests", name)
    if not request.key and not isinstance(request.pager, NoPager):
        yield here, "a paged request needs its key, by which a row that comes twice is seen"
    if request.since and (not request.key or request.foreach):
        yield (*here, "since"), "needs a key, and no foreach"
    for needed in sorted(needs(request) - requests.keys()):
        yield here, unknown("", "request", needed, requests).what
    for column, text in request.fields.items():
        for other, wanted in (found for found in field(text).lookups if found[0] in requests):
            yield from _lookup((*here, "fields", column), other, wanted, requests[other])
    if request.foreach and request.foreach.follow and not _may_follow(request, requests):
        yield (*here, "foreach", "follow"), "the rows that it follows need a since"
    if request.by and request.by not in request.fields:
        yield (*here, "by"), unknown("", "field", request.by, request.fields).what
    for kind, chosen in (("when", request.when), ("unless", request.unless)):
        for column in sorted(chosen.keys() - set(request.names)):
            yield (*here, kind, column), unknown("", "field", column, request.names).what
    if request.spans:
        yield from _spans((*here, "spans"), request.spans, request)
    yield from _braces(here, request, requests)


def _spans(here: Path, spans: Spans, request: Request) -> Iterator[tuple[Path, str]]:
    for column in (*spans.of, spans.at, spans.state, *filter(None, [spans.end])):
        if column not in request.fields:
            yield here, unknown("", "field", column, request.fields).what
    for column in spans.added:
        if column in request.fields:
            yield here, f"{column!r} is a field already"


def _braces(here: Path, request: Request, requests: Mapping[str, Request]) -> Iterator[tuple[Path, str]]:
    for text in _texts_of(request) if request.foreach else ():
        for word in BRACES.findall(text):
            if word not in given(request, requests):
                yield here, unknown("", "field", word, given(request, requests)).what


def _may_follow(request: Request, requests: Mapping[str, Request]) -> bool:
    parent = requests.get(request.foreach.request) if request.foreach else None
    return parent is not None and parent.since is not None and bool(parent.key)


def _lookup(path: Path, other: str, wanted: str, request: Request) -> Iterator[tuple[Path, str]]:
    if wanted not in request.names:
        yield path, unknown("", f"field of {other}", wanted, request.names).what
    if len(request.key) != 1 and not request.by:
        yield path, f"{other} needs one key to be looked up by"


def _texts_of(request: Request) -> Iterator[str]:
    yield request.path
    for value in request.params.values():
        yield from (value,) if isinstance(value, str) else value
    yield from request.form.values()


def _of_table(table: str, place: int, count: int, mapping: TableMapping, requests: Mapping[str, Request]
              ) -> Iterator[tuple[Path, str]]:
    here: Path = (table, place) if count > 1 else (table,)
    source = getattr(mapping, "request", "") or table
    if source not in requests:
        yield (*here, "request"), unknown("", "request", source, requests).what
        return
    fields = requests[source].names
    known = {name.casefold() for name in fields}
    for ours in getattr(mapping, "only", ()):
        if mapping.columns.get(ours) not in fields or list(mapping.columns.values()).count(mapping.columns[ours]) > 1:
            yield (*here, "only"), f"{ours}: write a field of its own in columns, which nothing else is made of"
    for ours, theirs in mapping.columns.items():
        for name in template(theirs) or (theirs,):
            if name.strip().casefold() not in known and name not in _GIVEN:
                yield (*here, "columns", ours), unknown("", f"field of {source}", name, fields).what
