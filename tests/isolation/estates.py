"""What the company has for itself, and what one client has: rows whose words are marked."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tests.isolation.naming import Marks

Row = dict[str, str]
PAGES = ("overview", "commitments", "contracts", "tickets", "infrastructure", "whatif", "planning", "reports", "news",
         "contacts", "definitions", "register", "lifecycle")
FIGURES = ("ticket_volume", "tto_met", "ttr_met", "mttr", "backlog", "hours_consumed", "budget_consumed",
           "budget_remaining", "landing", "service_state", "availability", "commitments_held", "checks_ok", "csat",
           "capacity_used", "reopen_rate", "source_agreement")
TABLES = {
    "tickets": ["ticket", "kind", "priority", "status", "title", "service", "requester", "person", "created", "owned",
                "resolved", "tto", "ttr", "breach_cause", "breach_note"],
    "time_entries": ["date", "ticket", "activity", "note", "person", "hours", "deducted"],
    "cis": ["ci", "name", "class", "status", "location", "warranty_end"],
    "contracts": ["end", "notice", "renewal", "renewal_term", "terminated", "monthly_fee", "signatories"],
    "contacts": ["name", "role", "email", "phone", "hours", "escalation"],
    "interventions": ["intervention", "title", "kind", "status", "start", "end", "effect"],
    "outages": ["start", "end", "kind", "title", "updated", "service", "ci"],
    "ticket_cis": ["ticket", "ci"],
    "ci_contacts": ["ci", "contact"],
    "assignments": ["person", "contract", "from", "to"],
}


@dataclass(slots=True)
class Common:
    """What is nobody's: shared CIs, services and people by id, with the marks in their names."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    services: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Estate:
    """A client's rows and client.yml; see companies.Company."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    settings: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    allowed: set[str] = field(default_factory=set)
    granted: set[str] = field(default_factory=set)


def common(dice: random.Random, marks: Marks) -> Common:
    """Shared CIs that stand on one another, services, people, a provider, contacts of the company's own."""
    made = Common()
    for number in range(4):
        made.tables["cis"].append({"ci": f"pf-{marks.new('')}", "client": "", "name": f"Ferme {marks.new('')}",
                                   "class": "Ferme", "status": "production", "provider": "nuageo"})
        mark = marks.new("")
        made.services[f"s{number}"] = mark
        made.tables["services"].append({"service": f"s{number}", "name": f"Service {mark}", "family": "Réseau"})
        mark = marks.new("")
        made.people[f"p{number}"] = mark
        made.tables["people"].append({"person": f"p{number}", "name": f"Anne {mark.capitalize()}",
                                      "role": "Ingénieure"})
        made.tables["person_costs"].append({"person": f"p{number}", "from": "2024-01-01", "daily_cost": "321.00"})
    shared = [row["ci"] for row in made.tables["cis"]]
    made.tables["impacts"] += [{"upstream": one, "downstream": other} for one, other in pairwise(shared)]
    made.tables["providers"].append({"provider": "nuageo", "name": "Nuageo"})
    made.tables["contacts"].append({"contact": "desk", "client": "", "name": "Centre de services", "role": "Support",
                                    "phone": "+33 4 00 00 00 00", "escalation": "1"})
    made.tables["redundancy"] += [{"ci": ci, "group": "pair", "needs": str(number % 3)}
                                  for number, ci in enumerate(shared)]
    made.tables["outages"].append({"outage": "o-shared", "ci": shared[0], "start": "2026-10-03T08:00",
                                   "end": "2026-10-03T09:00", "kind": "outage", "title": "Panne de la ferme"})
    return made


