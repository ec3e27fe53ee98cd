"""One request of `requests:`: what is asked, what an answer must say, and which fields its rows have."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from clairevoie.project.shapes import like
from clairevoie.sources.http.fields import field
from clairevoie.sources.http.pagers import NoPager, Pager
from clairevoie.sources.http.paths import place

_SECRET = re.compile(r"(?:x-)?(?:proxy-)?(?:authorization|cookie|password|secret|key|token)"
                     r"|.*[-_]?(?:api|access|app|auth|session|private)[-_]?(?:key|token)", re.IGNORECASE)
_SPAN = re.compile(r"([0-9]{1,5})(s|m|h|d)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_NAME = "the name of a field: small letters and _"
Scalar = str | int | float | bool


def _span(text: Any) -> Any:
    found = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("write a span like 90s, 15m, 1h or 7d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _several(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else (value,)


def _any_of(value: Any) -> Any:
    """One text, several, or the names of a mapping."""
    return tuple(value) if isinstance(value, list | tuple | dict) else (value,)


def _texts(value: Any) -> Any:
    """Scalars as the text that goes over the wire."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else "" if value is None else value


def _checked(check: Callable[[str], object]) -> AfterValidator:
    def valid(text: str) -> str:
        check(text)
        return text
    return AfterValidator(valid)


def in_clear(said: dict[str, Any]) -> dict[str, Any]:
    """Headers or parameters in which no secret stands in clear. Raises ValueError, and does not repeat it."""
    for name, value in said.items():
        if _SECRET.fullmatch(name) and not re.search(r"\{[A-Z_]", str(value)):
            raise ValueError(f"{name}: a secret stands in an environment variable, and its name under auth")
    return said


def _relative(path: str) -> str:
    if not path.startswith("/") or path.startswith("//") or "\\" in path or re.search(r"[\s?#]", path):
        raise ValueError("write a path that begins with one '/', without parameters, like /api/v1/tickets")
    return path


Span = Annotated[timedelta, BeforeValidator(_span)]
Text = Annotated[str, BeforeValidator(_texts)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_any_of)]
Words = Annotated[tuple[str, ...], BeforeValidator(_several)]
PathText = Annotated[str, _checked(place)]
Keys = Annotated[tuple[PathText, ...], BeforeValidator(_several)]
FieldText = Annotated[str, _checked(field)]
Relative = Annotated[str, AfterValidator(_relative)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Count(_Strict):
    """A request of its own that says how many rows there are; what the request itself asks for is sent too.

    of: where a row says what is added up, where the answer says a sum (of seconds) and not a number of rows.
    """

    method: Literal["GET", "POST"] = "GET"
    path: Relative
    params: dict[str, Text] = {}
    at: str
    of: PathText = ""


class Since(_Strict):
    """Only what changed since the last reading. at: where a row says when it changed."""

    param: str
    place: Literal["query", "body"] = "query"
    template: str = "{since}"
    format: str = "iso"
    at: PathText
    overlap: Span = timedelta(hours=1)
    full_every: Span = timedelta(days=7)


class Windows(_Strict):
    """Spans of days from `first` until today, `{from}` and `{to}` (both included) in the request."""

    first: date
    days: Annotated[int, Field(ge=1, le=3660)] = 365

    @field_validator("first", mode="before")
    @classmethod
    def _is_a_day(cls, value: Any) -> Any:
        return date.fromisoformat(value) if isinstance(value, str) else value


class Foreach(_Strict):
    """One request for each row of another (its fields in braces), each of `values` (`{value}`), or each window."""

    request: str = ""
    values: Texts = ()
    windows: Windows | None = None
    when: dict[str, Texts] = {}
    unless: dict[str, Texts] = {}
    limit: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000
    follow: bool = False

    @model_validator(mode="after")
    def _one_of_them(self) -> Foreach:
        if sum(map(bool, (self.request, self.values, self.windows))) != 1:
            raise ValueError("say one of request, values and windows")
        return self


class Explode(_Strict):
    """A list inside a row: a row for each of its members, which is then called `name`."""

    path: Annotated[tuple[PathText, ...], BeforeValidator(_several), Field(min_length=1)]
    name: Annotated[str, like("[a-z_]+", _NAME)]


class Spans(_Strict):
    """Rows that say a state and since when → a row for each stretch in one state. `until` is the field that says when
    it ended, "" where it still lasts; `end` names the field that says it of the last one; `words` says which states
    are the same; rows that say another state than those of `only` are passed over. `first` is a field that says when
    the first stretch of the same thing began.
    """

    of: Words
    at: str
    state: str
    words: dict[str, str] = {}
    only: Texts = ()
    until: Annotated[str, like("[a-z_]+", _NAME)] = "until"
    end: str = ""
    first: Annotated[str, like("[a-z_]*", _NAME)] = ""

    @property
    def added(self) -> tuple[str, ...]:
        """The fields that it adds."""
        return (self.until, self.first) if self.first else (self.until,)


class Request(_Strict):
    """What is asked of one address; docs/http.md says what each setting is for."""

    method: Literal["GET", "POST"] = "GET"
    path: Relative
    params: Annotated[dict[str, Text | tuple[Text, ...]], AfterValidator(in_clear)] = {}
    headers: Annotated[dict[str, str], AfterValidator(in_clear)] = {}
    body: dict[str, Any] = {}
    form: dict[str, Text] = {}
    content_types: tuple[str, ...] = ("application/json",)
    absent: tuple[int, ...] = ()
    ok: dict[PathText, Text] = {}
    error: PathText = ""
    rows: PathText = ""
    pager: Pager = NoPager()
    total: str | Count = ""
    key: Keys = ()
    by: str = ""
    since: Since | None = None
    foreach: Foreach | None = None
    explode: tuple[Explode, ...] = ()
    fields: Annotated[dict[str, Annotated[FieldText, Field(max_length=500)]], Field(min_length=1)]
    spans: Spans | None = None
    when: dict[str, Texts] = {}
    unless: dict[str, Texts] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what its rows hold in the end."""
        return (*self.fields, *(self.spans.added if self.spans else ()))
