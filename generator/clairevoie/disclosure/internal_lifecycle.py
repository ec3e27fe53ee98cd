"""The lives of clients, services, people and items, for staff: every client's, put together client by client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from clairevoie.disclosure.house import House
from clairevoie.disclosure.internal_lifecycle_things import Key, Thing, names_of, things_of
from clairevoie.disclosure.lifecycle import keyed, page_of
from clairevoie.disclosure.lifecycle_events import DAYS, Happening, Ties, days_of, happenings
from clairevoie.disclosure.lifecycle_tally import Tally, add, life
from clairevoie.disclosure.view import View
from clairevoie.portal import Event, LifeLine, Lives, Page
from clairevoie.portal.lifecycle import About

MOST: Mapping[About, int] = {"client": 500, "service": 100, "person": 200, "user": 50, "item": 100}
_COMPANY = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is told of each thing."""

    view: View  # of the company: its days
    things: Mapping[Key, Thing]
    tallies: dict[Key, Tally] = field(default_factory=dict)


def lives(house: House) -> tuple[Page, ...]:
    """The index, then a page for each thing of which there is something to tell: those with most, where there are
    many."""
    names, known = names_of(house), _Known(_view(house, _COMPANY), things_of(house))
    for client, name in [*names.items(), (_COMPANY, "")]:
        for one in happenings(_view(house, client)):
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
    keys: list[Key] = [("client", client)] if client else []
    keys += [("service", service) for service in one.services]
    keys += [("item", ci) for ci in one.cis]
    keys += [("person", person) for person in one.people]
    keys += [("user", f"{client}\n{one.requester}")] if one.requester else []
    for key in keys:
        if key in known.things:
            tally = known.tallies.setdefault(key, Tally(known.view.since, known.view.as_of))
            add(tally, one, "" if key[0] in ("client", "user") else name)


def _of_company(house: House) -> Iterator[Happening]:
    """The days of shared items, and of those who work here."""
    items = replace(_view(house, _COMPANY)).facts("cis")
    for row in items:
        yield from days_of(row, row.text("name"), DAYS, house.today, Ties())
    for row in house.own("people"):
        person = frozenset({row.text("person")})
        for kind, day in (("joined", row.day("start")), ("left", row.day("end"))):
            if day:
                yield Happening(Event("joined" if kind == "joined" else "left", day), people=person)


def _speaking(known: _Known, about: About) -> int:
    return sum(1 for key, tally in known.tallies.items() if key[0] == about and _speaks(about, tally))


def _speaks(about: About, tally: Tally) -> bool:
    return bool(tally.work) or about in ("client", "person")


def _kept(known: _Known, about: About) -> list[Key]:
    found = [(key, tally) for key, tally in known.tallies.items() if key[0] == about and _speaks(about, tally)]
    found.sort(key=lambda pair: (-pair[1].work, known.things[pair[0]].name, pair[0]))
    return [key for key, _ in found[:MOST[about]]]


def _pages(known: _Known, keys: list[Key], subjects: Mapping[Key, str]) -> Iterator[tuple[Key, Page]]:
    words = keyed({key[1]: known.things[key].name for key in keys})
    for key in keys:
        thing = known.things[key]
        beside = [replace(one, subject=subjects.get((one.about, one.subject), "")) for one in thing.beside]
        told = life(known.tallies[key], key[0], thing.name, thing.what, thing.status, beside)
        yield key, page_of(subjects[key], replace(told, whose=thing.whose), words[key[1]])
