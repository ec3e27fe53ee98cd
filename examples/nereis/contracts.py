"""What was sold: contracts, their services, commitments, budgets, rates, and who works on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import product

Row = dict[str, str]


@dataclass(frozen=True)
class Contract:
    """A contract. `team`: days a month each person plans on it; `services`: those that it covers."""

    id: str
    client: str
    name: str
    kind: str
    start: date
    end: date
    team: dict[str, float]
    notice: str = ""
    renewal: str = "none"
    fee: int = 0
    price: int = 0
    rate: int = 0
    multipliers: str = ""
    signatories: str = ""
    services: tuple[str, ...] = ()
    limits: dict[str, tuple[str, str]] = field(default_factory=dict)
    night: bool = True  # P1 is held around the clock

    def calendar(self, priority: str) -> str:
        """The calendar in which this priority's clock runs."""
        return "always" if priority == "P1" and self.night else "ouvre"


STANDARD = {"P1": ("30", "240"), "P2": ("60", "480"), "P3": ("240", "2d"), "P4": ("1d", "5d")}
SUPPORT = {"P1": ("30", "240"), "P2": ("90", "600"), "P3": ("240", "2d")}  # nothing is promised on P4

CONTRACTS = (
    Contract("C-2024-009", "lefevre", "Hébergement et exploitation du TMS", "managed", date(2024, 7, 1),
             date(2027, 6, 30), {"h.marchais": 1.4, "m.ferrand": 4.0, "s.olivier": 2.0, "a.diallo": 2.0},
             "P3M", "tacit", fee=5900, signatories="P. Lefèvre, A. Néret",
             services=("tms", "sauvegardes", "supervision"), limits=STANDARD),
    Contract("C-2025-014", "lefevre", "Infogérance et support 2025", "prepaid", date(2025, 5, 15), date(2026, 2, 14),
             {"h.marchais": 0.9, "m.ferrand": 2.7, "s.olivier": 1.0, "a.diallo": 2.3, "i.bouvier": 0.9},
             price=45_360, signatories="P. Lefèvre, A. Néret",
             services=("fichiers", "annuaire", "messagerie", "vpn", "postes", "telephonie"), limits=STANDARD),
    Contract("C-2026-003", "lefevre", "Infogérance et support", "prepaid", date(2026, 2, 15), date(2027, 2, 14),
             {"h.marchais": 0.8, "m.ferrand": 3.0, "s.olivier": 1.2, "a.diallo": 2.8, "i.bouvier": 1.0},
             "P3M", "tacit", price=58_200, signatories="P. Lefèvre, A. Néret",
             services=("fichiers", "annuaire", "messagerie", "vpn", "postes", "telephonie"), limits=STANDARD),
    Contract("C-2024-002", "castelbourg", "Infogérance des services municipaux", "managed", date(2024, 1, 1),
             date(2026, 12, 31), {"h.marchais": 2.8, "m.ferrand": 3.3, "s.olivier": 5.0, "j.kern": 5.5,
                                  "i.bouvier": 3.2, "a.diallo": 2.0},
             fee=13_200, signatories="D. Vauquelin, A. Néret",
             services=("etat-civil", "ecoles", "fichiers", "messagerie", "postes", "sauvegardes"), limits=STANDARD),
    Contract("C-2025-019", "castelbourg", "Wi-Fi des écoles", "fixed_price", date(2025, 5, 5), date(2025, 11, 28),
             {"i.bouvier": 4.0, "l.montfort": 2.5, "h.marchais": 1.0}, price=29_600,
             signatories="D. Vauquelin, A. Néret"),
    Contract("C-2026-008", "castelbourg", "Migration de la messagerie", "fixed_price", date(2026, 3, 2),
             date(2026, 11, 30), {"m.ferrand": 3.0, "s.olivier": 3.5, "l.montfort": 1.5, "h.marchais": 1.0},
             price=38_400, signatories="D. Vauquelin, A. Néret"),
    Contract("C-2025-016", "castelbourg", "Assistance au schéma numérique", "time_and_materials", date(2025, 4, 1),
             date(2027, 3, 31), {"h.marchais": 5.5, "s.olivier": 1.5, "l.montfort": 1.5}, "P2M", "none", rate=635,
             signatories="D. Vauquelin, H. Marchais"),
    Contract("C-2024-030", "helianthe", "Infogérance du siège", "managed", date(2024, 10, 1), date(2027, 9, 30),
             {"m.oster": 4.5, "s.olivier": 3.5, "p.echard": 4.0, "a.diallo": 6.5, "j.kern": 8.5, "i.bouvier": 4.5,
              "n.selmi": 2.0}, "P6M", "tacit", fee=18_900, signatories="B. Oriol, A. Néret",
             services=("erp", "fichiers", "annuaire", "messagerie", "postes", "pare-feu", "sauvegardes"),
             limits=STANDARD),
    Contract("C-2025-002", "helianthe", "Assistance technique systèmes", "time_and_materials", date(2025, 1, 6),
             date(2026, 12, 31), {"m.oster": 4.8, "p.echard": 9.0, "n.selmi": 6.0, "l.montfort": 4.2, "k.haddad": 7.5},
             "P1M", "tacit", rate=640, signatories="B. Oriol, A. Néret"),
    Contract("C-2025-005", "helianthe", "Passage des postes à Windows 11", "fixed_price", date(2025, 5, 12),
             date(2025, 12, 19), {"m.ferrand": 3.5, "l.montfort": 4.0, "k.haddad": 8.0, "m.oster": 1.5}, price=74_500,
             signatories="B. Oriol, A. Néret"),
    Contract("C-2026-011", "helianthe", "Portail des fournisseurs", "fixed_price", date(2026, 1, 12),
             date(2026, 12, 18), {"l.montfort": 6.5, "k.haddad": 9.0, "m.oster": 1.0}, price=99_000,
             signatories="B. Oriol, A. Néret"),
    Contract("C-2025-006", "helianthe-energie", "Supervision des centrales", "managed", date(2025, 1, 1),
             date(2027, 12, 31), {"m.oster": 2.5, "p.echard": 3.0, "n.selmi": 2.0, "i.bouvier": 3.5, "j.kern": 2.0},
             "P6M", "tacit", fee=8_700, signatories="R. Cazenave, A. Néret",
             services=("telereleve", "conduite", "vpn-sites", "sauvegardes"), limits=STANDARD),
    Contract("C-2025-020", "helianthe-energie", "Support applicatif", "prepaid", date(2025, 6, 1), date(2027, 5, 31),
             {"j.kern": 1.2, "i.bouvier": 0.6, "y.legoff": 2.2}, "P2M", "none", price=52_200,
             multipliers="night=1.5", signatories="A. Desprez, M. Oster", services=("portail-releve",), limits=SUPPORT),
    Contract("C-2025-023", "helianthe-energie", "Renfort réseau et sécurité", "time_and_materials",
             date(2025, 9, 1), date(2027, 2, 26), {"n.selmi": 6.0, "y.legoff": 8.5}, "P1M", "none", rate=615,
             signatories="R. Cazenave, M. Oster"),
    Contract("C-2025-010", "orsted", "Managed workplace", "managed", date(2025, 3, 1), date(2027, 2, 28),
             {"h.marchais": 0.5, "a.diallo": 1.7, "m.ferrand": 1.0}, "P2M", "tacit", fee=2_150,
             signatories="F. Ørsted, A. Néret", services=("workplace", "mail", "backup"), limits=STANDARD, night=False),
    Contract("C-2025-021", "orsted", "Office move", "fixed_price", date(2025, 9, 1), date(2025, 11, 28),
             {"m.ferrand": 2.0, "i.bouvier": 3.0, "h.marchais": 1.0, "a.diallo": 2.0}, price=15_800,
             signatories="F. Ørsted, A. Néret"),
)
BY_ID = {contract.id: contract for contract in CONTRACTS}

