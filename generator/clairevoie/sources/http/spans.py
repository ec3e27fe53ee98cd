"""Rows that say a state and since when → stretches: from when until when something was in one state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from clairevoie.sources.http.refused import Refused, one_line
from clairevoie.sources.http.request import Spans

Taken = tuple[int, tuple[str, ...] | None, Mapping[str, str]]  # line, key, fields


def stretches(spans: Spans, rows: Sequence[Taken]) -> list[Taken]:
    """A row for each stretch, which is its first one with `until`; of each thing in the order of time.

    Raises Refused where a row does not say when: stretches around it would be wrong.
    """
    groups: dict[tuple[str, ...], list[tuple[datetime, Taken]]] = {}
    for row in rows:
        fields = row[2]
        if spans.only and fields[spans.state] not in spans.only:
            continue
        groups.setdefault(tuple(fields[name] for name in spans.of), []).append((_moment(spans, fields), row))
    return [stretch for said in groups.values() for stretch in _of_one(spans, said)]


def _of_one(spans: Spans, said: list[tuple[datetime, Taken]]) -> list[Taken]:
    if said[0][0] > said[-1][0]:
        said.reverse()  # newest first: what was said in one second stands in the order in which it was said
    said.sort(key=lambda one: one[0])
    found: list[tuple[Taken, dict[str, str]]] = []
    for _, row in said:
        fields = row[2]
        state = spans.words.get(fields[spans.state], fields[spans.state])
        if found and found[-1][1][spans.state] == state:
            continue
        if found:
            found[-1][1][spans.until] = fields[spans.at]
        first = {spans.first: said[0][1][2][spans.at]} if spans.first else {}
        found.append((row, {**fields, **first, spans.state: state, spans.until: ""}))
    if spans.end:
        found[-1][1][spans.until] = said[-1][1][2][spans.end]
    return [(line, key, fields) for (line, key, _), fields in found]


def _moment(spans: Spans, fields: Mapping[str, str]) -> datetime:
    text = fields[spans.at]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"{spans.at}: {one_line(text)!r} is no instant, and stretches of time are made of it") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
