"""Who is who: clients, people and what they cost, contacts, providers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Row = dict[str, str]


@dataclass(frozen=True)
class Person:
    """One of the twelve; `off`: weekdays not worked by a part-time person; annual and daily are costs in euros."""

    id: str
    name: str
    role: str
    team: str
    kind: str = "employee"
    fte: float = 1.0
    start: date = date(2021, 9, 1)
    off: tuple[int, ...] = ()
    cost_2025: int = 0
    cost_2026: int = 0


PEOPLE = (
    Person("h.marchais", "Hélène Marchais", "Responsable de compte", "pilotage", start=date(2016, 3, 1),
           cost_2025=90_600, cost_2026=92_800),
    Person("m.oster", "Marc Oster", "Responsable de compte", "pilotage", start=date(2018, 1, 8),
           cost_2025=88_200, cost_2026=90_400),
    Person("m.ferrand", "Marc Ferrand", "Ingénieur systèmes", "systèmes", start=date(2017, 5, 15),
           cost_2025=82_100, cost_2026=84_200),
    Person("s.olivier", "Sonia Olivier", "Responsable d'exploitation", "systèmes", start=date(2015, 10, 1),
           cost_2025=86_400, cost_2026=88_600),
    Person("p.echard", "Paul Échard", "Ingénieur systèmes", "systèmes", start=date(2020, 2, 3),
           cost_2025=82_900, cost_2026=85_100),
    Person("a.diallo", "Amadou Diallo", "Technicien support", "support", start=date(2021, 6, 14),
           cost_2025=64_800, cost_2026=66_600),
    Person("j.kern", "Julie Kern", "Technicienne support", "support", start=date(2022, 9, 5),
           cost_2025=63_600, cost_2026=65_400),
    Person("i.bouvier", "Ines Bouvier", "Ingénieure réseau", "réseau", start=date(2019, 4, 1),
           cost_2025=80_600, cost_2026=82_800),
    Person("n.selmi", "Nadia Selmi", "Ingénieure sécurité", "sécurité", start=date(2020, 11, 16),
           cost_2025=87_400, cost_2026=89_700),
    Person("l.montfort", "Léa Montfort", "Cheffe de projet", "projet", fte=0.8, start=date(2019, 9, 2), off=(2,),
           cost_2025=68_800, cost_2026=70_600),
    Person("k.haddad", "Karim Haddad", "Développeur", "projet", "subcontractor", start=date(2025, 6, 2),
           cost_2025=460, cost_2026=470),
    Person("y.legoff", "Yann Le Goff", "Ingénieur réseau", "réseau", "subcontractor", fte=0.6,
           start=date(2025, 9, 1), off=(3, 4), cost_2025=480, cost_2026=490),
)
BY_ID = {person.id: person for person in PEOPLE}

# client, name, parent, language, country, sector, account manager
_CLIENTS = (
    ("lefevre", "Transports Lefèvre", "", "fr", "Transport routier", "Hélène Marchais"),
    ("castelbourg", "Mairie de Castelbourg", "", "fr", "Collectivité", "Hélène Marchais"),
    ("helianthe", "Groupe Hélianthe", "", "fr", "Distribution", "Marc Oster"),
    ("helianthe-energie", "Hélianthe Énergie", "helianthe", "fr", "Énergie", "Marc Oster"),
    ("orsted", "Cabinet Ørsted & Fils", "", "en", "Audit et conseil", "Hélène Marchais"),
)
CLIENT_IDS = tuple(client for client, *_ in _CLIENTS)
MANAGER = {client: manager for client, _, _, _, _, manager in _CLIENTS}
DOMAIN = {
    "lefevre": "transports-lefevre.example", "castelbourg": "mairie-castelbourg.example",
    "helianthe": "groupe-helianthe.example", "helianthe-energie": "helianthe-energie.example",
    "orsted": "orsted-fils.example",
}

# client, contact, name, role, phone, hours, escalation
_CLIENT_CONTACTS = (
    ("lefevre", "ct-lef-1", "Pauline Lefèvre", "Directrice générale", "+33 4 65 71 10 01", "", ""),
    ("lefevre", "ct-lef-2", "Gilles Perrachon", "Responsable informatique", "+33 4 65 71 10 12", "8 h–18 h", "1"),
    ("lefevre", "ct-lef-3", "Sandrine Cuzin", "Responsable d'exploitation transport", "+33 6 39 98 10 13",
     "5 h–22 h", "2"),
    ("castelbourg", "ct-cas-1", "Didier Vauquelin", "Directeur général des services", "+33 4 65 71 20 01", "", "2"),
    ("castelbourg", "ct-cas-2", "Nathalie Brossard", "Responsable informatique", "+33 4 65 71 20 14",
     "8 h 30–17 h 30", "1"),
    ("helianthe", "ct-hel-1", "Bertrand Oriol", "Directeur des systèmes d'information", "+33 4 65 71 30 02", "", "2"),
    ("helianthe", "ct-hel-2", "Mireille Tanguy", "Responsable de la production", "+33 4 65 71 30 15",
     "8 h–19 h", "1"),
    ("helianthe", "ct-hel-3", "Éric Salvat", "Responsable des achats informatiques", "+33 4 65 71 30 18", "", ""),
    ("helianthe-energie", "ct-hen-1", "Romain Cazenave", "Responsable de l'exploitation", "+33 5 65 71 40 03",
     "7 h–19 h", "1"),
    ("helianthe-energie", "ct-hen-2", "Aurélie Desprez", "Responsable applicative", "+33 5 65 71 40 16", "", "2"),
    ("orsted", "ct-ors-1", "Freja Ørsted", "Managing partner", "+33 1 99 00 50 04", "", "2"),
    ("orsted", "ct-ors-2", "Colin Whitlock", "Office manager", "+33 1 99 00 50 17", "9:00–17:30", "1"),
)
# contact, provider, name, role, email, phone, hours, escalation
_OUR_CONTACTS = (
    ("ct-nereis-1", "", "Centre de services Néréis", "Déclarer un incident", "support@nereis.example",
     "+33 4 72 00 00 00", "24 h/24, 7 j/7", "1"),
    ("ct-nereis-2", "", "Sonia Olivier", "Responsable d'exploitation", "sonia.olivier@nereis.example",
     "+33 4 72 00 00 12", "8 h–20 h", "2"),
    ("ct-nereis-3", "", "Alain Néret", "Directeur général", "alain.neret@nereis.example",
     "+33 4 72 00 00 01", "24 h/24, 7 j/7", "3"),
    ("ct-nereis-4", "", "Hélène Marchais", "Responsable de compte", "helene.marchais@nereis.example",
     "+33 4 72 00 00 17", "8 h–18 h", ""),
    ("ct-nereis-5", "", "Marc Oster", "Responsable de compte", "marc.oster@nereis.example",
     "+33 4 72 00 00 18", "8 h–18 h", ""),
    ("ct-nuageo-1", "nuageo", "Support Nuageo", "Support 24 h/24", "support@nuageo.example",
     "+33 1 99 00 60 01", "24 h/24, 7 j/7", "1"),
    ("ct-nuageo-2", "nuageo", "Irène Falguière", "Commerciale", "irene.falguiere@nuageo.example",
     "+33 1 99 00 60 22", "9 h–18 h", ""),
    ("ct-fibralia-1", "fibralia", "Supervision Fibralia", "Signalisation", "noc@fibralia.example",
     "+33 1 99 00 70 01", "24 h/24, 7 j/7", "1"),
    ("ct-fibralia-2", "fibralia", "Loïc Berthaud", "Responsable de clientèle", "loic.berthaud@fibralia.example",
     "+33 1 99 00 70 33", "9 h–18 h", "2"),
)
# provider_contract, provider, name, start, end, notice, renewal, renewal_term, annual_cost
_PROVIDER_CONTRACTS = (
    ("NUA-2024-118", "nuageo", "Ressources de Paris", "2024-02-01", "2027-01-31", "P2M", "tacit", "P1Y", "31200.00"),
    ("NUA-2025-301", "nuageo", "Messagerie et identité", "2025-03-01", "2027-02-28", "P3M", "tacit", "P1Y", "14400.00"),
    ("FIB-77120", "fibralia", "Liens de Lyon et des agences", "2023-07-01", "2027-06-30", "P3M", "tacit", "P1Y",
     "22800.00"),
)


def tables() -> dict[str, list[Row]]:
    """clients, contacts, people, person_costs, providers, provider_contracts."""
    return {
        "clients": [_client(*client) for client in _CLIENTS],
        "contacts": [*map(_client_contact, _CLIENT_CONTACTS), *map(_our_contact, _OUR_CONTACTS)],
        "people": [_person(person) for person in PEOPLE],
        "person_costs": [row for person in PEOPLE for row in _costs(person)],
        "providers": [{"provider": "nuageo", "name": "Nuageo"}, {"provider": "fibralia", "name": "Fibralia"}],
        "provider_contracts": [_provider_contract(contract) for contract in _PROVIDER_CONTRACTS],
    }


def email(name: str, domain: str) -> str:
    """pauline.lefevre@… from a name with accents."""
    plain = name.lower().translate(str.maketrans("àâäéèêëîïôöùûüçø' ", "aaaeeeeiioouuuco-."))
    return f"{plain.replace('æ', 'ae')}@{domain}"


def _client(client: str, name: str, parent: str, language: str, sector: str, manager: str) -> Row:
    return {"client": client, "name": name, "parent": parent, "language": language, "timezone": "Europe/Paris",
            "currency": "EUR", "country": "FR", "sector": sector, "account_manager": manager}


def _client_contact(row: tuple[str, ...]) -> Row:
    client, contact, name, role, phone, hours, escalation = row
    return {"contact": contact, "client": client, "name": name, "role": role, "phone": phone, "hours": hours,
            "email": email(name, DOMAIN[client]), "escalation": escalation}


def _our_contact(row: tuple[str, ...]) -> Row:
    return dict(zip(("contact", "provider", "name", "role", "email", "phone", "hours", "escalation"), row, strict=True))


def _person(person: Person) -> Row:
    return {"person": person.id, "name": person.name, "role": person.role, "team": person.team,
            "email": email(person.name, "nereis.example"), "kind": person.kind, "fte": f"{person.fte:g}",
            "start": person.start.isoformat()}


def _costs(person: Person) -> list[Row]:
    column = "annual_cost" if person.kind == "employee" else "daily_cost"
    first = max(person.start, date(2025, 1, 1)).isoformat()
    return [{"person": person.id, "from": first, column: f"{person.cost_2025}.00"},
            {"person": person.id, "from": "2026-01-01", column: f"{person.cost_2026}.00"}]


def _provider_contract(row: tuple[str, ...]) -> Row:
    return dict(zip(("provider_contract", "provider", "name", "start", "end", "notice", "renewal", "renewal_term",
                     "annual_cost"), row, strict=True))