def estate(dice: random.Random, marks: Marks, of: Common, client: str, name: str, share: float = 0.8) -> Estate:
    """A client: contracts, CIs, tickets, works, time, people, and what it is granted."""
    made = Estate(settings=_settings(dice, marks, of, client, share))
    grants = made.settings["grants"]
    rows = made.tables
    rows["clients"].append({"client": client, "name": name, "timezone": dice.choice(("Europe/Paris", "Asia/Tokyo"))})
    contracts = [f"C-{marks.new(client)}" for _ in range(2)]
    mine = [f"srv-{marks.new(client)}" for _ in range(3)]
    _contracts(dice, marks, made, client, contracts)
    _cis(dice, marks, made, of, client, mine, contracts)
    _watched(dice, marks, made, of, client, contracts[0], mine)
    tickets = _tickets(dice, marks, made, of, client, contracts, mine)
    _works(dice, marks, made, of, client, contracts, mine)
    _time(dice, marks, made, of, client, contracts, tickets)
    _people(marks, made, client)
    made.granted = {mark for mark in made.granted if marks.owner[mark] == client}
    if "news" in grants["pages"]:
        mark = marks.new(client)
        made.note = f"Title: Point {mark}\nDate: 2026-10-20\n\nUn mot de {mark}.\n"
        made.granted.add(mark)
    return made


def _settings(dice: random.Random, marks: Marks, of: Common, client: str, share: float) -> dict[str, Any]:
    shared = [row["ci"] for row in of.tables["cis"]]
    pages = ["overview", *(page for page in PAGES[1:] if dice.random() < share)]
    tables = {table: [column for column in columns if column in ("ticket", "title", "name") or dice.random() < share]
              for table, columns in TABLES.items() if dice.random() < share}
    labels = {ci: f"Plateforme {marks.new(client)}" for ci in shared if dice.random() < 0.5}
    return {"client": client, "languages": dice.choice((["fr"], ["en"], ["fr", "en"])), "shared_cis": labels,
            "accent": f"#{dice.randrange(0x40):02x}{dice.randrange(0x60):02x}{dice.randrange(0x80, 0xc0):02x}",
            "grants": {"pages": pages, "figures": [figure for figure in FIGURES if dice.random() < share],
                       "tables": tables, "people": dice.choice(("none", "role", "initials", "full")),
                       "months": dice.choice((3, 6, 13)), "downloads": "all",
                       "providers": {"nuageo": "Nuageo"} if "register" in pages else {}}}


def _sees(made: Estate, page: str, table: str, *columns: str) -> bool:
    grants = made.settings["grants"]
    return page in grants["pages"] and set(columns) <= set(grants["tables"].get(table, ()))


def _contracts(dice: random.Random, marks: Marks, made: Estate, client: str, contracts: list[str]) -> None:
    for number, contract in enumerate(contracts):
        name, signed = marks.new(client), marks.new(client)
        made.tables["contracts"].append({
            "contract": contract, "client": client, "name": f"Infogérance {name}",
            "kind": ("managed", "prepaid")[number],
            "start": "2025-11-01", "end": "2027-10-31", "notice": "P3M", "renewal": "tacit", "renewal_term": "P1Y",
            "monthly_fee": f"{dice.randrange(1000, 9000)}.00", "price": "45360.00", "calendar": "ouvre",
            "signatories": f"P. {signed}"})
        for service in ("s0", "s1")[:number + 1]:
            made.tables["contract_services"].append({"contract": contract, "service": service})
        for priority in ("P1", "P2"):
            for metric, limit in (("tto", "30"), ("ttr", "240")):
                made.tables["commitments"].append({
                    "commitment": f"{contract}/{priority}/{metric}", "contract": contract, "priority": priority,
                    "metric": metric, "limit": limit, "calendar": "ouvre", "target_pct": "95"})
        made.tables["invoices"].append({"invoice": f"F-{marks.new(client)}", "client": client, "contract": contract,
                                        "date": "2026-10-31", "kind": "services", "amount": "4321.00"})
        made.tables["rates"].append({"contract": contract, "person": "p1", "from": "2025-01-01",
                                     "daily_rate": "777.00"})
        made.tables["costs"].append({"cost": f"K-{marks.new(client)}", "contract": contract, "date": "2026-10-01",
                                     "kind": "licence", "amount": "111.00"})
        if "contracts" in made.settings["grants"]["pages"]:
            made.granted |= {name, contract.removeprefix("C-")}
    made.tables["budgets"].append({"budget": f"B-{marks.new(client)}", "contract": contracts[1], "date": "2025-11-01",
                                   "amount": str(dice.randrange(100, 900)), "unit": "hours"})


