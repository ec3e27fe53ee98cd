"""What to ask after a page, and when that was the last one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from clairevoie.sources.http.asking import Page, located
from clairevoie.sources.http.believing import Row
from clairevoie.sources.http.finding import find
from clairevoie.sources.http.pagers import (
    ByPosition,
    CursorPager,
    KeysetPager,
    LinkPager,
    NextPager,
    NoPager,
    Pager,
    Step,
    placed,
    step_at,
)
from clairevoie.sources.http.paths import place
from clairevoie.sources.http.refused import Moved, Refused, Unusable, one_line
from clairevoie.sources.http.texts import text_of

_NEXT = re.compile(r'<([^<>]*)>\s*;[^,<]*\brel="?next"?(?:[\s;,]|$)', re.IGNORECASE)

Key = tuple[str, ...]


@dataclass(slots=True)
class Sofar:
    """What came so far."""

    rows: list[Row] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)
    pages: list[tuple[Step, list[Key | None]]] = field(default_factory=list)
    digests: set[bytes] = field(default_factory=set)
    steps: set[str] = field(default_factory=set)
    total: int | None = None
    short: int = 0  # the number of a page that held fewer rows than were asked

    @property
    def last(self) -> Key | None:
        """The key of the last row."""
        return self.pages[-1][1][-1] if self.pages and self.pages[-1][1] else None


def following(pager: Pager, reading: Sofar, page: Page, number: int, came: int, overlap: int) -> Step | None:
    """What page `number` + 1 asks, None at the end. came: the rows of this page; overlap: those that came before too.

    Raises Refused, and Moved where rows are missing.
    """
    if isinstance(pager, NoPager) or page.beyond:
        return None
    if isinstance(pager, ByPosition):
        return _by_position(pager, reading, number, came, overlap)
    if isinstance(pager, CursorPager):
        step = _by_cursor(pager, page)
    elif isinstance(pager, LinkPager):
        found = _NEXT.search(page.headers.get("link", ""))
        step = Step(url=found[1]) if found else None
    else:
        step = _by_link(pager, page)
    if step is not None:
        said = json.dumps([dict(step.query), dict(step.body), step.url], sort_keys=True)
        if said in reading.steps:
            raise Refused("leads to a page that was read: the cursor repeats")
        reading.steps.add(said)
    return step


def _by_position(pager: ByPosition, reading: Sofar, number: int, came: int, overlap: int) -> Step | None:
    fetched, total = len(reading.rows), reading.total
    if came > pager.size:
        raise Refused(f"holds {came} rows where {pager.size} were asked: the size is not honoured")
    if came > overlap and reading.short:
        raise Refused(f"has rows, though page {reading.short} held fewer than the {pager.size} that were asked:"
                      " pages are capped; say a smaller size")
    if came < pager.size:
        if total is not None and overlap < came and fetched < total:
            raise Moved(f"holds {came} rows of {pager.size} asked, and there are {total}: pages are capped, or a row"
                        " is lost")
        reading.short = number
    if came <= overlap or (total is not None and came < pager.size):
        return None  # a full page is followed, whatever the total says: it may be too low
    last = _last_key(reading.rows[-1], pager) if isinstance(pager, KeysetPager) else ""
    return step_at(pager, number, fetched, last)


def _last_key(row: Row, pager: KeysetPager) -> str:
    try:
        last = text_of(find(place(pager.field), row), pager.field)
    except Unusable as error:
        raise Refused(f"the last row says nothing to go on from: {error}") from None
    if not last:
        raise Refused(f"the last row says nothing to go on from: {pager.field} is empty")
    return last


def _by_cursor(pager: CursorPager, page: Page) -> Step | None:
    said = {param: located(where, page) for param, where in pager.next.items()}
    said = {param: text for param, text in said.items() if text}
    going = bool(said)
    if pager.more:
        going = located(pager.more, page) == "true"
    if pager.done:
        going = located(pager.done, page) != "true"
    if going and not said:
        raise Refused("says that there is more, and not where")
    if not going:
        return None
    sized = {pager.size_param: str(pager.size)} if pager.size_param else {}
    return placed({**said, **sized}, pager.place)


def _by_link(pager: NextPager, page: Page) -> Step | None:
    url = located(pager.path, page)
    if not url:
        return None
    if not pager.query_only:
        return Step(url=url)
    try:
        return Step(url=f"?{urlsplit(url).query}")
    except ValueError:
        raise Refused(f"the next page's address is none: {one_line(url)}") from None
