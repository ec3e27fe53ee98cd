"""An answer that is believed: its status, its kind, its own words, its rows, its total."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from clairevoie.sources.http.answer import parsed, whole
from clairevoie.sources.http.finding import find
from clairevoie.sources.http.pagers import NoPager
from clairevoie.sources.http.paths import place
from clairevoie.sources.http.refused import Refused, Unusable, one_line
from clairevoie.sources.http.request import Request
from clairevoie.sources.http.texts import text_of
from clairevoie.sources.http.wire import Answer
from clairevoie.sources.told import told

Row = dict[str, Any]
_RANGE = re.compile(r"(?:[a-z-]+ )?(?:[0-9]+-[0-9]+|\*)/([0-9]{1,15})")


def believed(answer: Answer, request: Request, depth: int) -> Any:
    """What an answer says, once its status, its kind and its own words are good. Raises Refused."""
    if answer.status not in (200, 206):
        hint = ": are the credentials still good, and do they allow it?" if answer.status in (401, 403) else ""
        raise Refused(f"HTTP status {answer.status}{hint}")
    said = parsed(answer.body, depth)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in request.content_types and not (kind.startswith("application/") and kind.endswith("+json")):
        raise Refused(f"the content type {one_line(kind)!r}, not {' or '.join(request.content_types)}")
    _check_words(said, request)
    return said


def rows_in(said: Any, request: Request) -> tuple[Row, ...]:
    """The list of objects where the request says. Raises Refused."""
    try:
        found = find(place(request.rows), said)
    except Unusable as error:
        raise Refused(f"no rows: {error}{_told_why(said)}") from None
    if found is None and request.rows.endswith("?"):
        return ()
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        where = one_line(request.rows) or "the top"
        raise Refused(f"no list of objects at {where}{_told_why(said)}")
    return tuple(found)


def count_in(where: str, said: Any, headers: Mapping[str, str], *, empty: bool = False) -> int:
    """The total that an answer says; 0 where it may leave it out without rows (`content-range?`). Raises Refused."""
    if where == "content-range?" and empty and "content-range" not in headers:
        return 0
    return whole(_counted(where, said, headers), "the total")


def nothing_more(answer: Answer, request: Request) -> None:
    """Refuse an answer that says there are other pages, where the request knows of none."""
    if not isinstance(request.pager, NoPager):
        return
    if re.search(r'rel="?next"?', answer.headers.get("link", "")):
        raise Refused("the answer has a next page (header Link), and no pager is declared")
    if answer.status == 206:
        raise Refused("the answer is a part of a whole (status 206), and no pager is declared")


def _check_words(said: Any, request: Request) -> None:
    """What a 200 may still say: a code that is not as it should be, an error."""
    try:
        for where, wanted in request.ok.items():
            if (found := text_of(find(place(where), said), where)) != wanted:
                raise Refused(f"{where} is {one_line(found)!r}, not {wanted!r}{_told_why(said)}")
        if request.error and (found_error := find(place(f"{request.error.removesuffix('?')}?"), said)):
            raise Refused(f"it says an error: {one_line(_short(found_error))}")
    except Unusable as error:
        raise Refused(f"{error}{_told_why(said)}") from None


def _counted(where: str, said: Any, headers: Mapping[str, str]) -> Any:
    if where in ("content-range", "content-range?"):
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


def _told_why(said: Any) -> str:
    """What an answer says of itself, where it says something."""
    for name in ("message", "error", "errors", "errorMessages", "detail"):
        if type(said) is dict and said.get(name):
            return f" (it says: {one_line(_short(said[name]))})"
    return ""


def _short(value: Any) -> str:
    return value if isinstance(value, str) else told(value)
