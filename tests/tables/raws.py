"""Small raw tables, as a source would give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clairevoie.tables.dataset import Dataset, check, merge
from clairevoie.tables.raw import RawTable

Rows = Sequence[Mapping[str, str]]
ALWAYS: dict[str, dict[str, str]] = {  # what the required columns hold where a test does not care
    "clients": {"name": "N"},
    "contracts": {"name": "N", "kind": "managed", "start": "2025-01-01", "calendar": "ouvre"},
    "contacts": {"name": "N"},
    "cis": {"name": "N", "class": "server", "status": "production"},
    "tickets": {"kind": "incident", "priority": "P1", "status": "new", "created": "2026-10-01T08:00"},
    "time_entries": {"date": "2026-10-01", "person": "p1", "hours": "1", "billable": "1"},
    "budgets": {"date": "2025-01-01", "amount": "10", "unit": "days"},
    "people": {"name": "N"},
    "services": {"name": "N"},
    "interventions": {"title": "T", "kind": "change", "status": "done", "start": "2026-10-01T20:00",
                      "end": "2026-10-01T22:00"},
    "outages": {"start": "2026-10-01T20:00", "kind": "outage"},
    "capacity": {"metric": "cpu", "at": "2026-10-01T20:00", "value": "1"},
    "monitors": {"from": "2026-10-01T20:00"},
    "actions": {"title": "T", "owner": "O", "status": "open"},
    "invoices": {"date": "2026-10-01", "kind": "services", "amount": "1.00"},
    "redundancy": {"needs": "1"},
    "rates": {"from": "2025-01-01", "daily_rate": "600"},
}


def raw(table: str, *rows: Mapping[str, str], file: str = "", first: int = 2) -> RawTable:
    """Rows of one table; the first stands on line 2, under a header."""
    filled = [ALWAYS.get(table, {}) | dict(row) for row in rows]
    names = sorted({name for row in filled for name in row})
    columns = {name: [row.get(name, "") for row in filled] for name in names}
    return RawTable(table, columns, file or f"{table}.csv", list(range(first, first + len(filled))))


def dataset(tables: Mapping[str, Rows], zone: str = "Europe/Paris") -> Dataset:
    """Checked and merged, as of one source."""
    return merge([check("source", [raw(name, *rows) for name, rows in tables.items() if rows], zone)])


def cell(column: str, text: str, table: str = "tickets", zone: str = "Europe/Paris") -> object:
    """What one cell becomes; its fault as text where it is set aside."""
    row = {"tickets": {"ticket": "T", "client": "a"}, "time_entries": {"entry": "E"},
           "contracts": {"contract": "K", "client": "a"}, "clients": {"client": "a"},
           "commitments": {"commitment": "C", "contract": "K", "metric": "tto", "calendar": "c", "target_pct": "95"},
           }[table]
    checked = check("source", [raw(table, row | {column: text})], zone)
    if checked.set_aside:
        return f"{checked.set_aside[0].column}: {checked.set_aside[0].reason}"
    return checked.tables[table][column][0].as_py()
