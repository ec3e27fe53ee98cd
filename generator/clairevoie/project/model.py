"""What portal.yml, source.yml and client.yml say, once checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from clairevoie.project.declared import Declared

PeopleShown = Literal["none", "role", "initials", "full"]


@dataclass(frozen=True, slots=True)
class Company:
    """The company that publishes."""

    id: str
    name: str
    short: str
    phone: str = ""
    incident_url: str = ""
    logo: Path | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Agreed service time: windows by weekday (0 = Monday) in local time, without the holidays.

    windows: (weekday, "08:00", "18:00"), several a day allowed, "24:00" ends a day. always: 24×7, holidays too.
    holidays: a country or subdivision of the `holidays` library ("FR", "FR-57"), "" for none.
    """

    id: str
    label_fr: str
    label_en: str
    timezone: str
    windows: tuple[tuple[int, str, str], ...] = ()
    always: bool = False
    holidays: str = ""
    closures: tuple[date, ...] = ()


def nothing(_: str) -> None:
    """What a source remembers that was never read."""


@dataclass(frozen=True, slots=True)
class Hold:
    """When a source is held at its last good data, as shares (0–1).

    set_aside: of its rows, above which it is held; None: a fifth, once ten rows are aside.
    fall: of a table's rows against the last good data, above which it is held.
    """

    set_aside: float | None = None
    fall: float = 0.6


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old a source's data may be before pages say so, and before they show no figure of it; None: no limit."""

    warn_after: timedelta | None = None
    withhold_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """One folder of data_sources/: its type and the settings that the type's own model checks.

    recall: the bytes that the source's last reading wished to remember under a name, None for none.
    optional: the tables that may come to no row, True for all. keep_rows: those of which it gives what is recent only.
    """

    id: str
    type: str
    folder: Path
    timezone: str
    settings: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)  # dotted path of a setting -> line in source.yml
    hold: Hold = Hold()
    freshness: Freshness = Freshness()
    optional: bool | tuple[str, ...] = False
    keep_rows: tuple[str, ...] = ()
    recall: Callable[[str], bytes | None] = nothing

    def may_be_empty(self, table: str) -> bool:
        """True where no row of this table is no reason to distrust the source."""
        return self.optional if isinstance(self.optional, bool) else table in self.optional


@dataclass(frozen=True, slots=True)
class Grants:
    """What a client may see; what is not here does not exist for it."""

    pages: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # table -> its columns
    people: PeopleShown = "none"
    months: int = 13


@dataclass(frozen=True, slots=True)
class ClientSpec:
    """One folder of content/clients/."""

    client: str
    folder: Path
    languages: tuple[str, ...]
    grants: Grants
    accent: str = ""
    logo: Path | None = None
    shared_cis: Mapping[str, str] = field(default_factory=dict)  # shared CI -> the label this client reads


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """Where sites are published: `type` and its settings (folder: path)."""

    id: str
    type: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoreSpec:
    """Where what was read is kept: the folder `.clairevoie/store`, or a bucket; and for how long."""

    bucket: str = ""
    prefix: str = ""
    region: str | None = None
    endpoint_url: str | None = None
    owner: str | None = None
    keep_days: int = 400
    keep_last: int = 3


@dataclass(frozen=True, slots=True)
class ScheduleSpec:
    """When the sites are to be published: five cron fields in a zone; `where` they stand (portal.yml:12)."""

    cron: str
    timezone: str
    where: str


@dataclass(frozen=True, slots=True)
class FigureSettings:
    """What portal.yml declares of one KPI."""

    target: float | None = None  # in per cent for a ratio, else the KPI's own unit
    variant: str = ""
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """Parameters of the internal figures: productive days a year, which absences count, margin threshold (%)."""

    productive_days: int = 218
    deducted_absences: tuple[str, ...] = ("leave", "rtt", "sick", "training", "other")
    margin_threshold: float = 15.0
    allocation: Literal["none", "revenue"] = "none"


@dataclass(frozen=True, slots=True)
class Project:
    """A workspace, checked."""

    root: Path
    company: Company
    timezone: str
    currency: str
    calendar: str  # the default calendar's id
    internal_languages: tuple[str, ...]
    calendars: Mapping[str, Calendar]
    sources: tuple[SourceSpec, ...]
    clients: tuple[ClientSpec, ...]
    targets: Mapping[str, TargetSpec]
    figures: Mapping[str, FigureSettings] = field(default_factory=dict)
    staff: Staff = Staff()
    which_commitment: Literal["contract", "ignore_dates"] = "contract"
    theme: Path | None = None
    words: Declared = field(default_factory=Declared)
    schedule: ScheduleSpec | None = None
    store: StoreSpec = StoreSpec()

    @property
    def state(self) -> Path:
        """The private folder of the workspace: store, slices, links, runs."""
        return self.root / ".clairevoie"
