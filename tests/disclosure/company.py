"""A tiny client in memory: its slice with the derived columns of tickets, its figures, its grants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from clairevoie.disclosure import client_portal
from clairevoie.portal import Definition, Figure, Portal, Prose, Text
from clairevoie.project.model import Calendar, ClientSpec, Company, Grants, Project
from clairevoie.tables.arrow import schema_of
from clairevoie.tables.schema import TABLES
from clairevoie.tables.slices import Slice

AS_OF = datetime.fromisoformat("2026-11-01T08:00:00+01:00")
MONTH = "2026-10"
MONTHS = [*(f"2025-{m:02}" for m in (10, 11, 12)), *(f"2026-{m:02}" for m in range(1, 11))]
_MEASURES = {"minutes": pa.float64(), "commitment": pa.string(), "limit": pa.float64(), "target": pa.float64(),
             "verdict": pa.string(), "why": pa.string(), "late": pa.bool_(), "stop": pa.timestamp("s", "UTC")}
_DERIVED = {
    "created_month": pa.string(), "owned_month": pa.string(), "resolved_month": pa.string(),
    **{f"{clock}_{part}": kind for clock in ("tto", "ttr") for part, kind in _MEASURES.items()},
    "open": pa.bool_(), "reopened": pa.bool_(), "clock": pa.string(), "clock_elapsed": pa.float64(),
    "clock_limit": pa.float64(), "clock_due": pa.timestamp("s", "UTC"), "clock_stopped": pa.bool_(),
    "stopped_since": pa.timestamp("s", "UTC"),
}
FIGURES = ("ticket_volume", "tto_met", "ttr_met", "mttr", "backlog", "hours_consumed", "budget_consumed",
           "budget_remaining", "landing")
GRANTS = Grants(
    pages=("overview", "commitments", "contracts", "tickets", "infrastructure", "whatif", "planning", "news",
           "contacts", "definitions"),
    figures=FIGURES,
    tables={
        "tickets": ("ticket", "kind", "priority", "status", "title", "service", "requester", "created", "owned",
                    "resolved", "tto", "ttr", "breach_cause", "breach_note"),
        "time_entries": ("date", "ticket", "activity", "person", "hours", "deducted", "note"),
        "cis": ("ci", "name", "class", "status", "warranty_end"),
        "contacts": ("name", "role", "email", "phone", "hours", "escalation"),
        "interventions": ("title", "kind", "effect", "max_minutes", "actual_start", "actual_end", "actual_effect"),
        "contracts": ("end", "notice", "renewal", "renewal_term", "terminated", "monthly_fee", "signatories"),
        "assignments": ("person", "from", "to", "share"),
    },
    people="full", months=13)


def at(text: str) -> datetime:
    """An instant from local time in Paris, winter or summer as written: "2026-10-05T09:00+02:00"."""
    return datetime.fromisoformat(text).astimezone(UTC)


def ticket(name: str, **cells: Any) -> dict[str, Any]:
    """A ticket with everything a client may read on it, unless told otherwise."""
    return {"ticket": name, "client": "lefevre", "contract": "C-1", "service": "S-MAIL", "kind": "incident",
            "priority": "P2", "title": f"Title of {name}", "status": "closed", "requester": f"Asker of {name}",
            "created": at("2026-10-05T09:00+02:00"), "created_month": MONTH, "owned": at("2026-10-05T09:10+02:00"),
            "owned_month": MONTH, "open": False, "tto_minutes": 10.0, "tto_limit": 60.0, "tto_verdict": "met",
            "tto_stop": at("2026-10-05T09:10+02:00"), **cells}


def resolved(name: str, when: str, verdict: str, **cells: Any) -> dict[str, Any]:
    """A ticket resolved at `when`, with its restoration verdict."""
    stop = at(when)
    return ticket(name, resolved=stop, ttr_stop=stop, resolved_month=when[:7], ttr_minutes=300.0, ttr_limit=240.0,
                  ttr_verdict=verdict, ttr_commitment="K-TTR", **cells)


TABLE_ROWS: Mapping[str, list[dict[str, Any]]] = {
    "clients": [{"client": "lefevre", "name": "Transports Lefèvre", "timezone": "Europe/Paris", "currency": "EUR",
                 "account_manager": "Hélène Marchais"}],
    "contracts": [{"contract": "C-1", "client": "lefevre", "name": "Infogérance et support", "kind": "prepaid",
                   "start": date(2024, 7, 1), "end": date(2026, 12, 31), "notice": "P3M", "renewal": "tacit",
                   "renewal_term": "P1Y", "monthly_fee": 485050, "currency": "EUR", "calendar": "ouvre",
                   "day_hours": 7.0, "signatories": "P. Lefèvre, A. Néret"}],
    "budgets": [{"budget": "B-1", "contract": "C-1", "date": date(2026, 8, 1), "amount": 100.0, "unit": "hours",
                 "kind": "sold"}],
    "estimates": [{"contract": "C-1", "date": date(2026, 10, 20), "remaining": 60.0, "unit": "hours"}],
    "services": [{"service": "S-MAIL", "name": "Messagerie", "family": "Bureautique"}],
    "contract_services": [{"contract": "C-1", "service": "S-MAIL", "monthly_amount": 99900}],
    "commitments": [
        {"commitment": "K-TTO", "contract": "C-1", "priority": "P2", "metric": "tto", "limit": "60",
         "calendar": "ouvre", "target_pct": 95.0},
        {"commitment": "K-TTR", "contract": "C-1", "priority": "P2", "metric": "ttr", "limit": "2d",
         "calendar": "ouvre", "target_pct": 95.0},
        {"commitment": "K-P1", "contract": "C-1", "priority": "P1", "metric": "ttr", "limit": "240",
         "calendar": "always", "target_pct": 95.0}],
    "tickets": [
        resolved("I-1", "2026-10-06T11:00+02:00", "met"),
        resolved("I-2", "2026-10-07T18:00+02:00", "missed", breach_cause="provider", breach_note="Late part"),
        resolved("I-0", "2026-09-07T18:00+02:00", "missed", owned_month="2026-09", created_month="2026-09"),
        ticket("I-3", status="assigned", open=True, clock="ttr", clock_elapsed=300.0, clock_limit=240.0,
               clock_due=at("2026-10-30T14:00+01:00"), clock_stopped=False),
        ticket("I-4", status="assigned", open=True, clock="ttr", clock_elapsed=60.0, clock_limit=240.0,
               clock_due=at("2026-11-02T14:00+01:00"), clock_stopped=False),
        ticket("I-5", status="pending", open=True, clock="ttr", clock_elapsed=60.0, clock_limit=240.0,
               clock_stopped=True, stopped_since=at("2026-10-29T14:00+01:00")),
        ticket("I-6", status="new", open=True, clock="none", clock_stopped=False)],
    "time_entries": [
        {"entry": "E-1", "date": date(2026, 8, 10), "person": "p1", "contract": "C-1", "ticket": "I-1", "hours": 10.0,
         "billable": True, "activity": "Support", "note": "Note one"},
        {"entry": "E-2", "date": date(2026, 10, 10), "person": "p1", "contract": "C-1", "hours": 20.0,
         "billable": True, "deducted": True, "activity": "Changements", "note": "Note two"},
        {"entry": "E-3", "date": date(2026, 10, 11), "person": "p1", "contract": "C-1", "hours": 3.0,
         "billable": True, "deducted": False, "activity": "Support", "note": "Note three"}],
    "people": [{"person": "p1", "name": "Marc Ferrand", "role": "ingénieur systèmes"}],
    "assignments": [{"person": "p1", "client": "lefevre", "contract": "C-1", "from": date(2026, 10, 1),
                     "to": date(2026, 12, 31), "share": 0.5, "certainty": "firm"}],
    "cis": [{"ci": "srv-9", "client": "lefevre", "name": "Serveur neuf", "class": "Machine", "status": "production",
             "provider": "nuageo", "warranty_end": date(2027, 1, 1)},
            {"ci": "pf-lyon", "name": "Ferme Lyon interne", "class": "Ferme", "status": "production"},
            {"ci": "pf-paris", "name": "Ferme Paris interne", "class": "Ferme", "status": "production"}],
    "service_cis": [{"contract": "C-1", "service": "S-MAIL", "ci": ci} for ci in ("srv-9", "pf-paris")],
    "contacts": [
        {"contact": "k1", "name": "Hélène Marchais", "role": "Responsable de compte", "phone": "04 72 00 00 17",
         "email": "h.marchais@nereis.example"},
        {"contact": "k5", "name": "Marc Oster", "role": "Responsable de compte", "phone": "04 72 00 00 18"},
        {"contact": "k2", "name": "Astreinte de nuit", "role": "Astreinte", "phone": "04 72 00 00 24", "escalation": 1},
        {"contact": "k3", "client": "lefevre", "name": "Paul Lefèvre", "role": "Directeur", "phone": "04 72 11 11 11"},
        {"contact": "k4", "provider": "nuageo", "name": "M. Delmas", "role": "Support"}],
    "interventions": [
        {"intervention": "V-1", "client": "lefevre", "title": "Mise à jour", "kind": "change", "status": "confirmed",
         "start": at("2026-11-07T22:00+01:00"), "end": at("2026-11-07T23:30+01:00"), "effect": "outage",
         "max_minutes": 20},
        {"intervention": "V-2", "client": "lefevre", "title": "Annulée", "kind": "change", "status": "cancelled",
         "start": at("2026-11-08T22:00+01:00"), "end": at("2026-11-08T23:30+01:00"), "effect": "none"},
        {"intervention": "V-3", "client": "lefevre", "title": "Correctifs", "kind": "maintenance", "status": "done",
         "start": at("2026-10-17T22:00+02:00"), "end": at("2026-10-17T23:30+02:00"), "effect": "none",
         "actual_start": at("2026-10-17T22:05+02:00"), "actual_end": at("2026-10-17T23:40+02:00"),
         "actual_effect": "none"}],
    "intervention_cis": [{"intervention": "V-1", "ci": ci} for ci in ("srv-9", "pf-lyon", "pf-paris")],
}


def slice_of(rows: Mapping[str, list[dict[str, Any]]] = TABLE_ROWS, client: str = "lefevre") -> Slice:
    """A slice with every table of the schema, the derived columns on tickets."""
    return Slice(client, {name: _table(name, rows.get(name, [])) for name in TABLES})


def figures() -> Iterator[Figure]:
    """Figures of thirteen months, every kind of grouping that pages show."""
    for month in MONTHS:
        for kpi in ("tto_met", "ttr_met"):
            yield Figure(kpi, month, "ratio", "ok", 0.9, n=10, met=9, total=10, target=0.95,
                         excluded=(("no_commitment", 2),))
        yield Figure("ticket_volume", month, "count", "ok", 12, n=12)
        yield Figure("mttr", month, "minutes", "ok", 210.0, n=9)
        yield Figure("backlog", month, "count", "ok", 5, n=5)
        yield Figure("hours_consumed", month, "hours", "ok", 23.0)
        yield Figure("hours_consumed", month, "hours", "ok", 23.0, (("contract", "C-1"),))
    yield Figure("ticket_volume", "2026-11", "count", "ok", 1, n=1)
    yield Figure("backlog", "2026-11-01", "count", "ok", 4, n=4)
    yield Figure("tto_met", MONTH, "ratio", "ok", 1.0, (("commitment", "K-TTO"),), 10, 10, 10, 0.95)
    yield Figure("ttr_met", MONTH, "ratio", "ok", 0.5, (("commitment", "K-TTR"),), 10, 5, 10, 0.95)
    yield Figure("ttr_met", MONTH, "ratio", "too_few", None, (("commitment", "K-P1"),), 2, 2, 2, 0.95)
    of_contract = (("contract", "C-1"),)
    yield Figure("budget_consumed", "to_date", "ratio", "ok", 0.3, of_contract,
                 beside=(("consumed", 30.0), ("budget", 100.0)))
    yield Figure("budget_remaining", "to_date", "hours", "ok", 70.0, of_contract)
    yield Figure("landing", "to_date", "hours", "ok", 110.0, of_contract)
    yield Figure("contract_margin", MONTH, "ratio", "ok", 0.0777)


def definition(kpi: str) -> Definition:
    """A definition that names its KPI."""
    return Definition(kpi, Text(f"Libellé {kpi}", f"Label {kpi}"), Text("", ""), Text("", ""), "ratio", "up")


def project() -> Project:
    """The company."""
    calendars = {
        "ouvre": Calendar("ouvre", "Ouvré 8 h–18 h", "8 to 18", "Europe/Paris",
                          tuple((day, "08:00", "18:00") for day in range(5))),
        "always": Calendar("always", "24 h/24", "Always", "Europe/Paris", always=True)}
    return Project(Path("/nowhere"), Company("nereis", "Néréis Infogérance", "Néréis", "04 72 00 00 00"),
                   "Europe/Paris", "EUR", "ouvre", ("fr", "en"), calendars, (), (), {})


PROSE = (Prose("note", "2026-10", "Octobre", "fr", "Un mot de nous.", month=MONTH),
         Prose("page", "astreinte", "Astreinte", "fr", "Appelez-nous.", page="contacts"))


def portal(grants: Grants = GRANTS, rows: Mapping[str, list[dict[str, Any]]] = TABLE_ROWS,
           languages: tuple[str, ...] = ("fr", "en"), more: tuple[Figure, ...] = ()) -> Portal:
    """The client's Portal under these grants; `more` figures stand in the place of those they name."""
    spec = ClientSpec("lefevre", Path("/nowhere"), languages, grants, "#0a5a6b",
                      shared_cis={"pf-lyon": "Ferme de Lyon (partagée)"})
    kpis = [*FIGURES, "contract_margin"]
    computed = [*figures(), *more]
    return client_portal(slice_of(rows), computed, map(definition, kpis), project(), spec, PROSE, AS_OF, "0a1b2c3d")


def without(grants: Grants, **changes: Any) -> Grants:
    """The same grants, changed."""
    return replace(grants, **changes)


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    schema = schema_of(name)
    if name == "tickets":
        schema = pa.schema([*schema, *(pa.field(column, kind) for column, kind in _DERIVED.items())])
    return pa.Table.from_pylist(rows, schema)
