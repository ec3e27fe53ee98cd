"""A client's register: which of its services stand on the suppliers that it is told by name, and how it gets out.

Its slice does not hold what lies between: what each of these suppliers interrupts is handed beside it, of its own
services and contracts alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from clairevoie.disclosure.contracts import notice
from clairevoie.disclosure.planning_effects import Served
from clairevoie.disclosure.supplier_register import (
    CAPTIONS,
    CONTRACT,
    DEGRADED,
    EFFECT,
    INTERRUPTED,
    PROVIDER,
    SERVICE,
    SHARE,
)
from clairevoie.disclosure.view import View, end_of
from clairevoie.impact import Estate, Subject, leaves
from clairevoie.portal import Cell, Column, Register, Table, Text

_DEPENDING = Column("services", Text("Services", "Services"), "count")
_SUPPLIERS = Column("suppliers", Text("Fournisseurs", "Suppliers"))
_END, _NOTICE = Column("end", Text("Fin", "End"), "date"), Column("notice", Text("Préavis avant", "Notice by"), "date")


@dataclass(frozen=True, slots=True)
class Depends:
    """What leaves with a supplier, as the client reads its name; fed: contracts that one of the supplier's feeds."""

    name: str
    interrupted: Served
    degraded: Served
    fed: tuple[str, ...] = ()


def depends(estate: Estate, client: str, providers: Mapping[str, str]) -> tuple[Depends, ...]:
    """For each name that this client is told, what the leaving of all that bear it does to its own contracts."""
    found = []
    for name in sorted(set(providers.values())):
        subjects = [Subject("provider", one) for one, said in sorted(providers.items()) if said == name]
        answer = leaves(estate, subjects)
        served: dict[str, list[tuple[str, str]]] = {"interrupted": [], "degraded": []}
        for one in answer.services:
            if one.client == client:
                served[one.effect].append((one.contract, one.service))
        fed = sorted(one.contract for one in answer.contracts if one.client == client and "fed" in one.why)
        found.append(Depends(name, tuple(sorted(served["interrupted"])), tuple(sorted(served["degraded"])), tuple(fed)))
    return tuple(found)


def client_register(view: View, known: Collection[Depends]) -> Register:
    """The register that this client reads. Without scripts or links of ours: three tables."""
    running = view.in_force(view.today, view.today)
    services = {(row.text("contract"), row.text("service")) for table in ("contract_services", "service_cis")
                for row in view.facts(table) if row.text("contract") in running}
    rows = tuple(row for one in known for row in _rows(view, one))
    shares = tuple(sorted(((one.name, len(one.interrupted), len(one.degraded),
                            len(one.interrupted) / len(services) if services else None) for one in known),
                          key=lambda row: (-row[1], -row[2], row[0])))
    exits = tuple(_exits(view, known, running))
    notices = (row[-1] for row in exits if view.sees("contracts", "end", "notice"))
    first = min((day for day in notices if isinstance(day, date) and day >= view.today), default=None)
    return Register(Table("register", (PROVIDER, CONTRACT, SERVICE, EFFECT), rows, CAPTIONS[0], "register"),
                    Table("concentration", (PROVIDER, INTERRUPTED, DEGRADED, SHARE), shares, CAPTIONS[1], "register"),
                    Table("exit-plans", _columns(view), exits, CAPTIONS[2], "register"), len(known),
                    (shares[0][0], shares[0][1]) if shares and shares[0][1] else None, len(services), first=first)


def _rows(view: View, one: Depends) -> Iterator[tuple[Cell, ...]]:
    for effect, served in (("outage", one.interrupted), ("degraded", one.degraded)):
        for contract, service in served:
            yield one.name, contract, view.service(service), effect
    touched = {contract for contract, _ in (*one.interrupted, *one.degraded)}
    for contract in one.fed:
        if contract not in touched:
            yield one.name, contract, None, None


def _columns(view: View) -> tuple[Column, ...]:
    terms = [_END] if view.sees("contracts", "end") else []
    terms += [_NOTICE] if view.sees("contracts", "end", "notice") else []
    return CONTRACT, Column("name", Text("Nom", "Name")), _DEPENDING, _SUPPLIERS, *terms


def _exits(view: View, known: Collection[Depends], running: frozenset[str]) -> Iterator[tuple[Cell, ...]]:
    """A row a running contract of the client: what would have to be taken over, and by when it can be ended."""
    services: dict[str, set[str]] = {}
    for table in ("contract_services", "service_cis"):
        for row in view.facts(table):
            services.setdefault(row.text("contract"), set()).add(row.text("service"))
    for row in sorted(view.facts("contracts"), key=lambda row: row.text("contract")):
        contract, end = row.text("contract"), end_of(row, view.today)
        if contract in running:
            names = [one.name for one in known if contract in {*one.fed, *(
                held for held, _ in (*one.interrupted, *one.degraded))}]
            terms = [end] if view.sees("contracts", "end") else []
            terms += [notice(row, end)] if view.sees("contracts", "end", "notice") else []
            yield contract, row.text("name"), len(services.get(contract, ())), ", ".join(names) or None, *terms