# service, name, family
_SERVICES = (
    ("tms", "TMS exploitation", "Applications"), ("etat-civil", "Application des services à la population",
                                                  "Applications"),
    ("ecoles", "Informatique des écoles", "Postes et utilisateurs"), ("erp", "ERP achats et stocks", "Applications"),
    ("telereleve", "Télérelève des compteurs", "Applications"), ("conduite", "Poste de conduite", "Applications"),
    ("portail-releve", "Portail de relève", "Applications"), ("fichiers", "Fichiers partagés", "Infrastructure"),
    ("annuaire", "Annuaire et connexion", "Infrastructure"), ("messagerie", "Messagerie", "Collaboration"),
    ("vpn", "VPN des agences", "Réseau"), ("vpn-sites", "VPN des sites isolés", "Réseau"),
    ("pare-feu", "Accès internet et pare-feu", "Réseau"), ("postes", "Postes de travail", "Postes et utilisateurs"),
    ("telephonie", "Téléphonie", "Réseau"), ("sauvegardes", "Sauvegardes", "Infrastructure"),
    ("supervision", "Supervision", "Infrastructure"), ("workplace", "Workplace", "Users"), ("mail", "Email", "Users"),
    ("backup", "Backups", "Infrastructure"),
)
_MONTHLY = {("C-2024-009", "tms"): "4100.00", ("C-2024-009", "sauvegardes"): "1150.00",
            ("C-2024-009", "supervision"): "650.00"}
