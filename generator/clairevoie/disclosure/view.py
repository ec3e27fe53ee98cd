"""One client's slice seen through its grants, at one instant: what every panel is made from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa

from clairevoie.disclosure import grants as granting
from clairevoie.disclosure.ledger import Ledger
from clairevoie.disclosure.names import person, slugs
from clairevoie.disclosure.rows import Row, read_rows, where
from clairevoie.disclosure.terms import month_of, months_before, term_end
from clairevoie.figures.columns import Columns, text_array
from clairevoie.figures.commitment import in_force_until
from clairevoie.figures.kpi import KPIS
from clairevoie.figures.promises import left_out
from clairevoie.figures.promises import month_of as counted_in
from clairevoie.figures.stopwatch import Metric
from clairevoie.figures.variants import RATES, by_creation, declare, variant_of
from clairevoie.figures.variants import months_of as counting_months
from clairevoie.portal import Text
from clairevoie.project.model import Calendar, ClientSpec, Grants, Project
from clairevoie.tables.closed import Closed
from clairevoie.tables.slices import Slice

PROVIDER = Text("Fournisseur", "Provider")
NEUTRAL = Text("Plateforme partagée", "Shared platform")


@dataclass(frozen=True, slots=True)
class View:
    """`rows` gives what is granted; `facts` what links, orders and counts, and is never shown as it is."""

    slice: Slice
    grants: Grants
    ledger: Ledger
    calendars: Mapping[str, Calendar]
    shared: Mapping[str, str]  # shared CI -> the label this client reads
    language: str  # the client's first one
    as_of: datetime  # in the client's zone
    zone: ZoneInfo
    slugs: Mapping[str, str]  # contract -> its word in addresses
    names: Mapping[str, tuple[str, str]]  # person -> name, role
    services: Mapping[str, str]  # service -> name
    closed: Mapping[str, Closed] = field(default_factory=dict)  # month -> what was kept of it when it was closed
    variants: Mapping[str, str] = field(default_factory=dict)  # figure -> the variant that is declared now

    @property
    def today(self) -> date:
        """The local day of `as_of`."""
        return self.as_of.date()

    @property
    def running(self) -> str:
        """The month that `as_of` is in."""
        return month_of(self.today)

    @property
    def months(self) -> tuple[str, ...]:
        """The granted months, oldest first; the last is the last whole one."""
        return months_before(self.running, self.grants.months + 1)[:-1]

    @property
    def month(self) -> str:
        """The reporting month: the last whole one."""
        return months_before(self.running, 2)[0]

    @property
    def since(self) -> date:
        """The first day of the granted months: no row before it is shown."""
        return date.fromisoformat(f"{self.months[0] if self.months else self.month}-01")

    def counted_in(self, metric: Metric) -> str:
        """The column of tickets that says in which month the rate of a clock counts one."""
        own = f"{metric}_counted"
        if own in self.slice.tables["tickets"].column_names:
            return own
        return counted_in(metric, self.variants.get(f"{metric}_met", ""))

    def left_out(self, metric: Metric) -> tuple[str, ...]:
        """Why the rate of a clock leaves a ticket of its month out."""
        return left_out(self.variants.get(f"{metric}_met", ""))

    def page(self, page: str) -> bool:
        """True where the page is granted."""
        return page in self.grants.pages

    def figure(self, *kpis: str) -> bool:
        """True where all these figures are granted."""
        return all(kpi in self.grants.figures for kpi in kpis)

    def sees(self, table: str, *columns: str) -> bool:
        """True where all these columns of `table` are granted."""
        return granting.columns(self.grants, table).issuperset(columns)

    def by_month(self, table: str) -> bool:
        """True where this table is at month grain: no row of it is shown."""
        return table in granting.month_tables(self.grants)

    def rows(self, table: str, *bones: str, of: pa.Table | None = None) -> list[Row]:
        """Rows with the granted columns, and `bones`: columns that select and order. `of`: some of the rows.

        None of a table at month grain.
        """
        if self.by_month(table):
            return []
        kept = granting.columns(self.grants, table) | set(bones)
        return read_rows(self.slice.tables[table] if of is None else of, kept, self.zone)

    def facts(self, table: str, of: pa.Table | None = None) -> list[Row]:
        """Rows with every column, for links, contract terms and sums. `of`: some of the rows."""
        whole = self.slice.tables[table] if of is None else of
        return read_rows(whole, whole.column_names, self.zone)

    def of_contract(self, table: str, contract: str) -> pa.Table:
        """The rows of `table` that name this contract."""
        return where(self.slice.tables[table], "contract", contract)

    def in_force(self, first: date, last: date) -> frozenset[str]:
        """The contracts that run on a day between `first` and `last`."""
        return frozenset(row.text("contract") for row in self.facts("contracts")
                         if (row.day("start") or date.min) <= last and first <= last_day_of(row))

    def person(self, identifier: str) -> str:
        """Somebody of ours, named as granted."""
        name, role = self.names.get(identifier, ("", ""))
        return person(name, role, self.grants.people)

    def provider(self, identifier: str) -> str:
        """A provider by the name that this client reads, else by what it is."""
        return self.grants.providers.get(identifier, PROVIDER.in_(self.language)) if identifier else ""

    def service(self, identifier: str) -> str:
        """A service's name, its identifier where it has none."""
        return self.services.get(identifier, identifier)

    def calendar(self, identifier: str) -> Text:
        """A calendar in words."""
        known = self.calendars.get(identifier)
        return Text(known.label_fr, known.label_en) if known else Text(identifier, identifier)


