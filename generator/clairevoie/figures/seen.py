"""What was known at as_of: later rows are dropped, later instants emptied, plans kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.figures.clock import NEVER
from clairevoie.figures.columns import Columns, Flags, Index, instant_array
from clairevoie.figures.zones import day_number, epoch
from clairevoie.project.model import Project
from clairevoie.tables.coded import Tables, coded_of, filtered, plain, plain_rows
from clairevoie.tables.dataset import Dataset

# A row happens at its instant, or on its day in the client's zone; what is in neither is a plan, or has no date.
_INSTANTS = {
    "tickets": "created", "ticket_events": "at", "outages": "start", "checks": "at", "capacity": "at",
    "surveys": "sent",
}
_DAYS = ("time_entries", "invoices", "costs")
_LATER = {
    "outages": ("end", "updated"), "surveys": ("answered",), "interventions": ("actual_start", "actual_end"),
}


def seen(dataset: Dataset, project: Project, as_of: datetime) -> Dataset:
    """The dataset as it stood at `as_of`; texts that are numbered stay so."""
    tables = dict(coded_of(dataset.tables))
    for name, column in _INSTANTS.items():
        at = Columns(tables[name]).instants(column)
        tables[name] = _kept(tables[name], at <= epoch(as_of))
    for name in _DAYS:
        days = Columns(tables[name]).days("date")
        tables[name] = _kept(tables[name], days <= _last_days(name, dataset, project, as_of))
    tables["interventions"] = _as_planned(plain_rows(tables["interventions"]), epoch(as_of))
    for name, columns in _LATER.items():
        for column in columns:
            tables[name] = _emptied(tables[name], column, as_of)
    tables["outages"] = _without_later(tables["outages"], coded_of(dataset.tables)["tickets"], tables["tickets"])
    return replace(dataset, tables=Tables(tables))


def local_day(as_of: datetime, timezone: str) -> int:
    """as_of's day in a zone, in days since 1970-01-01."""
    return day_number(as_of.astimezone(ZoneInfo(timezone)).date())


def zones_of(clients: Columns, project: Project) -> dict[str, str]:
    """Each client's zone."""
    named = zip(clients.texts("client"), clients.texts("timezone"), strict=True)
    return {client: zone or project.timezone for client, zone in named}


def owners(table: Columns, contracts: Columns) -> list[str]:
    """Whose each row is: its client, or its contract's client, "" for the company's own."""
    of_contract = dict(zip(contracts.texts("contract"), contracts.texts("client"), strict=True))
    named = zip(_texts(table, "client"), _texts(table, "contract"), strict=True)
    return [client or of_contract.get(contract, "") for client, contract in named]


def _kept(table: pa.Table, mask: Flags) -> pa.Table:
    """The rows of a mask; the table itself where it keeps all, for a filter would copy it."""
    return table if mask.all() else filtered(table, mask)


def _last_days(name: str, dataset: Dataset, project: Project, as_of: datetime) -> Index | int:
    zones = zones_of(Columns(dataset.tables["clients"]), project)
    days = {client: local_day(as_of, zone) for client, zone in zones.items()}
    company = local_day(as_of, project.timezone)
    if set(days.values()) <= {company}:
        return company
    table = Columns(dataset.tables[name])
    whose = owners(table, Columns(dataset.tables["contracts"]))
    return np.array([days.get(client, company) for client in whose], np.int64)


def _as_planned(table: pa.Table, now: int) -> pa.Table:
    """Interventions with the status that they had: what began or ended later was still a plan, or under way."""
    of = Columns(table)
    began, start, ended = (of.instants(name) for name in ("actual_start", "start", "actual_end"))
    ahead = of.codes("status").is_("done", "in_progress") & (np.where(began == NEVER, start, began) > now)
    going = of.codes("status").is_("done") & ~ahead & (ended > now) & (ended != NEVER)
    changes = (("status", ahead, "confirmed"), ("status", going, "in_progress"), ("actual_effect", ahead | going, None))
    for name, chosen, value in changes:
        place, field = table.column_names.index(name), table.schema.field(name)
        cells = pc.if_else(pa.array(chosen), pa.scalar(value, field.type), table.column(name))
        table = table.set_column(place, field, cells)
    return table


def _texts(table: Columns, name: str) -> list[str]:
    return table.texts(name) if name in table.table.column_names else [""] * len(table)


def _without_later(outages: pa.Table, every: pa.Table, tickets: pa.Table) -> pa.Table:
    """Outages without the numbers of tickets that there were not yet: nobody knew whose these would be."""
    if len(every) == len(tickets) or not len(outages):
        return outages
    rows = plain_rows(outages)
    number = rows["incident"]
    ever, then = (pc.is_in(number, value_set=plain(of["ticket"])) for of in (every, tickets))
    later = pc.and_(ever, pc.invert(then))
    if not pc.any(later).as_py():
        return outages
    place = rows.column_names.index("incident")
    return rows.set_column(place, rows.schema.field(place), pc.if_else(later, pa.scalar(None, number.type), number))


def _emptied(table: pa.Table, column: str, as_of: datetime) -> pa.Table:
    at = Columns(table).instants(column)
    place = table.column_names.index(column)
    return table.set_column(place, table.schema.field(column), instant_array(np.where(at <= epoch(as_of), at, NEVER)))
