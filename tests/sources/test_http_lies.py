"""Every lie against every way of paging: the source is held with one line, or a second try mends it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources.apis import contract
from tests.sources.lies import LIES, lies
from tests.sources.lying import (
    Api,
    Gives,
    Route,
    Slice,
    Wants,
    cursor,
    enveloped,
    keyset,
    offset,
    page,
    plain,
    ranged,
    with_cursor,
    with_link,
    with_next,
    with_range,
)

ROWS = [{"id": number, "ref": f"T-{number}", "org": "acme"} for number in range(1, 8)]
PAGERS: dict[str, tuple[Wants | None, Gives, dict[str, Any]]] = {
    "none": (None, enveloped("rows", "total"), {"rows": "rows", "total": "total"}),
    "page": (page(), plain("X-Total-Count"), {
        "pager": {"kind": "page", "size_param": "per_page", "size": 3}, "total": "header:X-Total-Count"}),
    "page without a total": (page(), plain(), {"pager": {"kind": "page", "size_param": "per_page", "size": 3}}),
    "offset": (offset(), enveloped("issues", "total_count"), {
        "rows": "issues", "total": "total_count", "pager": {"kind": "offset", "size": 3}}),
    "range": (ranged(), with_range, {"total": "content-range", "pager": {"kind": "range", "size": 3}}),
    "cursor": (cursor(size=3), with_cursor, {
        "rows": "rows", "total": "total", "pager": {"kind": "cursor", "next": {"cursor": "next"}}}),
    "link": (offset(default=3), with_link, {"total": "header:X-Total-Count", "pager": {"kind": "link"}}),
    "next": (offset(default=3), with_next, {"rows": "results", "total": "count", "pager": {"kind": "next"}}),
    "keyset": (keyset(), plain(), {
        "pager": {"kind": "keyset", "param": "after", "field": "id", "size_param": "limit", "size": 3}}),
}
TABLE = {"services": {"request": "things", "columns": {"service": "id", "name": "ref"}}}


def api(kind: str) -> Api:
    """The seven rows, paged so."""
    wants, gives, _ = PAGERS[kind]
    return Api({"/things": Route(ROWS, wants or (lambda asked, rows: Slice(0, 99)),
                                 gives)})


def said(kind: str) -> dict[str, Any]:
    """The source.yml for them."""
    request = {"path": "/things", "key": "id", "fields": {"id": "id", "ref": "ref"}, **PAGERS[kind][2]}
    return {"requests": {"things": request}, "tables": TABLE}


@pytest.mark.parametrize("kind", PAGERS)
def test_all_rows_come_once(kind: str) -> None:
    contract(lambda: api(kind), said(kind), {"services": 7}, "")


@pytest.mark.parametrize(("kind", "lie"), [
    (kind, lie) for kind in PAGERS for lie in lies(paged=kind != "none")
    if kind not in ("page without a total", "keyset") or not LIES[lie].total])
def test_a_lie_holds_the_source(kind: str, lie: str) -> None:
    contract(lambda: api(kind), said(kind), {"services": 7}, lie, paged=kind != "none",
             total=kind not in ("page without a total", "keyset"), placed=kind not in ("cursor", "link", "next"))
