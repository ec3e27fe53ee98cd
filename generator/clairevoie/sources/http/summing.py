"""What a place of the rows adds up to, where an API announces a sum and no number of rows."""

from __future__ import annotations

from collections.abc import Iterable

from clairevoie.sources.http.answer import whole
from clairevoie.sources.http.believing import Row
from clairevoie.sources.http.finding import find
from clairevoie.sources.http.paths import place
from clairevoie.sources.http.refused import Refused, Unusable
from clairevoie.sources.http.request import Count, Request


def announced_sum(request: Request) -> str:
    """The place that is added up, "" where the total is a number of rows, or none."""
    return request.total.of if isinstance(request.total, Count) else ""


def added_up(rows: Iterable[Row], of: str) -> int:
    """The sum of whole numbers at a place of all rows, each of several (of `[*]`). Raises Refused."""
    try:
        found = [find(place(of), row) for row in rows]
    except Unusable as error:
        raise Refused(f"cannot be added up: {error}") from None
    return sum(whole(one, of) for value in found for one in (value if isinstance(value, list) else [value]))
