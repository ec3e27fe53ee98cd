"""The life of each service and item of a client, a page each, as granted; addresses are made of what it reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clairevoie.disclosure.infrastructure import ci_labels
from clairevoie.disclosure.lifecycle_events import happenings, ties_of
from clairevoie.disclosure.lifecycle_tally import Tally, add, life
from clairevoie.disclosure.names import slugs
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View
from clairevoie.portal import Beside, Lifecycle, Page

ITEMS = 100  # pages of items that a site has at most: those with most to tell


@dataclass(frozen=True, slots=True)
class Lives:
    """The pages, and the subject of the page of each item that has one: no identifier of ours leaves here."""

    pages: tuple[Page, ...] = ()
    items: Mapping[str, str] = field(default_factory=dict)


def lifecycle(view: View) -> Lives:
    """The pages of the services of contracts in force, and of the client's own items of which there is work to tell."""
    services, items = tallies(view)
    running, labels, rows = view.in_force(view.today, view.today), ci_labels(view), _items(view)
    ties, subjects, people = ties_of(view), _subjects(items, labels, rows), _people(view)
    pages = [page_of(subjects[ci], life(tally, "item", labels[ci], _class(view, rows[ci]), _status(view, rows[ci]),
                                        _beside_item(view, ties.of_item.get(ci, ()), people.get(ci, ()))))
             for ci, tally in items.items() if ci in subjects]
    shown = {service for contract, found in ties.of_contract.items() if contract in running for service in found}
    words = keyed({service: view.service(service) for service in shown})
    families = {row.text("service"): row.text("family") for row in view.facts("services")}
    for service in sorted(shown):
        tally = services.get(service) or Tally(view.since, view.as_of)
        on = sorted({(labels[ci], subjects.get(ci, "")) for ci, found in ties.of_item.items()
                     if service in found and labels.get(ci)})
        told = life(tally, "service", view.service(service), families.get(service, ""), "",
                    [Beside("item", label, subject=subject) for label, subject in on])
        pages.append(page_of(f"service:{service}", told, words[service]))
    return Lives(tuple(sorted(pages, key=lambda page: page.path)), subjects)


def tallies(view: View) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """What there is to tell of each service, and of each item."""
    services: dict[str, Tally] = {}
    items: dict[str, Tally] = {}
    for one in happenings(view):
        for keys, found in ((one.services, services), (one.cis, items)):
            for key in keys:
                add(found.setdefault(key, Tally(view.since, view.as_of)), one)
    return services, items


def page_of(subject: str, told: Lifecycle, word: str = "") -> Page:
    """A page outside the navigation. subject: how links find it; word: in its address, else that of the subject."""
    path = f"lifecycle/{told.about}-{word or subject.partition(':')[2]}/index.html"
    return Page("lifecycle", path, "lifecycle", {"lifecycle": told}, nav=False, subject=subject)


def keyed(labels: Mapping[str, str]) -> dict[str, str]:
    """A word for addresses of each thing, made of its label: two of one label are told apart by a number."""
    words, taken, found = slugs(labels.values()), set[str](), {}
    for key, label in sorted(labels.items(), key=lambda pair: (pair[1], pair[0])):
        word, number = words[label], 1
        while word in taken:
            number += 1
            word = f"{words[label]}-{number}"
        taken.add(word)
        found[key] = word
    return found


def _subjects(items: Mapping[str, Tally], labels: Mapping[str, str], rows: Mapping[str, Row]) -> dict[str, str]:
    """The items with most to tell, each with the subject of its page."""
    speaking = [ci for ci, tally in items.items() if tally.work and ci in rows and labels.get(ci)]
    most = sorted(speaking, key=lambda ci: (-items[ci].work, labels[ci], ci))[:ITEMS]
    return {ci: f"item:{word}" for ci, word in keyed({ci: labels[ci] for ci in most}).items()}


def _items(view: View) -> dict[str, Row]:
    return {row.text("ci"): row for row in view.rows("cis", "ci", "client") if row.text("client")}


def _class(view: View, row: Row) -> str:
    return row.text("class") if view.sees("cis", "class") else ""


def _status(view: View, row: Row) -> str:
    return row.text("status") if view.sees("cis", "status") else ""


def _beside_item(view: View, services: Iterable[str], people: Sequence[Beside]) -> list[Beside]:
    named = sorted((view.service(service), f"service:{service}") for service in services)
    return [*(Beside("service", name, subject=subject) for name, subject in named), *people]


def _people(view: View) -> dict[str, list[Beside]]:
    """The client's own people who are named beside each item."""
    found: dict[str, list[Beside]] = {}
    if not view.sees("ci_contacts", "ci", "contact") or not view.sees("contacts", "name"):
        return found
    people = {row.text("contact"): row for row in view.rows("contacts", "contact", "client") if row.text("client")}
    for tie in view.facts("ci_contacts"):
        row = people.get(tie.text("contact"))
        if row and row.text("name"):
            found.setdefault(tie.text("ci"), []).append(Beside("user", row.text("name"), row.text("role")))
    return found
