"""One page: the request put together, its answer believed or not, its rows and what it says of the others."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from clairevoie.sources.http.answer import parsed, whole
from clairevoie.sources.http.login import Headers
from clairevoie.sources.http.pagers import NoPager, Step
from clairevoie.sources.http.paths import find, place, text_of
from clairevoie.sources.http.references import BRACES
from clairevoie.sources.http.refused import Refused, Unusable, one_line
from clairevoie.sources.http.request import Count, Request
from clairevoie.sources.http.settings import Settings
from clairevoie.sources.http.wire import Answer, Wire

Row = dict[str, Any]
_RANGE = re.compile(r"(?:[a-z-]+ )?(?:[0-9]+-[0-9]+|\*)/([0-9]{1,15})")


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
        said = self._believed(answer)
        rows = self._rows(said)
        _nothing_more(answer, request)
        return Page(rows, said, answer.headers, self._total(said, answer.headers))

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
        return whole(_located(asked.at, self._believed(answer), answer.headers), "the total")

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

    def _believed(self, answer: Answer) -> Any:
        if answer.status not in (200, 206):
            hint = ": are the credentials still good, and do they allow it?" if answer.status in (401, 403) else ""
            raise Refused(f"HTTP status {answer.status}{hint}")
        said = parsed(answer.body, self.settings.max_depth)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in self.request.content_types and not (kind.startswith("application/") and kind.endswith("+json")):
            raise Refused(f"the content type {one_line(kind)!r}, not {' or '.join(self.request.content_types)}")
        self._check_words(said)
        return said

    def _check_words(self, said: Any) -> None:
        """What a 200 may still say: a code that is not as it should be, an error."""
        try:
            for where, wanted in self.request.ok.items():
                if (found := text_of(find(place(where), said), where)) != wanted:
                    raise Refused(f"{where} is {one_line(found)!r}, not {wanted!r}{_told_why(said)}")
            if self.request.error and (found_error := find(place(f"{self.request.error.removesuffix('?')}?"), said)):
                raise Refused(f"it says an error: {one_line(_short(found_error))}")
        except Unusable as error:
            raise Refused(f"{error}{_told_why(said)}") from None

    def _rows(self, said: Any) -> tuple[Row, ...]:
        try:
            found = find(place(self.request.rows), said)
        except Unusable as error:
            raise Refused(f"no rows: {error}{_told_why(said)}") from None
        if found is None and self.request.rows.endswith("?"):
            return ()
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            where = one_line(self.request.rows) or "the top"
            raise Refused(f"no list of objects at {where}{_told_why(said)}")
        return tuple(found)

    def _total(self, said: Any, headers: Mapping[str, str]) -> int | None:
        where = self.request.total
        return whole(_located(where, said, headers), "the total") if isinstance(where, str) and where else None


def located(where: str, page: Page) -> str:
    """What stands at a place of an answer (`header:NAME`, or a path), "" where nothing does. Raises Refused."""
    if where.startswith("header:"):
        return page.headers.get(where.removeprefix("header:").strip().lower(), "").strip()
    try:
        return text_of(find(place(f"{where.removesuffix('?')}?"), page.said), where)
    except Unusable as error:
        raise Refused(str(error)) from None


def _located(where: str, said: Any, headers: Mapping[str, str]) -> Any:
    if where == "content-range":
        found = _RANGE.fullmatch(headers.get("content-range", "").strip())
        if found is None:
            raise Refused("no total in the header Content-Range")
        return found[1]
    if where.startswith("header:"):
        return headers.get(where.removeprefix("header:").strip().lower(), "").strip()
    try:
        return find(place(where), said)
    except Unusable as error:
        raise Refused(f"no total: {error}{_told_why(said)}") from None


def _nothing_more(answer: Answer, request: Request) -> None:
    """Refuse an answer that says there are other pages, where the request knows of none."""
    if not isinstance(request.pager, NoPager):
        return
    if re.search(r'rel="?next"?', answer.headers.get("link", "")):
        raise Refused("the answer has a next page (header Link), and no pager is declared")
    if answer.status == 206:
        raise Refused("the answer is a part of a whole (status 206), and no pager is declared")


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


def _told_why(said: Any) -> str:
    """What an answer says of itself, where it says something."""
    for name in ("message", "error", "errors", "errorMessages", "detail"):
        if type(said) is dict and said.get(name):
            return f" (it says: {one_line(_short(said[name]))})"
    return ""


def _short(value: Any) -> str:
    try:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:300]
    except (ValueError, RecursionError):
        return "…"