def last_day_of(contract: Row) -> date:
    """The last day of a contract, as figures take it: a tacit renewal goes on until somebody terminates it."""
    return in_force_until(contract.text("renewal"), contract.day("end"), contract.day("terminated")) or date.max


def end_of(contract: Row, today: date) -> date | None:
    """The end of the contract's running term."""
    return term_end(contract.day("end"), contract.text("renewal"), contract.text("renewal_term"),
                    contract.day("terminated"), today)


def view_of(slice: Slice, figures: Ledger, project: Project, spec: ClientSpec, as_of: datetime,
            closed: Iterable[Closed] = ()) -> View:
    """A client's view: its zone from its own row, the figures cut to those granted, in the granted months."""
    rows = {name: read_rows(slice.tables[name], slice.tables[name].column_names, ZoneInfo("UTC"))
            for name in ("clients", "contracts", "people", "services")}
    named = [row.text("timezone") for row in rows["clients"] if row.text("client") == spec.client]
    zone = ZoneInfo(next(filter(None, named), project.timezone))
    now = as_of.astimezone(zone)
    months = months_before(month_of(now.date()), spec.grants.months + 1)
    kept = _own(slice, spec.grants, figures).kept(spec.grants.figures, months)
    declared = {name: kpi.settled(project).variant for name, kpi in KPIS.items()}
    held, own = _by_contract(slice, declared, months)
    return View(
        held, spec.grants, kept.without_few(spec.grants.minimum_count), project.calendars, spec.shared_cis,
        spec.languages[0], now, zone, slugs(row.text("contract") for row in rows["contracts"]),
        {row.text("person"): (row.text("name"), row.text("role")) for row in rows["people"]},
        {row.text("service"): row.text("name") for row in rows["services"]}, {one.month: one for one in closed},
        declared | own)


def _by_contract(slice: Slice, declared: Mapping[str, str], months: Collection[str]) -> tuple[Slice, dict[str, str]]:
    """The slice whose tickets say in which month each rate counts them, and the variants of these rates, where a
    contract declares its own."""
    tickets, commitments, contracts = (Columns(slice.tables[name]) for name in ("tickets", "commitments", "contracts"))
    if not declare(contracts):
        return slice, {}
    table, own = tickets.table, {}
    for metric in RATES:
        said = declared[f"{metric}_met"]
        created = by_creation(metric, tickets, commitments, contracts, said)
        own[f"{metric}_met"] = variant_of(metric, tickets, created, months, said)
        table = table.append_column(f"{metric}_counted", text_array(counting_months(metric, tickets, created)))
    return replace(slice, tables={**slice.tables, "tickets": table}), own


def _own(slice: Slice, grants: Grants, figures: Ledger) -> Ledger:
    """Without what tells of an item that others use too, or that the client may not name."""
    cis = slice.tables["cis"]
    names, owners = (cis.column(name).to_pylist() for name in ("ci", "client"))
    own = {ci for ci, client in zip(names, owners, strict=True) if client}
    named = own if "ci" in granting.columns(grants, "cis") else set()
    return Ledger({key: figure for key, figure in figures.figures.items()
                   if (ci := dict(figure.by).get("ci")) is None or ci in named})
