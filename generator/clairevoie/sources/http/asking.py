"""One page: the request put together and asked, its rows and what it says of the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from clairevoie.sources.http.believing import Row, believed, count_in, nothing_more, rows_in
from clairevoie.sources.http.finding import find
from clairevoie.sources.http.login import Headers
from clairevoie.sources.http.pagers import Step
from clairevoie.sources.http.paths import place
from clairevoie.sources.http.references import BRACES
from clairevoie.sources.http.refused import Refused, Unusable, one_line
from clairevoie.sources.http.request import Count, Request
from clairevoie.sources.http.settings import Settings
from clairevoie.sources.http.texts import text_of
from clairevoie.sources.http.wire import Answer, Wire


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of an answer, the whole answer and its headers; total where the request says that there is one."""

    rows: tuple[Row, ...]
    said: Any
    headers: Mapping[str, str]
    total: int | None
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Asker:
    """A request, for one row of its parent where it has one. more: what an increment adds to it."""

    wire: Wire
    headers: Headers
    settings: Settings
    request: Request
    parent: Mapping[str, str]
    more: Step

    def page(self, step: Step) -> Page:
        """The page of a step. Raises Refused."""
        request = self.request
        answer = self._ask(step)
        if answer.status in (*request.absent, *request.pager.beyond):
            return Page((), None, answer.headers, None, beyond=True)
        said = believed(answer, request, self.settings.max_depth)
        rows = rows_in(said, request)
        nothing_more(answer, request)
        where = request.total
        total = count_in(where, said, answer.headers, empty=not rows) if isinstance(where, str) and where else None
        return Page(rows, said, answer.headers, total)

    def count(self) -> int | None:
        """What the request of its own says how many rows there are, or what they add up to; None without one.

        Raises Refused.
        """
        asked = self.request.total
        if not isinstance(asked, Count):
            return None
        content: dict[str, Any] = {"params": self._query(Step()) | self._filled(asked.params)}
        if asked.method == "POST":
            content["json"] = _laid(self._told(self.request.body), self.more.body)
        answer = self.wire.ask(asked.method, self.wire.url(self._path(asked.path)), headers=self._headers(Step()),
                               **content)
        return count_in(asked.at, believed(answer, self.request, self.settings.max_depth), answer.headers)

    def _ask(self, step: Step) -> Answer:
        request = self.request
        headers = self._headers(step)
        if step.url:
            return self.wire.ask("GET", self._next(step.url), headers=headers)
        content: dict[str, Any] = {"params": self._query(step)}
        if request.form:
            content["data"] = self._filled(request.form) | dict(step.body)
        elif request.body or step.body or self.more.body:
            content["json"] = _laid(self._told(request.body), {**self.more.body, **step.body})
        return self.wire.ask(request.method, self.wire.url(self._path(request.path)), headers=headers, **content)

    def _headers(self, step: Step) -> dict[str, str]:
        return {"Accept": ", ".join(self.request.content_types), **self.request.headers, **self.headers(),
                **step.headers}

    def _next(self, url: str) -> str:
        """A next page's address, which may be relative."""
        try:
            return str(httpx.URL(self.wire.url(self._path(self.request.path))).join(url))
        except (httpx.InvalidURL, ValueError):
            raise Refused(f"the next page's address is none: {one_line(url)}") from None

    def _query(self, step: Step) -> dict[str, Any]:
        return {**self._filled(self.request.params), **self.more.query, **step.query}

    def _path(self, path: str) -> str:
        return BRACES.sub(lambda found: quote(self._word(found[1]), safe=""), path) if self.request.foreach else path

    def _filled(self, params: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._told(value) for name, value in params.items()}

    def _told(self, value: Any) -> Any:
        """The same with what stands in braces filled in, where a request is made for each of something."""
        if not self.request.foreach:
            return value
        if isinstance(value, dict):
            return {name: self._told(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._told(one) for one in value]
        return BRACES.sub(lambda found: self.parent.get(found[1], found[0]), value) if isinstance(value, str) else value

    def _word(self, name: str) -> str:
        value = self.parent.get(name, "")
        if value in ("", ".", ".."):  # an address of another kind than was meant
            raise Refused(f"{name} is {value!r}, which makes no address")
        return value


def located(where: str, page: Page) -> str:
    """What stands at a place of an answer (`header:NAME`, or a path), "" where nothing does. Raises Refused."""
    if where.startswith("header:"):
        return page.headers.get(where.removeprefix("header:").strip().lower(), "").strip()
    try:
        return text_of(find(place(f"{where.removesuffix('?')}?"), page.said), where)
    except Unusable as error:
        raise Refused(str(error)) from None


def _laid(body: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """A body with values laid into it; `variables.after` is a member of a member."""
    result: dict[str, Any] = json.loads(json.dumps(body))
    for path, value in more.items():
        *parents, name = path.split(".")
        at = result
        for parent in parents:
            at = at.setdefault(parent, {})
        at[name] = value
    return result
