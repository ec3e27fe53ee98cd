"""The shape of portal.yml and client.yml, checked by pydantic; every fault with its line."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    Strict,
    StrictBool,
    model_validator,
)

from clairevoie.blobs.endpoint import closed
from clairevoie.project.declared import SharedWordFile
from clairevoie.project.granting import GrantsFile
from clairevoie.project.shapes import CLOSED, Whole, Words, like, once

_SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_BUCKET = r"(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([A-Za-z0-9_-][A-Za-z0-9._-]*/)*)?"
_RESERVED = {"con", "prn", "aux", "nul", "internal", "theme", "data",
             *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text) or text.lower() in _RESERVED:
        raise ValueError("use 1–63 letters A–z without accents, digits and inner hyphens (and no reserved name)")
    return text


def _colour(text: str) -> str:
    if text and not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError("a colour is written #rrggbb")
    return text


def _share(said: Any) -> float:
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?) ?%", str(said))
    if not match or not 0 <= float(match[1]) <= 100:
        raise ValueError("write a share of 0 to 100 with its sign, like 5%")
    return float(match[1]) / 100


def _age(said: Any) -> timedelta:
    match = re.fullmatch(r"([1-9]\d{0,4}) ?([hd])", str(said))
    if not match:
        raise ValueError("write hours or days, like 26h or 7d")
    return timedelta(hours=int(match[1])) if match[2] == "h" else timedelta(days=int(match[1]))


def _listed(said: Any) -> Any:
    if isinstance(said, list):
        return said
    raise ValueError("write a list of languages, like [fr, en]")


Share = Annotated[float, BeforeValidator(_share)]
Age = Annotated[timedelta, BeforeValidator(_age)]
Slug = Annotated[str, AfterValidator(_slug)]
Colour = Annotated[str, AfterValidator(_colour)]
Language = Literal["fr", "en"]
Number = Annotated[float, Strict()]  # 12.5, not "12,5" and not NO
Languages = Annotated[list[Language], AfterValidator(once), Field(min_length=1), BeforeValidator(_listed)]


class _Strict(BaseModel):
    model_config = CLOSED


class CompanyFile(_Strict):
    """`company:` of portal.yml."""

    id: Slug
    name: str = Field(min_length=1, max_length=80)
    short: str = ""
    phone: str = ""
    incident_url: Annotated[str, like(r"(https://\S+)?", "an address that begins with https://, without blanks")] = ""
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
    openings: dict[date, list[str]] = {}


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


class StoreFile(_Strict):
    """`store:`, where what was read is kept; in the workspace where no url is given. Credentials are none of it."""

    url: Annotated[str, like(_BUCKET, "s3://bucket/folder/, without credentials, with a / at its end")] = ""
    region: str | None = Field(default=None, min_length=1)
    endpoint_url: Annotated[str, AfterValidator(closed)] | None = None
    owner: Annotated[str, like("[0-9]{12}", "the twelve digits of the account, in quotes")] | None = None
    keep_days: int = Field(default=400, ge=1, le=36500)
    keep_last: int = Field(default=3, ge=1, le=1000)

    @model_validator(mode="after")
    def _of_a_bucket(self) -> StoreFile:
        if not self.url and (self.region or self.endpoint_url or self.owner):
            raise ValueError("region, endpoint_url and owner go with a url like s3://bucket/store/")
        return self


class PortalFile(_Strict):
    """portal.yml."""

    company: CompanyFile
    timezone: str = "Europe/Paris"
    currency: Annotated[str, like("[A-Z]{3}", "three capital letters, like EUR")] = "EUR"
    calendar: str
    internal: InternalFile = InternalFile()
    calendars: dict[str, CalendarFile] = Field(min_length=1)
    which_commitment: Literal["contract", "ignore_dates"] = "contract"
    figures: dict[str, FigureFile] = {}
    staff: StaffFile = StaffFile()
    targets: dict[Slug, dict[str, Any]] = {}
    schedule: ScheduleFile | None = None
    store: StoreFile = StoreFile()
    theme: str | None = None
    common_words: list[str] = []
    shared_words: list[SharedWordFile] = []
    aliases: dict[str, Words] = {}
    without_clients: StrictBool = False


class HoldFile(_Strict):
    """`hold:` of a source."""

    set_aside: Share | None = None
    fall: Share = 0.6


class FreshnessFile(_Strict):
    """`freshness:` of a source."""

    warn_after: Age | None = None
    withhold_after: Age | None = None

    @model_validator(mode="after")
    def _in_order(self) -> FreshnessFile:
        if self.warn_after and self.withhold_after and self.withhold_after < self.warn_after:
            raise ValueError("withhold_after is shorter than warn_after")
        return self


class SourceFile(_Strict):
    """What source.yml may say whatever its type."""

    type: str
    timezone: str | None = None
    hold: HoldFile = HoldFile()
    freshness: FreshnessFile = FreshnessFile()
    optional: bool | Words = False
    keep_rows: Words = []


class ClientFile(_Strict):
    """client.yml."""

    client: Slug
    languages: Languages = ["fr"]
    accent: Colour = ""
    logo: str | None = None
    grants: GrantsFile = GrantsFile()
    shared_cis: dict[str, str] = {}