def _cis(dice: random.Random, marks: Marks, made: Estate, of: Common, client: str, mine: list[str],
         contracts: list[str]) -> None:
    shared = [row["ci"] for row in of.tables["cis"]]
    for ci in mine:
        name = marks.new(client)
        made.tables["cis"].append({"ci": ci, "client": client, "name": f"Serveur {name}", "class": "Serveur",
                                   "status": "production", "location": f"Salle {marks.new(client)}",
                                   "provider": "nuageo" if ci == mine[0] else ""})
        made.tables["impacts"].append({"upstream": dice.choice(shared), "downstream": ci})
        made.tables["service_cis"].append({"contract": contracts[0], "service": "s0", "ci": ci})
        made.tables["capacity"].append({"ci": ci, "metric": "disk", "at": "2026-10-05T06:00", "value": "12",
                                        "limit": "48"})
        for page in ("infrastructure", "whatif"):
            made.granted |= {ci.removeprefix("srv-")} if _sees(made, page, "cis", "ci") else set()
            made.granted |= {name} if _sees(made, page, "cis", "name") else set()
    made.tables["impacts"].append({"upstream": mine[0], "downstream": mine[1]})
    made.tables["contract_cis"] += [{"contract": contracts[0], "ci": ci} for ci in (*mine, dice.choice(shared))]
    told = marks.new(client)
    made.tables["outages"].append({"outage": f"o-{marks.new(client)}", "ci": mine[0], "client": client,
                                   "start": "2026-10-12T06:10:00", "end": "2026-10-12T06:57:00", "kind": "outage",
                                   "incident": f"n-{marks.new(client)}", "title": f"Panne {told}"})
    made.granted |= {told} if _sees(made, "overview", "outages", "start", "end", "kind", "title") else set()
    made.tables["checks"].append({"check": f"k-{marks.new(client)}", "client": client, "ci": mine[0], "kind": "backup",
                                  "at": "2026-10-12T04:30", "result": "ok", "note": f"note {marks.new(client)}"})


def _watched(dice: random.Random, marks: Marks, made: Estate, of: Common, client: str, contract: str, mine: list[str]
             ) -> None:
    """A service that is watched; items of the client's own that shared ones stand on, in pairs of which others see a
    part; outages of its items, and of shared ones that are said to be of this client alone."""
    shared = [row["ci"] for row in of.tables["cis"]]
    made.tables["monitors"].append({"contract": contract, "from": "2025-11-01T00:00"})
    made.tables["commitments"].append({"commitment": f"{contract}/up", "contract": contract, "service": "s0",
                                       "metric": "availability", "calendar": "ouvre", "target_pct": "99"})
    made.tables["service_cis"] += [{"contract": contract, "service": "s1", "ci": ci, "group": "pair"}
                                   for ci in dice.sample(shared, 2)]
    made.tables["impacts"] += [{"upstream": ci, "downstream": dice.choice(shared), "group": dice.choice(("pair", ""))}
                               for ci in mine[1:]]
    for ci in (*mine, *dice.sample(shared, 2)):
        start = f"2026-10-{dice.randint(10, 28)} {dice.randint(10, 22)}"
        made.tables["outages"].append({
            "outage": f"o-{marks.new(client)}", "ci": ci, "client": client, "title": f"Panne {marks.new(client)}",
            "start": f"{start}:00", "end": dice.choice((f"{start}:40", "")),
            "kind": dice.choice(("outage", "planned", "degradation"))})


