"""What providers say, for staff: which clients it touches, and who is to be called there."""

from __future__ import annotations

from collections.abc import Iterable

from clairevoie.disclosure.house import House
from clairevoie.disclosure.incidents import Effects, Said, is_watched, providers_of, said, standing
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.supplier_estate import estate
from clairevoie.figures.freshness import Age
from clairevoie.impact import Answer, Estate, Served, Subject, down
from clairevoie.portal import Alarm, Alarms, Contact, Incident, Touched

_LAST = 99  # in no escalation: after all who are


def alarms(house: House, ages: Iterable[Age]) -> Alarms | None:
    """The panel; None where no item names a provider."""
    providers = providers_of(_rows(house, "cis", "ci", "provider"))
    if not providers:
        return None
    rows = _rows(house, "outages", "outage", "ci", "start", "end", "kind", "incident", "title", "updated")
    monitors = _rows(house, "monitors", "ci")
    state, since = standing(ages, watched=is_watched([*rows, *monitors], providers))
    told = said(_numbered(rows), providers, house.as_of)
    if state in ("withheld", "not_measured") or not told:
        return Alarms(state, since)
    known = estate(house)
    names = {row.text("provider"): row.text("name") for row in house.own("providers")}
    found = [_alarm(known, one, names.get(one.provider) or one.provider) for one in told]
    return Alarms(state, since, tuple(one for one in found if one.incident.end is None),
                  tuple(one.incident for one in reversed(found) if one.incident.end is not None))


def _rows(house: House, table: str, *columns: str) -> list[Row]:
    """Each row once: what is shared stands in several slices."""
    found = {tuple(sorted((name, str(cell)) for name, cell in row.cells.items())): row
             for _, row in house.all(table, *columns)}
    return list(found.values())


def _numbered(outages: Iterable[Row]) -> list[Row]:
    """Each outage once: some clients hold it without the number of its incident, which is another's ticket."""
    return list({row.text("outage"): row for row in sorted(outages, key=lambda row: row.text("incident"))}.values())


def _alarm(known: Estate, one: Said, provider: str) -> Alarm:
    stops = down(known, [Subject("ci", ci) for ci in one.down])
    slows = down(known, [Subject("ci", ci) for ci in one.slow])
    clients = sorted({hit.client for answer in (stops, slows) for hit in answer.clients})
    touched = [_touched(known, client, stops, slows) for client in clients]
    touched.sort(key=lambda line: (not line.interrupted, not line.degraded, line.name))
    items = tuple(sorted({known.name(ci) for ci in (*one.down, *one.slow)}))
    effects = _effects(stops.services, slows.services)
    incident = Incident(provider, one.title, one.kind, one.start, one.updated, one.end, items, *effects)
    return Alarm(incident, _of_provider(known, one.provider), tuple(touched))


def _touched(known: Estate, client: str, stops: Answer, slows: Answer) -> Touched:
    effects = _effects(*([one for one in answer.services if one.client == client] for answer in (stops, slows)))
    calls = {one for answer in (stops, slows) for one in answer.contacts if one.client == client}
    called = sorted(calls, key=lambda one: (one.escalation or _LAST, one.name, one.contact))
    people = tuple(Contact(one.name, one.role, one.email, one.phone, one.hours, one.escalation, ours=False)
                   for one in called)
    name = known.clients[client]["name"] if client in known.clients else ""
    return Touched(name or client, *effects, people)


def _effects(stopped: Iterable[Served], slowed: Iterable[Served]) -> Effects:
    """What is slow slows what stands on it, and stops nothing."""
    listed = list(stopped)
    gone = {one.name for one in listed if one.effect == "interrupted"}
    weak = {one.name for one in (*listed, *slowed)} - gone
    return tuple(sorted(gone)), tuple(sorted(weak))


def _of_provider(known: Estate, provider: str) -> tuple[Contact, ...]:
    """Those with a place in the escalation, in its order."""
    columns = ("contact", "provider", "name", "role", "email", "phone", "hours", "escalation")
    rows = [row for row in known.rows("contacts", *columns)
            if row["provider"] == provider and row["escalation"] is not None]
    rows.sort(key=lambda row: (row["escalation"], row["name"], row["contact"]))
    return tuple(Contact(row["name"], row["role"] or "", row["email"] or "", row["phone"] or "", row["hours"] or "",
                         row["escalation"], ours=False) for row in rows)