# contract, service, target: the availability that is promised
_AVAILABILITY = (("C-2024-009", "tms", "99.5"), ("C-2024-030", "erp", "99.5"), ("C-2025-006", "telereleve", "99"))
# budget, contract, date, amount, unit, kind
_BUDGETS = (
    ("B-2025-014", "C-2025-014", "2025-05-15", "560", "hours", "sold"),
    ("B-2026-003", "C-2026-003", "2026-02-15", "720", "hours", "sold"),
    ("B-2025-020", "C-2025-020", "2025-06-01", "40", "days", "sold"),
    ("B-2025-020-1", "C-2025-020", "2026-04-01", "20", "days", "top_up"),
    ("B-2025-020-2", "C-2025-020", "2026-10-05", "30", "days", "top_up"),
    ("B-2025-019", "C-2025-019", "2025-05-05", "50", "days", "sold"),
    ("B-2026-008", "C-2026-008", "2026-03-02", "62", "days", "sold"),
    ("B-2025-005", "C-2025-005", "2025-05-12", "120", "days", "sold"),
    ("B-2026-011", "C-2026-011", "2026-01-12", "165", "days", "sold"),
    ("B-2025-021", "C-2025-021", "2025-09-01", "24", "days", "sold"),
)
# contract, person, role, from, daily_rate
_RATES = (
    ("C-2025-002", "", "Ingénieur systèmes", "2025-01-06", "640.00"),
    ("C-2025-002", "p.echard", "", "2025-01-06", "650.00"), ("C-2025-002", "n.selmi", "", "2025-01-06", "690.00"),
    ("C-2025-002", "k.haddad", "", "2025-06-02", "595.00"), ("C-2025-002", "k.haddad", "", "2026-01-01", "610.00"),
    ("C-2025-002", "l.montfort", "", "2025-01-06", "660.00"), ("C-2025-002", "m.oster", "", "2025-01-06", "680.00"),
    ("C-2025-023", "n.selmi", "", "2025-09-01", "675.00"), ("C-2025-023", "y.legoff", "", "2025-09-01", "600.00"),
    ("C-2025-023", "y.legoff", "", "2026-03-01", "615.00"),
)


def rate(contract: str, person: str, day: date) -> int:
    """The daily rate in force for a person, in whole euros."""
    own = [row for row in _RATES if row[0] == contract and row[1] == person and row[3] <= day.isoformat()]
    return int(float(max(own, key=lambda row: row[3])[4])) if own else BY_ID[contract].rate


def tables() -> dict[str, list[Row]]:
    """contracts, services, contract_services, commitments, budgets, rates."""
    return {
        "contracts": [_contract(contract) for contract in CONTRACTS],
        "services": [dict(zip(("service", "name", "family"), row, strict=True)) for row in _SERVICES],
        "contract_services": [{"contract": c.id, "service": s, "monthly_amount": _MONTHLY.get((c.id, s), "")}
                              for c in CONTRACTS for s in c.services],
        "commitments": [*(row for c in CONTRACTS for row in _commitments(c)), *map(_availability, _AVAILABILITY)],
        "budgets": [dict(zip(("budget", "contract", "date", "amount", "unit", "kind"), row, strict=True))
                    for row in _BUDGETS],
        "rates": [dict(zip(("contract", "person", "role", "from", "daily_rate"), row, strict=True)) for row in _RATES],
    }


def _contract(contract: Contract) -> Row:
    money = {"monthly_fee": contract.fee, "price": contract.price, "daily_rate": contract.rate}
    return {"contract": contract.id, "client": contract.client, "name": contract.name, "kind": contract.kind,
            "start": contract.start.isoformat(), "end": contract.end.isoformat(), "notice": contract.notice,
            "renewal": contract.renewal, "renewal_term": "P1Y" if contract.renewal == "tacit" else "",
            "currency": "EUR", "calendar": "ouvre", "day_hours": "7", "multipliers": contract.multipliers,
            "signatories": contract.signatories, "document": f"{contract.id}.pdf",
            **{column: f"{amount}.00" for column, amount in money.items() if amount}}


# A rule on one line: a page of a client shows a penalty.
_PENALTIES = {("C-2024-009", "P3", "ttr"): "50 per ticket"}


def _commitments(contract: Contract) -> list[Row]:
    return [{"commitment": f"{contract.id}/{priority}/{metric}", "contract": contract.id, "priority": priority,
             "metric": metric, "limit": contract.limits[priority][metric == "ttr"],
             "calendar": contract.calendar(priority), "target_pct": "95",
             "penalty": _PENALTIES.get((contract.id, priority, metric), "")}
            for priority, metric in product(contract.limits, ("tto", "ttr"))]


def _availability(row: tuple[str, str, str]) -> Row:
    contract, service, target = row
    return {"commitment": f"{contract}/{service}/availability", "contract": contract, "service": service,
            "metric": "availability", "calendar": "always", "target_pct": target}
