"""A small API of things, and the source.yml that reads them."""

from __future__ import annotations

from typing import Any

from tests.sources.apis import QUICK, SECRET
from tests.sources.lying import Api, Gives, Route, Row, Wants, offset, page, plain, with_next

ROWS: list[Row] = [{"id": number, "ref": f"T-{number}", "odd": "SPOIL" if number == 2 else "fine"}
                   for number in range(1, 8)]
FIELDS = {"id": "id", "ref": "ref", "odd": "odd"}
TABLES = {"services": {"request": "things", "columns": {"service": "id", "name": "ref", "family": "odd"}}}
PAGE = {"kind": "page", "size_param": "per_page", "size": 3}


def api(rows: list[Row] | None = None, wants: Wants | None = None, gives: Gives | None = None) -> Api:
    """Seven things, three a page, for those who know the word."""
    route = Route(ROWS if rows is None else rows, wants or page(), gives or plain("X-Total-Count"))
    return Api({"/things": route}, ("Authorization", f"Bearer {SECRET}"))


def said(url: str, request: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The source.yml for them."""
    asked = {"path": "/things", "key": "id", "pager": PAGE, "total": "header:X-Total-Count", "fields": FIELDS}
    return {"url": url, **QUICK, "auth": {"kind": "bearer", "token_env": "THINGS_TOKEN"},
            "requests": {"things": asked | (request or {})}, "tables": TABLES, **more}


def linked() -> Api:
    """The same with links to the next page."""
    return api(None, offset(default=3), with_next)


LINKED = {"rows": "results", "total": "count", "pager": {"kind": "next"}}
