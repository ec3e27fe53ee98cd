"""The kinds of paging, as source.yml says them, and what each asks for next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Size = Annotated[int, Field(ge=1, le=100_000)]
Where = Literal["query", "body"]


class _Pager(BaseModel):
    """cap: the server never gives more rows than this in all, whatever there is: reaching it holds the source.

    beyond: statuses that a page after the last one has.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    cap: Annotated[int, Field(ge=1)] | None = None
    beyond: tuple[int, ...] = ()


class NoPager(_Pager):
    """One answer holds everything."""

    kind: Literal["none"] = "none"


class PagePager(_Pager):
    """Numbered pages. recheck: read all pages but the last again, and believe them only when nothing moved."""

    kind: Literal["page"]
    param: str = "page"
    size_param: str = ""
    size: Size
    first: Literal[0, 1] = 1
    place: Where = "query"
    recheck: bool = True


class OffsetPager(_Pager):
    """So many rows from a position on. recheck: each page begins with the last row of the one before."""

    kind: Literal["offset"]
    param: str = "offset"
    size_param: str = "limit"
    size: Size
    place: Where = "query"
    recheck: bool = True


class RangePager(_Pager):
    """`0-49` as a parameter or a header; recheck as in offset."""

    kind: Literal["range"]
    param: str = "range"
    header: str = ""
    template: str = "{first}-{last}"
    size: Annotated[int, Field(ge=2, le=100_000)]
    recheck: bool = True


class CursorPager(_Pager):
    """A word of the answer asks for the next page. next: parameter → where the answer says it (`header:X-Next-ID`).

    more: where the answer says whether there is more; done: where it says that this was the last.
    """

    kind: Literal["cursor"]
    next: Annotated[dict[str, str], Field(min_length=1)]
    place: Where = "query"
    size_param: str = ""
    size: Size = 100
    more: str = ""
    done: str = ""


class LinkPager(_Pager):
    """A `Link` header with rel="next". recheck as in page."""

    kind: Literal["link"]
    size_param: str = ""
    size: Size = 100
    recheck: bool = True


class NextPager(_Pager):
    """The next page's address in the answer. query_only: take its parameters, not its host and path."""

    kind: Literal["next"]
    path: str = "next"
    size_param: str = ""
    size: Size = 100
    query_only: bool = False
    recheck: bool = True


class KeysetPager(_Pager):
    """The rows after the last key, which each page gives in ascending order."""

    kind: Literal["keyset"]
    param: str
    field: str
    start: str = ""
    size_param: str = ""
    size: Size
    place: Where = "query"


Pager = Annotated[NoPager | PagePager | OffsetPager | RangePager | CursorPager | LinkPager | NextPager | KeysetPager,
                  Field(discriminator="kind")]
ByPosition = PagePager | OffsetPager | RangePager | KeysetPager


@dataclass(frozen=True, slots=True)
class Step:
    """What one page adds to its request. url: the whole address in the place of the request's own."""

    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    url: str = ""


def first_step(pager: Pager) -> Step:
    """What the first page asks."""
    if isinstance(pager, ByPosition):
        return step_at(pager, 0, 0, pager.start if isinstance(pager, KeysetPager) else "")
    size_param = "" if isinstance(pager, NoPager) else pager.size_param
    sized = {size_param: str(pager.size)} if size_param and not isinstance(pager, NoPager) else {}
    return placed(sized, pager.place if isinstance(pager, CursorPager) else "query")


def step_at(pager: ByPosition, number: int, fetched: int, last: str) -> Step:
    """What page `number` (from 0) asks, when `fetched` rows came before it and `last` is the key of the last one."""
    if isinstance(pager, RangePager):
        start = max(fetched - 1, 0) if pager.recheck else fetched
        said = pager.template.format(first=start, last=start + pager.size - 1)
        return Step(headers={pager.header: said}) if pager.header else Step(query={pager.param: said})
    sized = {pager.size_param: str(pager.size)} if pager.size_param else {}
    if isinstance(pager, PagePager):
        return placed({pager.param: str(pager.first + number), **sized}, pager.place)
    if isinstance(pager, OffsetPager):
        start = max(fetched - 1, 0) if pager.recheck else fetched
        return placed({pager.param: str(start), **sized}, pager.place)
    return placed({**({pager.param: last} if last else {}), **sized}, pager.place)


def placed(said: Mapping[str, str], place: Where) -> Step:
    """Parameters in the query, or (whole numbers as such) in the body."""
    if place == "query":
        return Step(query=said)
    return Step(body={name: int(text) if text.isdigit() and len(text) < 16 else text for name, text in said.items()})


def overlaps(pager: Pager) -> bool:
    """Whether each page but the first begins with the last row of the one before."""
    return isinstance(pager, OffsetPager | RangePager) and pager.recheck and pager.size > 1
