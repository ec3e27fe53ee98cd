"""The shape of portal.yml and client.yml, checked by pydantic; every fault with its line."""

from __future__ import annotations

import difflib
import re
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, StrictBool, ValidationError

from clairevoie.errors import Fault
from clairevoie.project.model import PeopleShown
from clairevoie.project.strict_yaml import Document

_SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_RESERVED = {"con", "prn", "aux", "nul", "internal", "theme", "data",
             *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}

Model = TypeVar("Model", bound=BaseModel)


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text) or text.lower() in _RESERVED:
        raise ValueError("use 1–63 letters A–z without accents, digits and inner hyphens (and no reserved name)")
    return text


def _colour(text: str) -> str:
    if text and not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError("a colour is written #rrggbb")
    return text


def _once(words: list[Any]) -> list[Any]:
    twice = next((word for place, word in enumerate(words) if word in words[:place]), None)
    if twice is not None:
        raise ValueError(f"{twice!r} stands twice")
    return words


Slug = Annotated[str, AfterValidator(_slug)]
Colour = Annotated[str, AfterValidator(_colour)]
Language = Literal["fr", "en"]
Number = Annotated[float, Strict()]  # 12.5, not "12,5" and not NO
Whole = Annotated[int, Strict()]
Words = Annotated[list[str], AfterValidator(_once)]
Languages = Annotated[list[Language], AfterValidator(_once), Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class CompanyFile(_Strict):
    """`company:` of portal.yml."""

    id: Slug
    name: str = Field(min_length=1, max_length=80)
    short: str = ""
    phone: str = ""
    incident_url: str = Field(default="", pattern=r"^(https://\S+)?$")
    logo: str | None = None


class LabelFile(_Strict):
    """Words in both languages."""

    fr: str
    en: str


class CalendarFile(_Strict):
    """One of `calendars:`."""

    label: LabelFile
    timezone: str | None = None
    windows: dict[str, list[str]] = {}
    always: StrictBool = False
    holidays: str = ""
    closures: list[date] = []


class FigureFile(_Strict):
    """One of `figures:`."""

    target: Number | None = Field(default=None, gt=0, le=1e9)
    variant: str = ""
    minimum: Whole | None = Field(default=None, ge=1)


class StaffFile(_Strict):
    """`staff:`, the parameters of the internal figures."""

    productive_days: Whole = Field(default=218, ge=1, le=366)
    deducted_absences: list[Literal["leave", "rtt", "sick", "training", "other"]] = [
        "leave", "rtt", "sick", "training", "other"]
    margin_threshold: Number = 15.0
    allocation: Literal["none", "revenue"] = "none"


class InternalFile(_Strict):
    """`internal:`, the staff's own site."""

    languages: Languages = ["fr"]


class ScheduleFile(_Strict):
    """`schedule:`, when the sites are published."""

    cron: str
    timezone: str | None = None


class PortalFile(_Strict):
    """portal.yml."""

    company: CompanyFile
    timezone: str = "Europe/Paris"
    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$")
    calendar: str
    internal: InternalFile = InternalFile()
    calendars: dict[str, CalendarFile] = Field(min_length=1)
    which_commitment: Literal["contract", "ignore_dates"] = "contract"
    figures: dict[str, FigureFile] = {}
    staff: StaffFile = StaffFile()
    targets: dict[Slug, dict[str, Any]] = {}
    schedule: ScheduleFile | None = None
    theme: str | None = None
    common_words: list[str] = []
    without_clients: StrictBool = False


class GrantsFile(_Strict):
    """`grants:` of client.yml: what is not named is not shown."""

    pages: Words = []
    figures: Words = []
    tables: dict[str, Words] = {}
    people: PeopleShown = "none"
    months: Whole = Field(default=13, ge=1, le=36)


class ClientFile(_Strict):
    """client.yml."""

    client: Slug
    languages: Languages = ["fr"]
    accent: Colour = ""
    logo: str | None = None
    grants: GrantsFile = GrantsFile()
    shared_cis: dict[str, str] = {}


def checked(document: Document, model: type[Model], faults: list[Fault]) -> Model | None:
    """The document as `model`, or None with every fault appended to `faults`."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        faults += [_fault(document, model, detail) for detail in error.errors(include_url=False)]
        return None


def dotted(path: tuple[int | str, ...]) -> str:
    """A path of keys on one line, whatever a key holds."""
    return ".".join(part if part.isprintable() else ascii(part) for part in map(str, path))


def _fault(document: Document, model: type[BaseModel], detail: Any) -> Fault:
    path = tuple(detail["loc"])
    key = dotted(path)
    where = document.where(path)
    if detail["type"] == "extra_forbidden":
        return Fault(where, f"unknown key {key!r}{_near(str(path[-1]), _keys(model, path[:-1]))}")
    if detail["type"] == "missing":
        return Fault(where, f"{key} is missing")
    what = detail["msg"].removeprefix("Value error, ")
    return Fault(where, f"{key}: {what[:1].lower()}{what[1:]}")


def _near(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(sorted(known))}" if known else ""


def _keys(model: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    """The keys that stand at `path` in `model`, as far as it is a tree of models and mappings of models."""
    at: Any = model
    for part in path:
        field = getattr(at, "model_fields", {}).get(part)
        at = _model_in(field.annotation) if field else at
    return list(getattr(at, "model_fields", {}))


def _model_in(annotation: Any) -> Any:
    inner = getattr(annotation, "__args__", ())
    return next((_model_in(part) for part in reversed(inner) if _model_in(part)), None) if inner else (
        annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None)
