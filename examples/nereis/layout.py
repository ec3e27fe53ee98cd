"""Which table stands in which folder, under which names: the settings of the sources, and the writing of CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from hours import Entry

Row = dict[str, str]

# folder -> table -> columns, as in schema.py; temps is apart, with its own headers
FOLDERS: dict[str, dict[str, str]] = {
    "gestion": {
        "clients": "client name parent language timezone currency country sector account_manager",
        "contacts": "contact client provider name role email phone hours escalation",
        "contracts": "contract client name kind start end notice renewal renewal_term terminated monthly_fee price"
                     " daily_rate currency calendar day_hours multipliers signatories document counted_by",
        "rates": "contract person role from daily_rate",
        "budgets": "budget contract date amount unit kind",
        "people": "person name role team email phone kind fte start end",
        "person_costs": "person from annual_cost daily_cost",
        "assignments": "person client contract from to share certainty",
        "invoices": "invoice client contract date period_from period_to kind amount days",
        "costs": "cost contract date kind amount rebilled",
        "estimates": "contract date remaining unit",
        "providers": "provider name",
        "provider_contracts": "provider_contract provider name start end notice renewal renewal_term annual_cost",
        "provider_contract_cis": "provider_contract ci",
        "contract_providers": "contract provider_contract",
        "actions": "action client contract provider title owner due status visible",
    },
    "itsm": {
        "services": "service name family",
        "contract_services": "contract service monthly_amount",
        "commitments": "commitment contract service ticket_kind priority metric limit calendar target_pct penalty",
        "tickets": "ticket client contract service kind priority status title created owned resolved closed requester"
                   " team person pending_minutes breach_cause breach_note source_tto_met source_ttr_met",
        "ticket_events": "ticket at field value",
        "ticket_cis": "ticket ci role",
        "interventions": "intervention client contract title kind status start end effect max_minutes actual_start"
                         " actual_end actual_effect",
        "intervention_cis": "intervention ci",
        "surveys": "survey client ticket sent answered score scale",
    },
    "cmdb": {
        "cis": "ci client name class status criticality provider location commissioned warranty_end renewal_date"
               " end_of_life obsolete",
        "impacts": "upstream downstream kind group",
        "redundancy": "ci contract service group needs",
        "service_cis": "contract service ci group",
        "contract_cis": "contract ci",
        "ci_contacts": "ci contact",
    },
    "supervision": {
        "monitors": "contract service ci from to",
        "outages": "outage service ci client start end kind incident title updated",
        "checks": "check client service ci kind at result note",
        "capacity": "ci metric at value limit",
    },
}
_WHAT = {"gestion": "Contracts, people and money, exported from the management software every night.",
         "itsm": "The service desk's tool: instants are local, without an offset.",
         "cmdb": "The inventory and who leans on whom.",
         "supervision": "The supervision: its instants carry their offset."}
_TEMPS = """\
# The timesheet tool speaks French: its columns and its words are mapped here. One file a year.
type: csv
timezone: Europe/Paris
tables:
  time_entries:
    file: saisies-*.csv
    columns:
      entry: "N° saisie"
      date: Date
      person: Intervenant
      client: Client
      contract: Contrat
      ticket: Ticket
      intervention: Intervention
      hours: Heures
      billable: Facturable
      deducted: Décomptée
      undeducted_reason: Motif
      rate_kind: Majoration
      activity: Activité
      note: Travail
    values:
      billable: {oui: "true", non: "false"}
      deducted: {oui: "true", non: "false"}
      undeducted_reason: {garantie: warranty, geste commercial: goodwill, autre: other}
      rate_kind: {nuit: night}
  absences:
    columns: {person: Intervenant, date: Date, fraction: Part de journée, kind: Motif}
    values:
      kind: {congé: leave, RTT: rtt, maladie: sick, formation: training, autre: other}
"""
_TOLD = """\
# What providers say of their own incidents, noted by the desk as their pages tell it.
type: csv
timezone: Europe/Paris
tables:
  outages:
    file: incidents.csv
    columns:
      outage: Référence
      incident: Incident
      ci: Élément
      start: Début
      end: Fin
      kind: État
      title: Objet
      updated: Nouvelle
    values:
      kind: {panne: outage, dégradé: degradation, maintenance: planned}
"""
_INCIDENT = ("Référence", "Incident", "Élément", "Début", "Fin", "État", "Objet", "Nouvelle")
_ENTRY = ("N° saisie", "Date", "Intervenant", "Client", "Contrat", "Ticket", "Intervention", "Heures", "Facturable",
          "Décomptée", "Motif", "Majoration", "Activité", "Travail")
_REASON = {"warranty": "garantie", "goodwill": "geste commercial", "other": "autre", "": ""}
_ABSENCE = {"leave": "congé", "rtt": "RTT", "sick": "maladie", "training": "formation", "other": "autre"}


def write_sources(tables: Mapping[str, list[Row]], entries: Iterable[Entry], absences: list[Row], out: Path) -> None:
    """Every folder of `data_sources/`: its source.yml and its CSV files."""
    for folder, listed in FOLDERS.items():
        _write_text(out / folder / "source.yml", _settings(folder, listed))
        for table, columns in listed.items():
            names = columns.split()
            _write_csv(out / folder / f"{table}.csv", names, ([row.get(name, "") for name in names]
                                                             for row in tables[table]))
    _write_text(out / "fournisseurs" / "source.yml", _TOLD)
    _write_csv(out / "fournisseurs" / "incidents.csv", _INCIDENT, ([row[name] for name in _INCIDENT]
                                                                   for row in tables["incidents"]))
    _write_text(out / "temps" / "source.yml", _TEMPS)
    lines = [_line(rank, entry) for rank, entry in enumerate(entries)] + _spoilt()
    for year in ("2025", "2026"):
        _write_csv(out / "temps" / f"saisies-{year}.csv", _ENTRY, (line for line in lines if line[1][:4] == year))
    _write_csv(out / "temps" / "absences.csv", ("Intervenant", "Date", "Part de journée", "Motif"),
               ([row["person"], row["date"], row["fraction"], _ABSENCE[row["kind"]]] for row in absences))


def _settings(folder: str, tables: Iterable[str]) -> str:
    listed = "".join(f"  {table}: {{file: {table}.csv}}\n" for table in tables)
    return f"# {_WHAT[folder]}\ntype: csv\ntimezone: Europe/Paris\ntables:\n{listed}"


def _line(rank: int, entry: Entry) -> list[str]:
    return [f"S-{rank + 1:06d}", entry.date.isoformat(), entry.person, entry.client, entry.contract, entry.ticket,
            entry.intervention, f"{entry.hours:g}", "oui" if entry.billable else "non",
            "oui" if entry.deducted else "non", _REASON[entry.reason], "nuit" if entry.rate_kind else "",
            entry.activity, entry.note]


def _spoilt() -> list[list[str]]:
    """Two lines as people make them: a date that does not exist, hours below zero."""
    return [["S-900001", "2026-09-31", "m.ferrand", "lefevre", "C-2026-003", "", "", "1.5", "oui", "oui", "", "",
             "Changements", "Changement planifié"],
            ["S-900002", "2026-10-15", "j.kern", "castelbourg", "C-2024-002", "", "", "-8", "oui", "oui", "", "",
             "Support aux utilisateurs", "Correction de la semaine"]]


def _write_csv(path: Path, header: Iterable[str], rows: Iterable[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
