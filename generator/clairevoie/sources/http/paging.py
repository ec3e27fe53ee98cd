"""All pages of a request, or a refusal: fetched must be the total, no key may come twice, no page may be cut."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from clairevoie.sources.http.asking import Asker
from clairevoie.sources.http.believing import Row
from clairevoie.sources.http.finding import find
from clairevoie.sources.http.following import Key, Sofar, following
from clairevoie.sources.http.pagers import LinkPager, NextPager, PagePager, Step, first_step, overlaps
from clairevoie.sources.http.paths import place
from clairevoie.sources.http.refused import Moved, Refused, Unusable, one_line
from clairevoie.sources.http.summing import added_up, announced_sum
from clairevoie.sources.http.texts import text_of

_READINGS = 2  # what moves while it is read is read again, once


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


def _read(asker: Asker) -> list[Row]:
    counted = asker.count()
    reading = Sofar(total=None if announced_sum(asker.request) else counted)
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


def _page(asker: Asker, reading: Sofar, step: Step, number: int) -> Step | None:
    """Take one page in, and say what to ask next, None at the end."""
    request = asker.request
    page = asker.page(step)
    keys = [key_of(row, request.key, asker.parent) for row in page.rows]
    if page.total is not None and reading.total not in (None, page.total):
        raise Moved(f"the total went from {reading.total} to {page.total} while it was read")
    reading.total = page.total if reading.total is None else reading.total
    came = len(page.rows)
    fresh = _without_overlap(reading, keys) if number > 1 and overlaps(request.pager) else 0
    if request.key and len(keys) > 1 and not any(keys):
        raise Refused(f"no row has the key {', '.join(request.key)}")
    _check_new(reading, page.rows[fresh:], keys[fresh:])
    reading.rows += page.rows[fresh:]
    if keys[fresh:]:
        reading.pages.append((step, keys))
    return following(request.pager, reading, page, number, came, fresh)


def _without_overlap(reading: Sofar, keys: list[Key | None]) -> int:
    if not keys or keys[0] is None or keys[0] != reading.last:
        raise Moved("does not begin with the last row of the page before: rows moved, or the position is not honoured")
    return 1


def _check_new(reading: Sofar, rows: tuple[Row, ...], keys: list[Key | None]) -> None:
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


def _check_whole(asker: Asker, reading: Sofar, counted: int | None) -> None:
    pager, fetched = asker.request.pager, len(reading.rows)
    if reading.total is not None and fetched != reading.total:
        raise Moved(f"{fetched} rows came of the {reading.total} announced")
    if counted is not None and (of := announced_sum(asker.request)) and (came := added_up(reading.rows, of)) != counted:
        raise Moved(f"{of} of the rows that came adds up to {came}, not to the {counted} announced")
    if pager.cap is not None and fetched >= pager.cap:
        raise Refused(f"{fetched} rows came, and the server never gives more than {pager.cap}: some may be missing")
    if counted is not None and asker.count() != counted:
        raise Moved(f"the total went from {counted} to another while it was read")
    if isinstance(pager, PagePager | LinkPager | NextPager) and pager.recheck:
        for number, (step, keys) in enumerate(reading.pages[:-1], 1):
            if [key_of(row, asker.request.key, asker.parent) for row in asker.page(step).rows] != keys:
                raise Moved(f"page {number} holds other rows than a moment before: rows moved")
