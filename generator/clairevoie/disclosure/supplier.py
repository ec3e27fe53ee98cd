"""If a supplier leaves: dates, clients and contracts, money, calls in order, and what nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from clairevoie.disclosure.house import House
from clairevoie.disclosure.names import slugs
from clairevoie.disclosure.supplier_estate import Asked
from clairevoie.disclosure.terms import shifted
from clairevoie.impact import Agreed, Answer, Estate, Supply, WeakPoints, weak_points
from clairevoie.portal import (
    CallLine,
    Cell,
    Column,
    Exit,
    ExposedLine,
    HollowLine,
    SingleLine,
    Suppliers,
    SupplyLine,
    Table,
    Text,
)

_EXIT = (Column("client", Text("Client", "Client")), Column("contract", Text("Contrat", "Contract"), "id"),
         Column("name", Text("Nom", "Name")), Column("items", Text("Équipements", "Items"), "count"),
         Column("interrupted", Text("Services interrompus", "Services interrupted"), "count"),
         Column("degraded", Text("Services dégradés", "Services degraded"), "count"),
         Column("revenue", Text("CA par an exposé", "Revenue of a year exposed"), "money"),
         Column("end", Text("Échéance", "End"), "date"),
         Column("bare", Text("Mois sans fournisseur", "Months without supplier"), "count"))
_POINTS = (Column("item", Text("Élément", "Item")), Column("client", Text("À qui", "Whose")),
           Column("services", Text("Services", "Services"), "count"),
           Column("contracts", Text("Contrats", "Contracts"), "count"),
           Column("clients", Text("Clients touchés", "Clients touched")))


def suppliers(house: House, of: Asked) -> Suppliers:
    """Each supplier's exit, those that touch most clients first."""
    exits = [_exit(house, of.known, provider, of.providers[provider], answer)
             for provider, answer in of.answers.items()]
    exits.sort(key=lambda one: (-one.clients, -one.items, one.name, one.provider))
    weak = weak_points(of.known)
    names = of.clients
    singles = tuple(SingleLine(one.name, names.get(one.client, ""), len(one.services), len(one.contracts),
                               tuple(names.get(client, client) for client in one.clients)) for one in weak.singles)
    return Suppliers(tuple(exits), singles, _hollow(weak), _points(singles))


def _exit(house: House, known: Estate, provider: str, name: str, answer: Answer) -> Exit:
    words = slugs(row.text("provider") for row in house.own("providers"))
    supplies = tuple(_supply(one, house.today) for one in answer.supplies)
    gone = min((line.gone for line in supplies if line.gone), default=None)
    names = {client: row["name"] or client for client, row in known.clients.items()}
    exposed = tuple(sorted((_exposed(one, names, gone) for one in answer.contracts),
                           key=lambda one: (one.client_name, one.contract)))
    broken = sum(one.effect == "interrupted" for one in answer.services)
    return Exit(provider, name, len(answer.down) + len(answer.impacted), broken, len(answer.services) - broken,
                len(answer.clients), supplies, exposed, tuple(_calls(house, known, name, answer, supplies, exposed)),
                tuple(known.name(ci) for ci in answer.unplaced), tuple(answer.exposed.items()), house.today,
                Table(f"supplier-{words[provider]}", _EXIT, tuple(map(_row, exposed)),
                      Text(f"Si {name} part", f"If {name} leaves")))


def _supply(one: Supply, today: date) -> SupplyLine:
    renewed = one.term.renewal == "tacit"
    end = one.term.end
    if end and renewed and one.term.notice and one.term.notice < today:
        end = shifted(end, one.term.renewal_term) or end  # too late for this term: the next one's end
    return SupplyLine(one.provider_contract, one.name, one.annual_cost, one.term.end, one.term.notice, renewed, end)


def _exposed(one: Agreed, names: Mapping[str, str], gone: date | None) -> ExposedLine:
    end = one.term.end
    bare = gone if gone and (end is None or end > gone) else None  # without an end, it runs on
    months = (end.year - bare.year) * 12 + end.month - bare.month if bare and end else 0
    return ExposedLine(one.client, names.get(one.client, one.client), one.contract, one.name, one.cis, one.interrupted,
                       one.degraded, one.exposed.amount, one.exposed.currency, one.exposed.basis, end, bare, months)


def _calls(house: House, known: Estate, name: str, answer: Answer, supplies: Sequence[SupplyLine],
           exposed: Sequence[ExposedLine]) -> Iterator[CallLine]:
    """The supplier first, before its first notice; then the clients, those with most at stake first."""
    notices = [line.notice for line in supplies if line.notice and line.notice >= house.today]
    first = min(notices, default=None)
    for one in answer.contacts:
        if one.provider:
            yield CallLine(name, one.name, one.role, one.phone, first, "", first=True)
    owners = {row.text("client"): row.text("account_manager") for row in house.own("clients")}
    weight: dict[str, int] = {}
    for line in exposed:
        weight[line.client] = weight.get(line.client, 0) + (int(line.revenue or 0) or 1)
    for client in sorted(weight, key=lambda one: (-weight[one], one)):
        person = next((one for one in answer.contacts if one.client == client), None)
        called = known.clients[client]["name"] or client if client in known.clients else client
        yield CallLine(called, person.name if person else "", person.role if person else "",
                       person.phone if person else "", first, owners.get(client, ""), first=False)


def _row(one: ExposedLine) -> tuple[Cell, ...]:
    bare = None if one.bare_from and one.end is None else one.bare_months  # nobody knows how many
    return (one.client_name, one.contract, one.name, one.items, one.interrupted, one.degraded, one.revenue, one.end,
            bare)


def _points(singles: Iterable[SingleLine]) -> Table:
    rows = tuple((one.name, one.client or None, one.services, one.contracts, ", ".join(one.clients)) for one in singles)
    return Table("single-points", _POINTS, rows, Text("Points uniques de défaillance", "Single points of failure"))


def _hollow(weak: WeakPoints) -> tuple[HollowLine, ...]:
    return tuple(HollowLine(one.of, one.contract, one.needs, one.members, one.why, one.by) for one in weak.hollow)
