"""What may be granted at all, and what is wrong with what was granted. Nothing is visible by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Protocol

from clairevoie.errors import Fault, unknown
from clairevoie.figures.rollup import ROLLED
from clairevoie.project.model import ALL, ClientSpec, Grants, Override
from clairevoie.tables.schema import Table

PAGES = ("overview", "commitments", "contracts", "tickets", "infrastructure", "whatif", "register", "lifecycle",
         "planning", "reports", "group", "news", "contacts", "definitions")
MONTHS = range(1, 37)
WORK = ("tickets", "time_entries", "interventions", "assignments")  # tables whose rows have a month
OF_A_CLIENT = ("revenue", "daily_rate", "contract_cost", "contract_margin", "contract_margin_ratio")  # internal ones
# figures: JSON, and the CSV of each chart; calendar: the planning as a calendar file; register: that page's tables
DOWNLOADS = ("figures", "tickets", "time_entries", "cis", "assignments", "checks", "surveys", "calendar",
             "register")

# A name that grants several columns: the clock's measure is of no use without its verdict.
_CLOCK = ("minutes", "limit", "verdict", "why", "late", "stop", "commitment")
DERIVED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "tickets": {clock: tuple(f"{clock}_{part}" for part in _CLOCK) for clock in ("tto", "ttr")},
}
# What a page is made of comes with it, unless `tables` names that table: then only the columns named there are seen.
# Rows of work (tickets, time_entries, cis, assignments), money and free text never come with a page.
BROUGHT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "contracts": {"contracts": ("end", "notice", "renewal", "renewal_term", "terminated")},
    "register": {"contracts": ("end", "notice")},
    "planning": {"interventions": ("title", "kind", "effect", "max_minutes", "actual_start", "actual_end",
                                   "actual_effect")},
    "contacts": {"contacts": ("name", "role", "phone", "hours", "escalation")},
}
# What a page cannot be made without: its columns come with it, whatever `tables` names.
SPINES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "contracts": {"contracts": ("contract", "name", "kind", "start", "day_hours", "calendar", "currency")},
    "planning": {"interventions": ("intervention", "start", "end", "status")},
    "reports": {"contracts": ("contract", "name", "day_hours")},
    "register": {"contracts": ("contract", "name")},
}
# Tables without an owner that a client's rows name; `people` is not one: `grants.people` says how they are named.
_NAMED = ("services",)
_NEVER = {"contacts": ("provider",), "actions": ("provider",)}


class Kpi(Protocol):
    """What is asked of a KPI here."""

    @property
    def internal(self) -> bool:
        """True: never a client's."""


def faults(spec: ClientSpec, kpis: Mapping[str, Kpi], tables: Mapping[str, Table],
           pages: Collection[str] = PAGES) -> list[Fault]:
    """Every grant of `spec` that names nothing, or something internal by nature; each with its line."""
    return [*_page_faults(spec, pages), *_figure_faults(spec, kpis), *_table_faults(spec, tables),
            *_month_faults(spec), *_grain_faults(spec), *_download_faults(spec), *_override_faults(spec, kpis),
            *_group_faults(spec, kpis)]


def columns(grants: Grants, table: str, *, spine: bool = False) -> frozenset[str]:
    """The columns of `table` that these grants open, with what a derived name stands for.

    spine: with those that a granted page cannot be made without.
    """
    granted = grants.tables.get(table, _of_pages(grants, BROUGHT, table))
    derived = DERIVED.get(table, {})
    own = frozenset(granted) | {part for name in granted for part in derived.get(name, ())}
    return own | set(_of_pages(grants, SPINES, table)) if spine else own


def month_tables(grants: Grants) -> tuple[str, ...]:
    """The tables at month grain: no row of them is shown, only sums by month."""
    return WORK if ALL in grants.by_month else grants.by_month


def downloads(grants: Grants) -> tuple[str, ...]:
    """What is offered as a file."""
    return DOWNLOADS if ALL in grants.downloads else grants.downloads


def in_force(grants: Grants, day: date) -> tuple[Override, ...]:
    """The overrides whose last day is not over on `day`."""
    return tuple(one for one in grants.overrides if day <= one.until)


def _of_pages(grants: Grants, known: Mapping[str, Mapping[str, tuple[str, ...]]], table: str) -> tuple[str, ...]:
    return tuple(column for page in grants.pages for column in known.get(page, {}).get(table, ()))


