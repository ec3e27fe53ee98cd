"""All pages of a request, or a refusal: fetched must be the total, no key may come twice, no page may be cut."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from clairevoie.sources.http.answer import whole
from clairevoie.sources.http.asking import Asker, Page, Row, located
from clairevoie.sources.http.pagers import (
    ByPosition,
    CursorPager,
    KeysetPager,
    LinkPager,
    NextPager,
    NoPager,
    PagePager,
    Pager,
    Step,
    first_step,
    overlaps,
    placed,
    step_at,
)
from clairevoie.sources.http.paths import find, place, text_of
from clairevoie.sources.http.refused import Moved, Refused, Unusable, one_line
from clairevoie.sources.http.request import Count

_READINGS = 2  # what moves while it is read is read again, once
_NEXT = re.compile(r'<([^<>]*)>\s*;[^,<]*\brel="?next"?(?:[\s;,]|$)', re.IGNORECASE)

Key = tuple[str, ...]


def fetch(asker: Asker) -> list[Row]:
    """Every row of a request, in the order of the answer. Raises Refused, naming the page."""
    reason = ""
    for _ in range(_READINGS):
        try:
            return _read(asker)
        except Moved as moved:
            reason = str(moved)
    raise Refused(reason)


def key_of(row: Row, paths: tuple[str, ...], parent: Mapping[str, str]) -> Key | None:
    """What makes a row unique; None where the row does not say it."""
    try:
        key = tuple(text_of(find(place(path), row, parent), path) for path in paths)
    except Unusable:
        return None
    return key if all(key) else None


@dataclass(slots=True)
class _Reading:
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


def _read(asker: Asker) -> list[Row]:
    counted = asker.count()
    reading = _Reading(total=None if _summed(asker) else counted)
    step: Step | None = first_step(asker.request.pager)
    number = 0
    while step is not None:
        number += 1
        if number > asker.settings.max_pages:
            raise Refused(f"more than {asker.settings.max_pages} pages")
        try:
            step = _page(asker, reading, step, number)
        except Moved as moved:
            raise Moved(f"page {number}: {moved}") from None
        except Refused as refused:
            raise Refused(f"page {number}: {refused}" if number > 1 else str(refused)) from None
    _check_whole(asker, reading, counted)
    return reading.rows


def _page(asker: Asker, reading: _Reading, step: Step, number: int) -> Step | None:
    """Take one page in, and say what to ask next, None at the end."""
    request = asker.request
    page = asker.page(step)
    keys = [key_of(row, request.key, asker.parent) for row in page.rows]
    if page.total is not None and reading.total not in (None, page.total):
        raise Moved(f"the total went from {reading.total} to {page.total} while it was read")
    reading.total = page.total if reading.total is None else reading.total
    came = len(page.rows)
    fresh = _without_overlap(reading, keys) if number > 1 and overlaps(request.pager) else 0
    if request.key and keys and not any(keys):
        raise Refused(f"no row has the key {', '.join(request.key)}")
    _check_new(reading, page.rows[fresh:], keys[fresh:])
    reading.rows += page.rows[fresh:]
    if keys[fresh:]:
        reading.pages.append((step, keys))
    return _next(request.pager, reading, page, number, came, fresh)


def _without_overlap(reading: _Reading, keys: list[Key | None]) -> int:
    if not keys or keys[0] is None or keys[0] != reading.last:
        raise Moved("does not begin with the last row of the page before: rows moved, or the position is not honoured")
    return 1


def _check_new(reading: _Reading, rows: tuple[Row, ...], keys: list[Key | None]) -> None:
    if not rows:
        return
    digest = hashlib.sha256(repr(keys if any(keys) else rows).encode("utf-8", "surrogatepass")).digest()
    if digest in reading.digests:
        raise Refused("holds the rows of an earlier page: paging is not honoured")
    reading.digests.add(digest)
    for key in keys:
        if key is not None and key in reading.keys:
            raise Moved(f"{one_line('/'.join(key))} comes twice")
        if key is not None:
            reading.keys.add(key)


def _next(pager: Pager, reading: _Reading, page: Page, number: int, came: int, overlap: int) -> Step | None:
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


def _by_position(pager: ByPosition, reading: _Reading, number: int, came: int, overlap: int) -> Step | None:
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


def _summed(asker: Asker) -> str:
    return asker.request.total.of if isinstance(asker.request.total, Count) else ""


def _sum(rows: list[Row], of: str) -> int:
    """What a place of the rows adds up to; a list of `[*]` too."""
    try:
        found = [find(place(of), row) for row in rows]
        return sum(whole(one, of) for value in found for one in (value if isinstance(value, list) else [value]))
    except Unusable as error:
        raise Refused(f"cannot be added up: {error}") from None


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
    return Step(url=f"?{urlsplit(url).query}")


def _check_whole(asker: Asker, reading: _Reading, counted: int | None) -> None:
    pager, fetched = asker.request.pager, len(reading.rows)
    if reading.total is not None and fetched != reading.total:
        raise Moved(f"{fetched} rows came of the {reading.total} announced")
    if counted is not None and (of := _summed(asker)) and (came := _sum(reading.rows, of)) != counted:
        raise Moved(f"{of} of the rows that came adds up to {came}, not to the {counted} announced")
    if pager.cap is not None and fetched >= pager.cap:
        raise Refused(f"{fetched} rows came, and the server never gives more than {pager.cap}: some may be missing")
    if counted is not None and asker.count() != counted:
        raise Moved(f"the total went from {counted} to another while it was read")
    if isinstance(pager, PagePager | LinkPager | NextPager) and pager.recheck:
        for number, (step, keys) in enumerate(reading.pages[:-1], 1):
            if [key_of(row, asker.request.key, asker.parent) for row in asker.page(step).rows] != keys:
                raise Moved(f"page {number} holds other rows than a moment before: rows moved")
