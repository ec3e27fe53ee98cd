"""All pages of one core/get, or a refusal: fetched must be the total, and no object may come twice."""

from __future__ import annotations

from dataclasses import replace

from clairevoie.sources.http.refused import Moved, Refused
from clairevoie.sources.itop.answer import Item, Page, read
from clairevoie.sources.itop.ask import Ask
from clairevoie.sources.itop.wire import Wire

_READINGS = 3  # a class that changes while it is read is read again


def fetch(wire: Wire, asked: Ask, size: int) -> tuple[Item, ...]:
    """Every object of `asked`, by key. Raises Refused (or NotInstalled), naming the page."""
    for _ in range(_READINGS):
        try:
            return tuple(sorted(_pages(wire, asked, size), key=lambda item: (item.key, item.cls)))
        except Moved as moved:
            reason = str(moved)
    raise Refused(f"{reason}, {_READINGS} times; it is being changed")


def _pages(wire: Wire, asked: Ask, size: int) -> list[Item]:
    items: dict[int, Item] = {}
    total: int | None = None
    number, pages = 0, list[tuple[int, ...]]()
    while not pages or len(pages[-1]) == size:  # a full page is followed, whatever the total says
        number += 1
        page = _page(wire, asked, size, number)
        if total not in (None, page.total):
            raise Moved(f"the total went from {total} to {page.total} while it was read")
        total = page.total
        keys = tuple(item.key for item in page.items)
        if keys and keys in pages:
            raise Refused(f"page {number} is page {pages.index(keys) + 1} again: paging is not honoured")
        pages.append(keys)
        for item in page.items:
            if items.setdefault(item.key, item) is not item:
                raise Moved(f"{item.cls}::{item.key} comes twice, the second time on page {number}")
    if len(items) != total:
        raise Moved(f"{len(items)} objects came of the {total} announced")
    _recheck(wire, asked, size, pages)
    return list(items.values())


def _recheck(wire: Wire, asked: Ask, size: int, pages: list[tuple[int, ...]]) -> None:
    """All pages but the last once more, their keys only: an object that goes while another comes leaves the total as it
    was, and moves one unseen from a page to the one before.
    """
    keys_only = replace(asked, fields=("finalclass",) if asked.parent else ("id",))
    for number, keys in enumerate([keys for keys in pages if keys][:-1], 1):
        if tuple(item.key for item in _page(wire, keys_only, size, number).items) != keys:
            raise Moved(f"page {number} holds other objects than a moment before")


def _page(wire: Wire, asked: Ask, size: int, number: int) -> Page:
    return read(wire.post({
        "operation": "core/get", "class": asked.cls, "key": asked.query,
        "output_fields": ",".join(asked.fields), "limit": size, "page": number,
    }), asked)