def _page_faults(spec: ClientSpec, pages: Collection[str]) -> Iterator[Fault]:
    for page in spec.grants.pages:
        if page not in pages:
            yield unknown(spec.where("pages", page), "page", page, pages)


def _figure_faults(spec: ClientSpec, kpis: Mapping[str, Kpi]) -> Iterator[Fault]:
    for name in spec.grants.figures:
        where = spec.where("figures", name)
        if name not in kpis:
            yield unknown(where, "KPI", name, [kpi for kpi in kpis if not kpis[kpi].internal])
        elif kpis[name].internal:
            yield Fault(where, f"figure {name!r} is internal by nature and cannot be granted to a client")


def _table_faults(spec: ClientSpec, tables: Mapping[str, Table]) -> Iterator[Fault]:
    shareable = [name for name, table in tables.items() if not _is_internal(table)]
    for name, granted in spec.grants.tables.items():
        where = spec.where("tables", name)
        if name not in tables:
            yield unknown(where, "table", name, shareable)
        elif name not in shareable:
            yield Fault(where, f"table {name!r} is internal by nature and cannot be granted to a client")
        else:
            yield from _column_faults(spec, tables[name], granted)


def _column_faults(spec: ClientSpec, table: Table, granted: Collection[str]) -> Iterator[Fault]:
    never = _NEVER.get(table.name, ())
    known = [column.name for column in table.columns if column.name not in never]
    known += DERIVED.get(table.name, {})
    for column in granted:
        where = spec.where("tables", table.name, column)
        if column in never:
            yield Fault(where, f"column {table.name}.{column} is internal by nature: providers are not named")
        elif column not in known:
            yield unknown(where, f"column of {table.name}", column, known)


def _month_faults(spec: ClientSpec) -> Iterator[Fault]:
    if spec.grants.months not in MONTHS:
        yield Fault(spec.where("months"), f"months: {spec.grants.months} is not between {MONTHS[0]} and {MONTHS[-1]}")


def _grain_faults(spec: ClientSpec) -> Iterator[Fault]:
    return (unknown(spec.where("grain", table), "table with months", table, (*WORK, ALL))
            for table in spec.grants.by_month if table not in (*WORK, ALL))


def _download_faults(spec: ClientSpec) -> Iterator[Fault]:
    return (unknown(spec.where("downloads", name), "download", name, (*DOWNLOADS, ALL))
            for name in spec.grants.downloads if name not in (*DOWNLOADS, ALL))


def _group_faults(spec: ClientSpec, kpis: Mapping[str, Kpi]) -> Iterator[Fault]:
    group = spec.grants.group
    if group.parent == spec.client:
        yield Fault(spec.where("group", "parent"), f"{spec.client!r} is no subsidiary of its own")
    for name in group.figures:
        if name not in kpis:
            yield unknown(spec.where("group", "figures", name), "KPI", name, ROLLED)
        elif name not in ROLLED:
            yield Fault(spec.where("group", "figures", name), f"figure {name!r} cannot be added up over clients; known:"
                        f" {', '.join(ROLLED)}")
    if "register" in spec.grants.pages and spec.grants.delay_days:
        yield Fault(spec.where("pages", "register"), "the register is as of today: not with delay_days")
    if "group" in spec.grants.pages and spec.grants.delay_days:
        yield Fault(spec.where("pages", "group"), "sums over subsidiaries cannot be shown late: not with delay_days")


def _override_faults(spec: ClientSpec, kpis: Mapping[str, Kpi]) -> Iterator[Fault]:
    where, named = spec.where("internal_overrides"), [one.figure for one in spec.grants.overrides]
    for figure in dict.fromkeys(named):
        if figure not in kpis:
            yield unknown(where, "KPI", figure, OF_A_CLIENT)
        elif not kpis[figure].internal:
            yield Fault(where, f"figure {figure!r} is not internal: name it under figures")
        elif figure not in OF_A_CLIENT:
            yield Fault(where, f"figure {figure!r} is of the company or of its people: no override shows it")
        if named.count(figure) > 1:
            yield Fault(where, f"figure {figure!r} stands twice")
    if named and spec.grants.delay_days:
        yield Fault(where, "an internal figure cannot be shown late: it is not with delay_days")


def _is_internal(table: Table) -> bool:
    return table.internal or not (table.owner or table.ends or table.name in _NAMED)

