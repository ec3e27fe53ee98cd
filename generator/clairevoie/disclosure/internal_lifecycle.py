"""The lives of clients, services, people and items, for staff: every client's, put together client by client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from clairevoie.disclosure.house import House
from clairevoie.disclosure.internal_lifecycle_things import Key, Thing, names_of, things_of
from clairevoie.disclosure.lifecycle import keyed, page_of
from clairevoie.disclosure.lifecycle_events import DAYS, Happening, Ties, days_of, happenings, ties_of, watched
from clairevoie.disclosure.lifecycle_tally import COUNTED, Tally, add, life
from clairevoie.disclosure.view import View
from clairevoie.portal import Event, LifeLine, Lives, Page
from clairevoie.portal.lifecycle import About, EventKind

MOST: Mapping[About, int] = {"client": 500, "service": 100, "person": 200, "user": 50, "item": 100}
_COMPANY = ""
_WHOSE = ("ticket", "contract")  # events that say whose they are, where many clients' stand together


@dataclass(frozen=True, slots=True)
class _Known:
    """What is told of each thing."""

    first: date
    now: datetime
    things: Mapping[Key, Thing]
    tallies: dict[Key, Tally] = field(default_factory=dict)
    watched: set[tuple[str, str]] = field(default_factory=set)  # services and items of which outages are recorded


def lives(house: House) -> tuple[Page, ...]:
    """The index, then a page for each thing of which there is something to tell: those with most, where there are
    many."""
    names, ours = names_of(house), _view(house, _COMPANY)
    known = _Known(ours.since, ours.as_of, things_of(house))
    for client, name in [*names.items(), (_COMPANY, "")]:
        view = _view(house, client)
        for about, found in zip(("service", "item"), watched(view, ties_of(view)), strict=True):
            known.watched.update((about, key) for key in found)
        for one in happenings(view):
            _add(known, one, client, name)
    for one in _of_company(house):
        _add(known, one, _COMPANY, "")
    kept = {about: _kept(known, about) for about in MOST}
    subjects = {key: f"{about}:{key[1]}" for about, keys in kept.items() for key in keys}
    pages = {key: page for about, keys in kept.items() for key, page in _pages(known, keys, subjects)}
    if not pages:
        return ()
    lines = sorted((LifeLine(key[0], known.things[key].name, known.things[key].whose, page.subject)
                    for key, page in pages.items()), key=lambda line: (line.name.casefold(), line.whose, line.subject))
    left = tuple((about, n) for about in MOST if (n := _speaking(known, about) - len(kept[about])))
    index = Page("lifecycle", "lifecycle/index.html", "lives", {"lives": Lives(tuple(lines), left)})
    return (index, *sorted(pages.values(), key=lambda page: page.path))


def _view(house: House, client: str) -> View:
    """A client's slice with all granted; of the company, its own rows."""
    return replace(house, slices={**house.slices, _COMPANY: house.company}).view(client)


def _add(known: _Known, one: Happening, client: str, name: str) -> None:
    """Among what is told of each thing that it is about."""
    keys: list[Key] = [("client", client)] if client and not one.felt else []
    keys += [("service", service) for service in one.services]
    keys += [("item", ci) for ci in one.cis]
    keys += [("person", person) for person in one.people]
    keys += [("user", f"{client}\n{one.requester}")] if one.requester else []
    told = replace(one, event=replace(one.event, whose=name)) if one.event.kind in _WHOSE else one
    for key in keys:
        if key in known.things:
            if key not in known.tallies:
                known.tallies[key] = Tally(known.first, known.now)
            add(known.tallies[key], one if key[0] in ("client", "user") else told)


def _of_company(house: House) -> Iterator[Happening]:
    """The days of shared items, and of those who work here."""
    for row in _view(house, _COMPANY).facts("cis"):
        yield from days_of(row, row.text("name"), DAYS, house.today, Ties())
    for row in house.own("people"):
        person = frozenset({row.text("person")})
        if start := row.day("start"):
            yield Happening(Event("joined", start), people=person)
        if end := row.day("end"):
            yield Happening(Event("left", end), people=person)


def _speaking(known: _Known, about: About) -> int:
    return sum(1 for key, tally in known.tallies.items() if key[0] == about and _speaks(about, tally))


def _speaks(about: About, tally: Tally) -> bool:
    return bool(tally.work) or about in ("client", "person")


def _kept(known: _Known, about: About) -> list[Key]:
    found = [(key, tally) for key, tally in known.tallies.items() if key[0] == about and _speaks(about, tally)]
    found.sort(key=lambda pair: (-pair[1].work, known.things[pair[0]].name, pair[0]))
    return [key for key, _ in found[:MOST[about]]]


def _told(known: _Known, key: Key) -> tuple[EventKind, ...]:
    """The kinds of events that a page counts: a person has tickets; of what nobody watches, no outage is recorded."""
    if key[0] in ("person", "user"):
        return COUNTED[:1]
    return COUNTED if key[0] == "client" or key in known.watched else COUNTED[:2]


def _pages(known: _Known, keys: list[Key], subjects: Mapping[Key, str]) -> Iterator[tuple[Key, Page]]:
    words = keyed({key[1]: known.things[key].name for key in keys})
    for key in keys:
        thing = known.things[key]
        beside = [replace(one, subject=subjects.get((one.about, one.subject), "")) for one in thing.beside]
        told = life(known.tallies[key], key[0], (thing.name, thing.what, thing.status), beside,
                    _told(known, key))
        yield key, page_of(subjects[key], replace(told, whose=thing.whose), words[key[1]])
