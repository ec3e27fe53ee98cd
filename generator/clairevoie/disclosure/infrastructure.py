"""What we look after: services with what they stand on, and the list of configuration items."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clairevoie.disclosure.ending import capacities, deadlines
from clairevoie.disclosure.listing import listed
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.services import checked, services
from clairevoie.disclosure.view import NEUTRAL, View
from clairevoie.portal import Infrastructure, Service, Text


def infrastructure(view: View, lives: Mapping[str, str] = MappingProxyType({})) -> Infrastructure:
    """The services of the contracts in force, and the client's own items where their list is granted.

    lives: item → the subject of the page of its life.
    """
    labels = ci_labels(view)
    found = _services(view, labels)
    shared = [row for row in view.facts("cis") if not row.text("client")]
    own = [row for row in view.rows("cis", "ci", "client") if row.text("client")]
    own.sort(key=lambda row: (row.text("class"), row.text("name"), row.text("ci")))
    cis = listed(view, "cis", "cis", own, Text("Éléments suivis", "Items looked after"))
    return Infrastructure(found, cis, len(shared), capacities(view, labels), deadlines(view, labels),
                          tuple(lives.get(row.text("ci"), "") for row in own) if cis and lives else ())


def ci_labels(view: View) -> dict[str, str]:
    """What this client reads for each CI it sees: its own by name if granted, a shared one by its declared label."""
    return {row.text("ci"): label for row in view.rows("cis", "ci", "client") if (label := _label(view, row))}


def _label(view: View, row: Row) -> str:
    if not row.text("client"):
        return view.shared.get(row.text("ci"), NEUTRAL.in_(view.language))
    if view.sees("cis", "name"):
        return row.text("name")
    return row.text("ci") if view.sees("cis", "ci") else ""


def _services(view: View, labels: dict[str, str]) -> tuple[Service, ...]:
    doing = services(view)
    rows = {(row.contract, row.service): row for row in doing.rows} if doing else {}
    families = {row.text("service"): row.text("family") for row in view.facts("services")}
    running = view.in_force(view.today, view.today)
    under: dict[tuple[str, str], set[str]] = {}
    for row in (*view.facts("contract_services"), *view.facts("service_cis")):
        if row.text("contract") in running:
            stands_on = under.setdefault((row.text("contract"), row.text("service")), set())
            stands_on |= {labels[row.text("ci")]} if row.text("ci") in labels else set()
    found = (Service(service, view.service(service), families.get(service, ""), contract, tuple(sorted(cis)),
                     rows.get((contract, service)), checked(view, service))
             for (contract, service), cis in under.items())
    return tuple(sorted(found, key=lambda s: (s.name, s.contract, s.service)))