def _tickets(dice: random.Random, marks: Marks, made: Estate, of: Common, client: str, contracts: list[str],
             mine: list[str]) -> list[str]:
    ids = []
    for number in range(dice.randint(4, 9)):
        ticket, title, asker, note = (marks.new(client) for _ in range(4))
        ids.append(f"T-{ticket}")
        service, person, day = f"s{number % 4}", f"p{number % 4}", dice.randint(1, 28)
        closed = dice.random() < 0.6
        stopped = f"2026-10-{day:02} {dice.randint(11, 22)}:30"
        made.tables["tickets"].append({
            "ticket": ids[-1], "client": client, "contract": dice.choice(contracts), "service": service,
            "kind": dice.choice(("incident", "request")), "priority": dice.choice(("P1", "P2", "P3")),
            "status": "resolved" if closed else "assigned", "title": f"Panne {title}", "person": person,
            "created": f"2026-10-{day:02} 09:{dice.randrange(60):02}", "owned": f"2026-10-{day:02} 10:05",
            "resolved": stopped if closed else "", "team": "support",
            "requester": f"Léa {asker.capitalize()}", "breach_cause": "ours", "breach_note": f"retard {note}"})
        steps = [(f"2026-10-{day:02} 10:05", "assigned"), (stopped, "resolved")][:1 + closed]
        made.tables["ticket_events"] += [{"ticket": ids[-1], "at": at, "field": "status", "value": value}
                                         for at, value in steps]
        made.tables["ticket_cis"].append({"ticket": ids[-1], "ci": dice.choice(mine)})
        made.tables["surveys"].append({"survey": f"E-{marks.new(client)}", "client": client, "ticket": ids[-1],
                                       "sent": "2026-10-29 09:00", "score": "4"})
        made.allowed |= {of.services[service], of.people[person]}
        for column, mark in (("ticket", ticket), ("title", title), ("requester", asker)):
            needed = ("ticket", column) if closed else ("ticket", "status", "created", column)
            shown = _sees(made, "tickets", "tickets", *needed) and (closed or column != "requester")
            made.granted |= {mark} if shown else set()
    return ids


def _works(dice: random.Random, marks: Marks, made: Estate, of: Common, client: str, contracts: list[str],
           mine: list[str]) -> None:
    shared = [row["ci"] for row in of.tables["cis"]]
    for number in range(3):
        work, title = marks.new(client), marks.new(client)
        made.tables["interventions"].append({
            "intervention": f"INT-{work}", "client": client, "contract": contracts[0], "title": f"Mise à jour {title}",
            "kind": "maintenance", "status": "confirmed", "start": f"2026-11-1{number} 20:00",
            "end": f"2026-11-1{number} 22:00", "effect": "none"})
        made.tables["intervention_cis"] += [{"intervention": f"INT-{work}", "ci": ci}
                                            for ci in (dice.choice(mine), dice.choice(shared))]
        made.granted |= {title} if _sees(made, "planning", "interventions", "title") else set()
    made.tables["assignments"].append({"person": "p0", "client": client, "contract": contracts[0], "from": "2026-01-01",
                                       "to": "2027-01-31", "share": "0.2"})
    made.tables["actions"].append({"action": f"A-{marks.new(client)}", "client": client, "owner": "Anne",
                                   "title": f"Décider {marks.new(client)}", "status": "open", "visible": "true"})
    made.allowed.add(of.people["p0"])


def _time(dice: random.Random, marks: Marks, made: Estate, of: Common, client: str, contracts: list[str],
          tickets: list[str]) -> None:
    for number in range(4):
        note, person = marks.new(client), f"p{number}"
        made.tables["time_entries"].append({
            "entry": f"H-{marks.new(client)}", "date": f"2026-10-{dice.randint(10, 28)}", "person": person,
            "client": client, "contract": contracts[1], "ticket": dice.choice(tickets),
            "hours": f"{dice.randint(1, 16) / 2}", "billable": "true", "activity": "Support",
            "note": f"Travail {note}"})
        made.allowed.add(of.people[person])
        made.granted |= {note} if _sees(made, "contracts", "time_entries", "note") else set()
    made.allowed |= {of.services["s0"], of.services["s1"]}


def _people(marks: Marks, made: Estate, client: str) -> None:
    name, place = marks.new(client), marks.new(client)
    contact = f"ct-{marks.new(client)}"
    made.tables["ci_contacts"].append({"ci": made.tables["cis"][0]["ci"], "contact": contact})
    made.tables["contacts"].append({
        "contact": contact, "client": client, "name": f"Léa {name.capitalize()}", "role": "DSI",
        "email": f"lea@{place}.example", "phone": "+33 4 00 00 00 01", "escalation": ""})
    granted = made.settings["grants"]["tables"].get("contacts")
    if "contacts" in made.settings["grants"]["pages"] and (granted is None or "name" in granted):
        made.granted.add(name)
