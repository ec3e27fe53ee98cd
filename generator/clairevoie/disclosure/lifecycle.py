"""The life of each service and item of a client, a page each, as granted; addresses are made of what it reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clairevoie.disclosure.infrastructure import ci_labels
from clairevoie.disclosure.lifecycle_events import Ties, happenings, known, ties_of, watched
from clairevoie.disclosure.lifecycle_tally import Tally, add, life
from clairevoie.disclosure.names import slugs
from clairevoie.disclosure.planning_effects import Felt
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View
from clairevoie.portal import Beside, Lifecycle, Page

ITEMS = 100  # pages of items that a site has at most: those with most to tell


@dataclass(frozen=True, slots=True)
class Lives:
    """The pages, and the subject of the page of each item that has one: no identifier of ours leaves here."""

    pages: tuple[Page, ...] = ()
    items: Mapping[str, str] = field(default_factory=dict)


def lifecycle(view: View, felt: Felt | None = None) -> Lives:
    """The pages of the services of contracts in force, and of the client's own items of which there is work to tell.

    felt: what planned work does to services, as all links together have it; None: as those of the slice do.
    """
    services, items = tallies(view, felt)
    ties, labels, rows = ties_of(view), ci_labels(view), _items(view)
    subjects, seen = _subjects(items, labels, rows), watched(view, ties)
    pages = [*_of_services(view, ties, services, {ci: (label, subjects.get(ci, "")) for ci, label in labels.items()},
                           seen[0]),
             *_of_items(view, ties, items, {ci: (labels[ci], subject) for ci, subject in subjects.items()}, seen[1])]
    return Lives(tuple(sorted(pages, key=lambda page: page.path)), subjects)


def tallies(view: View, felt: Felt | None = None) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """What there is to tell of each service, and of each item."""
    services: dict[str, Tally] = {}
    items: dict[str, Tally] = {}
    first = view.since
    for one in happenings(view, felt):
        for keys, found in ((one.services, services), (one.cis, items)):
            for key in keys:
                if key not in found:
                    found[key] = Tally(first, view.as_of)
                add(found[key], one)
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


def _of_services(view: View, ties: Ties, tallies: Mapping[str, Tally], items: Mapping[str, tuple[str, str]],
                 seen: Collection[str]) -> Iterator[Page]:
    """items: the label of each, and the subject of its page."""
    running = view.in_force(view.today, view.today)
    shown = {service for contract, found in ties.of_contract.items() if contract in running for service in found}
    words = keyed({service: view.service(service) for service in shown})
    families = {row.text("service"): row.text("family") for row in view.facts("services")}
    for service in sorted(shown):
        on = sorted({items[ci] for ci, found in ties.of_item.items() if service in found and ci in items})
        told = life(tallies.get(service) or Tally(view.since, view.as_of), "service",
                    (view.service(service), families.get(service, ""), ""),
                    [Beside("item", label, subject=subject) for label, subject in on if label],
                    known(view, "service", is_watched=service in seen))
        yield page_of(f"service:{service}", told, words[service])


def _of_items(view: View, ties: Ties, tallies: Mapping[str, Tally], items: Mapping[str, tuple[str, str]],
              seen: Collection[str]) -> Iterator[Page]:
    rows, people = _items(view), _people(view)
    for ci, (label, subject) in items.items():
        beside = _beside_item(view, ties.of_item.get(ci, ()), people.get(ci, ()))
        yield page_of(subject, life(tallies[ci], "item", (label, *_state(view, rows[ci])), beside,
                                    known(view, "ci", is_watched=ci in seen)))


def _subjects(items: Mapping[str, Tally], labels: Mapping[str, str], rows: Mapping[str, Row]) -> dict[str, str]:
    """The items with most to tell, each with the subject of its page."""
    speaking = [ci for ci, tally in items.items() if tally.work and ci in rows and labels.get(ci)]
    most = sorted(speaking, key=lambda ci: (-items[ci].work, labels[ci], ci))[:ITEMS]
    return {ci: f"item:{word}" for ci, word in keyed({ci: labels[ci] for ci in most}).items()}


def _items(view: View) -> dict[str, Row]:
    return {row.text("ci"): row for row in view.rows("cis", "ci", "client") if row.text("client")}


def _state(view: View, row: Row) -> tuple[str, str]:
    """Its class and its status, as granted."""
    item_class, status = (row.text(name) if view.sees("cis", name) else "" for name in ("class", "status"))
    return item_class, status


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
