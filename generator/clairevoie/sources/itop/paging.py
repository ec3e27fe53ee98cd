"""All pages of one core/get, or a refusal: fetched must be the total, and no object may come twice."""

from __future__ import annotations

from clairevoie.sources.itop.answer import Item, Page, Refused, read
from clairevoie.sources.itop.ask import Ask
from clairevoie.sources.itop.wire import Wire

_READINGS = 3  # a class that changes while it is read is read again


class _Moved(Exception):  # noqa: N818  # it is read again: no error yet
    """The total changed between two pages."""


def fetch(wire: Wire, asked: Ask, size: int) -> tuple[Item, ...]:
    """Every object of `asked`, by key. Raises Refused (or NotInstalled), naming the page."""
    for _ in range(_READINGS):
        try:
            return tuple(sorted(_pages(wire, asked, size), key=lambda item: (item.key, item.cls)))
        except _Moved as moved:
            reason = str(moved)
    raise Refused(f"{reason}, {_READINGS} times; it is being changed")


def _pages(wire: Wire, asked: Ask, size: int) -> list[Item]:
    items: dict[int, Item] = {}
    total: int | None = None
    number, last = 0, tuple[int, ...]()
    while total is None or len(items) < total:
        number += 1
        page = _page(wire, asked, size, number)
        if total not in (None, page.total):
            raise _Moved(f"the total went from {total} to {page.total} while it was read")
        total = page.total
        keys = tuple(item.key for item in page.items)
        if keys and keys == last:
            raise Refused(f"page {number} is page {number - 1} again: paging is not honoured")
        last = keys
        for item in page.items:
            if items.setdefault(item.key, item) is not item:
                raise Refused(f"{item.cls}::{item.key} comes twice, the second time on page {number}")
        if not keys:
            break
    if len(items) != total:
        raise Refused(f"{len(items)} objects came of the {total} announced")
    return list(items.values())


def _page(wire: Wire, asked: Ask, size: int, number: int) -> Page:
    return read(wire.post({
        "operation": "core/get", "class": asked.cls, "key": asked.query,
        "output_fields": ",".join(asked.fields), "limit": size, "page": number,
    }), asked)
