"""The register of suppliers for staff: by service and client, how much stands on one, and how to get out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from clairevoie.disclosure.house import House
from clairevoie.disclosure.supplier_estate import Asked
from clairevoie.impact import Answer, Estate, Supply, exposed
from clairevoie.portal import Cell, Column, Exit, Register, SupplyLine, Table, Text

PROVIDER = Column("provider", Text("Fournisseur", "Supplier"))
SERVICE, CONTRACT = Column("service", Text("Service", "Service")), Column("contract", Text("Contrat", "Contract"), "id")
EFFECT = Column("effect", Text("S’il part", "If it leaves"), "effect")
INTERRUPTED = Column("interrupted", Text("Services interrompus", "Services interrupted"), "count")
DEGRADED = Column("degraded", Text("Services dégradés", "Services degraded"), "count")
SHARE = Column("share", Text("Part des services", "Share of services"), "ratio")
CAPTIONS = (Text("Registre des fournisseurs", "Register of suppliers"), Text("Concentration", "Concentration"),
            Text("Plans de sortie", "Exit plans"))
EFFECTS = {"interrupted": "outage", "degraded": "degraded"}
_REGISTER = (PROVIDER, Column("client", Text("Client", "Client")), CONTRACT, SERVICE, EFFECT,
             Column("way", Text("Chemin", "Way")),
             Column("end", Text("Fin du contrat fournisseur", "End of its contract"), "date"),
             Column("notice", Text("Préavis avant", "Notice by"), "date"))
_CONCENTRATION = (PROVIDER, INTERRUPTED, DEGRADED, SHARE, Column("clients", Text("Clients", "Clients"), "count"),
                  Column("clients_share", Text("Part des clients", "Share of clients"), "ratio"),
                  Column("revenue", Text("CA par an exposé", "Revenue of a year exposed"), "money"),
                  Column("revenue_share", Text("Part du CA", "Share of revenue"), "ratio"),
                  Column("cost", Text("Achats par an", "Purchases a year"), "money"),
                  Column("cost_share", Text("Part des achats", "Share of purchases"), "ratio"))
_EXITS = (PROVIDER, Column("contract", Text("Contrat fournisseur", "Its contract"), "id"),
          Column("name", Text("Nom", "Name")), Column("notice", Text("Préavis avant", "Notice by"), "date"),
          Column("end", Text("Fin", "End"), "date"), Column("gone", Text("Départ possible", "May be gone"), "date"),
          Column("contracts", Text("Contrats clients", "Client contracts"), "count"),
          Column("bare", Text("Mois sans fournisseur au plus", "Months without it at most"), "count"),
          Column("plan", Text("Actions ouvertes", "Open actions")),
          Column("due", Text("La première avant", "The first by"), "date"))


def register(house: House, of: Asked, exits: Sequence[Exit]) -> Register:
    """What every supplier's leaving comes to. exits: of each supplier, as its own page has it."""
    running = [place for place in of.known.graph.services if of.known.runs(place[0])]
    rows, plans = _concentration(house, of, len(running)), _plans(house)
    worst = max(of.answers, key=lambda one: (_interrupted(of.answers[one]), of.providers[one]), default=None)
    broken = _interrupted(of.answers[worst]) if worst is not None else 0
    ways = tuple(row for one in exits for row in _exit(one, *plans.get(one.provider, (None, None))))
    planned = sum(row[-2] is not None for row in ways)
    return Register(Table("register", _REGISTER, _rows(of), CAPTIONS[0]),
                    Table("concentration", _CONCENTRATION, rows, CAPTIONS[1]),
                    Table("exit-plans", _EXITS, ways, CAPTIONS[2]), len(of.answers),
                    (of.providers[worst], broken) if worst is not None and broken else None, len(running), planned)


def _rows(of: Asked) -> tuple[tuple[Cell, ...], ...]:
    """A row a supplier, contract and service; what a supplier's contract only feeds has no service."""
    rows: list[tuple[Cell, ...]] = []
    for provider, answer in of.answers.items():
        name = of.providers[provider]
        until = _first(one.term.end for one in answer.supplies), _first(one.term.notice for one in answer.supplies)
        rows += [(name, of.clients.get(one.client, one.client), one.contract, one.name, EFFECTS[one.effect],
                  " > ".join(one.way), *until) for one in answer.services]
        served = {one.contract for one in answer.services}
        rows += [(name, of.clients.get(one.client, one.client), one.contract, None, None, None, *until)
                 for one in answer.contracts if one.contract not in served]
    return tuple(rows)


def _concentration(house: House, of: Asked, services: int) -> tuple[tuple[Cell, ...], ...]:
    known, currency = of.known, house.project.currency
    clients = {row["client"] for row in known.contracts.values()}
    revenue = _revenue(known, currency)
    costs = {provider: _cost(answer.supplies) for provider, answer in of.answers.items()}
    bought = _sum(costs.values())
    found = []
    for provider, answer in of.answers.items():
        broken, touched = _interrupted(answer), {one.client for one in answer.contracts} & clients
        at_stake = answer.exposed.get(currency)
        found.append((of.providers[provider], broken, len(answer.services) - broken, _share(broken, services),
                      len(touched), _share(len(touched), len(clients)), at_stake, _share(at_stake, revenue),
                      costs[provider], _share(costs[provider], bought)))
    return tuple(sorted(found, key=lambda row: (-row[1], -row[2], row[0])))


def _exit(one: Exit, plan: str | None, due: date | None) -> list[tuple[Cell, ...]]:
    """A row a contract with the supplier; one without it where there is none."""
    bare = max((line.bare_months for line in one.exposed), default=0) or None

    def row(line: SupplyLine | None) -> tuple[Cell, ...]:
        terms = (line.contract, line.name, line.notice, line.end, line.gone) if line else (None,) * 5
        return (one.name, *terms, len(one.exposed), bare, plan, due)

    return [row(line) for line in one.supplies] or [row(None)]


def _plans(house: House) -> dict[str, tuple[str, date | None]]:
    """The open actions about each supplier, what and by whom, and the day when the first is due."""
    found: dict[str, list[str]] = {}
    first: dict[str, date | None] = {}
    rows = house.all("actions", "action", "provider", "title", "owner", "due", "status")
    for _, row in sorted(rows, key=lambda pair: (pair[1].day("due") or date.max, pair[1].text("action"))):
        if row.text("provider") and row.text("status") == "open":
            provider, who = row.text("provider"), row.text("owner")
            first.setdefault(provider, row.day("due"))
            found.setdefault(provider, []).append(row.text("title") + (f" ({who})" if who else ""))
    return {provider: (" ; ".join(dict.fromkeys(lines)), first[provider]) for provider, lines in found.items()}


def _revenue(known: Estate, currency: str) -> Decimal | None:
    """A year's revenue of all running contracts in this currency; None where one of them is unknown."""
    each = [exposed(known, contract, None) for contract in known.contracts]
    if any(one.amount is None for one in each):
        return None
    return _sum(one.amount for one in each if one.currency == currency)


def _cost(supplies: Sequence[Supply]) -> Decimal | None:
    return _sum(one.annual_cost for one in supplies)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _share(part: Decimal | int | None, whole: Decimal | int | None) -> float | None:
    return float(part / whole) if part is not None and whole else None


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def _interrupted(answer: Answer) -> int:
    return sum(one.effect == "interrupted" for one in answer.services)
