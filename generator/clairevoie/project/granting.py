"""`grants:` of client.yml → `Grants`: a shipped profile, what is added to it and what is left out of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.project.model import ALL, Grants, GroupShare, Override, PeopleShown
from clairevoie.project.shapes import CLOSED, Whole, Words, like
from clairevoie.project.strict_yaml import Document, read

_PROFILES = Path(__file__).parent / "profiles"


def _words(said: Any) -> Any:
    return [] if said == "none" else [ALL] if said == ALL else said


def _by_table(said: Any) -> Any:
    return {ALL: said} if isinstance(said, str) else said


Grain = Literal["row", "month"]
Chosen = Annotated[Words, BeforeValidator(_words)]  # a list, all or none


class OverrideFile(BaseModel):
    """One of `internal_overrides:`: who allowed it, why, and until which day."""

    model_config = CLOSED

    figure: str
    allowed_by: str = Field(min_length=1, max_length=80)
    why: str = Field(min_length=1, max_length=200)
    until: date


class WithoutFile(BaseModel):
    """`without:` of the grants: what of the profile is left out."""

    model_config = CLOSED

    pages: Words = []
    figures: Words = []
    tables: dict[str, Chosen] = {}
    downloads: Words = []


class GroupFile(BaseModel):
    """`group:` of the grants: the figures that the parent may add up with those of its other subsidiaries."""

    model_config = CLOSED

    parent: Annotated[str, like(r"\S{1,80}", "the id of a client")]
    figures: Words
    alone: bool = False


class GrantsFile(BaseModel):
    """`grants:` of client.yml: what is not named, here or in the profile, is not shown."""

    model_config = CLOSED

    profile: str | None = None
    pages: Words = []
    figures: Words = []
    tables: dict[str, Words] = {}
    downloads: Chosen = []
    without: WithoutFile = WithoutFile()
    people: PeopleShown | None = None
    months: Whole | None = Field(default=None, ge=1, le=36)
    grain: Annotated[dict[str, Grain] | None, BeforeValidator(_by_table)] = None
    delay_days: Whole | None = Field(default=None, ge=0, le=366)
    minimum_count: Whole | None = Field(default=None, ge=0, le=1000)
    providers: dict[str, Annotated[str, Field(min_length=1, max_length=80)]] = {}
    internal_overrides: list[OverrideFile] = []
    group: GroupFile | None = None


def granted(body: GrantsFile, document: Document, faults: list[Fault]) -> Grants:
    """The grants with their profile taken in; what is wrong between the two is added to `faults`."""
    base = _profile(body, document, faults)
    grain = body.grain if body.grain is not None else base.grain or {}
    tables = {table: _merged(("tables", table), base.tables.get(table, ()), body.tables.get(table, ()),
                             body.without.tables.get(table, ()), document, faults)
              for table in dict.fromkeys((*base.tables, *body.tables, *body.without.tables))}
    pages, figures, downloads = (
        _merged((name,), getattr(base, name), getattr(body, name), getattr(body.without, name), document, faults)
        for name in ("pages", "figures", "downloads"))
    return Grants(
        pages, figures, tables,
        _first(body.people, base.people, "none"), _first(body.months, base.months, 13),
        tuple(sorted(table for table, of in grain.items() if of == "month")),
        _first(body.delay_days, base.delay_days, 0), _first(body.minimum_count, base.minimum_count, 0),
        downloads, dict(sorted(body.providers.items())),
        tuple(Override(one.figure, one.allowed_by, one.why, one.until) for one in body.internal_overrides),
        GroupShare(body.group.parent, tuple(dict.fromkeys(body.group.figures)), body.group.alone) if body.group
        else GroupShare())


def lines_of(document: Document) -> dict[str, int]:
    """The line of each key, and of each word of a list, by dotted path: "grants.figures.backlog"."""
    found: dict[str, int] = {}
    values: dict[tuple[str | int, ...], Any] = {}
    for path, line in document.lines.items():  # each stands behind what it is part of
        values[path] = value = values[path[:-1]][path[-1]] if path else document.data
        last = str(value)[:200] if path and isinstance(path[-1], int) else path[-1] if path else ""
        found.setdefault(".".join(map(str, (*path[:-1], last))), line)
    return found


def profiles() -> tuple[str, ...]:
    """The names of the shipped profiles, sorted."""
    return tuple(sorted(file.stem for file in _PROFILES.glob("*.yml")))


@cache
def profile(name: str) -> GrantsFile:
    """A shipped profile. Raises ConfigurationError for a name that there is not."""
    if name not in profiles():
        raise ConfigurationError(unknown("grants.profile", "profile", name, profiles()))
    return GrantsFile.model_validate(read(_PROFILES / f"{name}.yml", f"profiles/{name}.yml").data)


def _profile(body: GrantsFile, document: Document, faults: list[Fault]) -> GrantsFile:
    if body.profile is None:
        if "without" in body.model_fields_set:
            faults.append(Fault(document.where(("grants", "without")),
                                "grants.without leaves out what a profile grants, and no profile is named"))
        return _without_profile()
    try:
        return profile(body.profile)
    except ConfigurationError as error:
        faults += [Fault(document.where(("grants", "profile")), fault.what) for fault in error.faults]
        return _without_profile()


@cache
def _without_profile() -> GrantsFile:
    return GrantsFile()


def _merged(path: tuple[str, ...], base: Sequence[str], more: Sequence[str], less: Sequence[str], document: Document,
            faults: list[Fault]) -> tuple[str, ...]:
    """What the profile grants and what is added, less what is left out. Left out must be what the profile grants."""
    if less and more:
        both = [name for name in less if name in more or name == ALL]
        faults += [Fault(document.where(("grants", "without", *path)),
                         f"{'.'.join(path)}: {name!r} is added and left out") for name in both]
    if list(less) == [ALL]:
        return ()
    if base:
        faults += [unknown(document.where(("grants", "without", *path, place)), f"{'.'.join(path)} to leave out", name,
                           base) for place, name in enumerate(less) if name not in base]
    elif less:
        faults.append(Fault(document.where(("grants", "without", *path)),
                            f"{'.'.join(path)}: the profile grants none of it, so nothing is left out"))
    return tuple(dict.fromkeys(name for name in (*base, *more) if name not in less))


def _first(*known: Any) -> Any:
    return next(value for value in known if value is not None)
