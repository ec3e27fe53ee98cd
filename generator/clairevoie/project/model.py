"""What portal.yml, source.yml and client.yml say, once checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from clairevoie.project.declared import Declared

PeopleShown = Literal["none", "role", "initials", "full"]
ALL = "all"  # of `downloads`: each that there is


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
    openings: (day, "09:00", "12:00"), the only windows of that day, whatever its weekday, a holiday or a closure.
    """

    id: str
    label_fr: str
    label_en: str
    timezone: str
    windows: tuple[tuple[int, str, str], ...] = ()
    always: bool = False
    holidays: str = ""
    closures: tuple[date, ...] = ()
    openings: tuple[tuple[date, str, str], ...] = ()


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

    recall: the bytes that the source's last reading wished to remember under a name, None for none. now: the instant of
    the reading.
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
    now: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    @property
    def workspace(self) -> Path:
        """The folder that holds data_sources/."""
        return self.folder.absolute().parent.parent

    def may_be_empty(self, table: str) -> bool:
        """True where no row of this table is no reason to distrust the source."""
        return self.optional if isinstance(self.optional, bool) else table in self.optional


@dataclass(frozen=True, slots=True)
class Override:
    """An internal figure that a client is shown all the same. until: the last day, in the portal's zone."""

    figure: str
    allowed_by: str
    why: str
    until: date


@dataclass(frozen=True, slots=True)
class GroupShare:
    """What a subsidiary lets into its parent's sums. alone: its own figures may be read where no other's cover them."""

    parent: str = ""
    figures: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Grants:
    """What a client may see, its profile taken in; what is not here does not exist for it.

    by_month: the tables at month grain, no row of which is shown. delay_days: how old what is shown must be.
    minimum_count: figures of fewer rows are withheld (0: none is). downloads: files offered, or ALL of them.
    """

    pages: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # table -> its columns
    people: PeopleShown = "none"
    months: int = 13
    by_month: tuple[str, ...] = ()
    delay_days: int = 0
    minimum_count: int = 0
    downloads: tuple[str, ...] = ()
    providers: Mapping[str, str] = field(default_factory=dict)  # provider -> the name this client reads
    overrides: tuple[Override, ...] = ()
    group: GroupShare = GroupShare()


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
    lines: Mapping[str, int] = field(default_factory=dict)  # dotted path of a grant -> line in client.yml

    def where(self, *path: str) -> str:
        """`file:line` of the deepest part of a path below `grants` that stands in client.yml."""
        at = ".".join(("grants", *path))
        while at and at not in self.lines:
            at = at.rpartition(".")[0]
        return f"content/clients/{self.client}/client.yml:{self.lines.get(at, 1)}"


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
