"""`ci:hv-lyon-1`, `provider:nuageo`: what is asked about, and which nodes fail with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.impact.estate import Estate

DOWN = ("ci", "provider", "location", "service")
LEAVES = ("provider", "client", "contract", "person")


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that is known to the data."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


def subjects(estate: Estate, option: str, words: Iterable[str], kinds: tuple[str, ...]) -> tuple[Subject, ...]:
    """What these words name. Raises ConfigurationError, a line for each unknown one, with the nearest key."""
    found, faults = [], []
    for word in words:
        kind, colon, key = word.partition(":")
        if not colon:
            faults.append(Fault(option, f"{word!r} is not KIND:KEY; kinds: {', '.join(kinds)}"))
        elif kind not in kinds:
            faults.append(unknown(option, "kind", kind, kinds))
        elif key not in (known := _known(estate, kind)):
            faults.append(_unknown(option, kind, key, known))
        else:
            found.append(Subject(kind, key))
    if faults:
        raise ConfigurationError(*faults)
    return tuple(dict.fromkeys(found))


def fails(estate: Estate, subject: Subject) -> set[int]:
    """The nodes that are down with it. What is obsolete fails only where it is named itself."""
    graph, key = estate.graph, subject.key
    if subject.kind == "ci":
        return {graph.place[key]}
    if subject.kind == "location":
        return _alive(estate, (ci for ci, row in estate.cis.items() if row["location"] == key))
    if subject.kind == "provider":
        return _alive(estate, provided(estate, key))
    if subject.kind == "client":
        return _alive(estate, (ci for ci, row in estate.cis.items() if row["client"] == key))
    if subject.kind != "service":
        return set()
    carriers = (row["ci"] for row in estate.rows("service_cis", "service", "ci", "contract")
                if row["service"] == key and estate.runs(row["contract"]))
    itself = {len(graph.cis) + number for number, (_, service) in enumerate(graph.services) if service == key}
    return itself | _alive(estate, carriers)


def provided(estate: Estate, provider: str) -> set[str]:
    """The CIs of a provider: those that say so, and those of its contracts in force."""
    own = set(estate.supplied((provider,)))
    held = {row["ci"] for row in estate.rows("provider_contract_cis", "provider_contract", "ci")
            if row["provider_contract"] in own}
    return held | {ci for ci, row in estate.cis.items() if row["provider"] == provider}


def _alive(estate: Estate, cis: Iterable[str]) -> set[int]:
    graph = estate.graph
    return {graph.place[ci] for ci in cis if ci in graph.place and not graph.obsolete[graph.place[ci]]}


def _known(estate: Estate, kind: str) -> set[str]:
    if kind == "location":
        return {row["location"] for row in estate.cis.values() if row["location"]}
    if kind == "ci":
        return set(estate.graph.place)
    table = {"provider": "providers", "service": "services", "client": "clients", "contract": "contracts",
             "person": "people"}[kind]
    found = {row[kind] for row in estate.rows(table, kind)}
    if kind == "provider":
        found |= {row["provider"] for row in estate.cis.values() if row["provider"]}
    if kind == "service":
        found |= {service for _, service in estate.graph.services}
    return found


def _unknown(option: str, kind: str, key: str, known: set[str]) -> Fault:
    """With the nearest; a few of those known where none is near: there may be a hundred thousand."""
    fault = unknown(option, kind, key, known)
    if len(known) <= 12 or "did you mean" in fault.what:
        return fault
    return Fault(option, f"unknown {kind} {key!r}; {len(known):,} are known, {min(known)!r} first")
