"""What a client's graph answers against what the whole one does: where they differ, `check` says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from clairevoie.disclosure.supplier_terms import lasting
from clairevoie.disclosure.whatif_graph import ANY, Cut, above, cut
from clairevoie.disclosure.whatif_hidden import NOBODY, Hidden, hidden, with_hidden
from clairevoie.impact import DEGRADED, IMPACTED, NO_GROUP, Estate, Graph, Subject, fails, fall, graph, of_links
from clairevoie.pipeline.touching import estate_of
from clairevoie.project.model import ClientSpec, Project
from clairevoie.tables.ownership import remembered
from clairevoie.tables.visible import Sight

_TABLES = ("cis", "impacts", "redundancy", "service_cis", "contract_services")
_SAID = 5  # of each client
_STATES = ("intact", "degraded", "interrupted", "interrupted")

Tables = Mapping[str, pa.Table]
_Start = tuple[str, list[int], list[int]]  # what is said of it, places on the client's graph, nodes of the whole


@remembered()
def differences(project: Project, tables: Tables, as_of: datetime) -> list[str]:
    """A line for each loss that a client's page would judge otherwise than all links together do.

    Each item alone, all that a provider gives where the page offers it, members of each group that lacks some.
    """
    asked = [spec for spec in project.clients if "whatif" in spec.grants.pages]
    clients = tables["clients"]["client"].to_pylist()
    if not any(spec.client in clients for spec in asked):
        return []
    whole, sight = estate_of(tables, project, as_of), Sight(tables)
    in_force, handed, found = running(project, tables, as_of), beyond(project, tables, as_of), list[str]()
    for spec in asked:
        if spec.client in clients:
            own = with_hidden(_held(tables, sight, clients.index(spec.client)), handed.get(spec.client, NOBODY))
            lines = list(_of_client(spec, own, whole, in_force))
            found += [f"client {spec.client}: {line}" for line in lines[:_SAID]]
            if len(lines) > _SAID:
                found.append(f"client {spec.client}: and {len(lines) - _SAID} more such answers")
    return found


def beyond(project: Project, tables: Tables, as_of: datetime) -> dict[str, Hidden]:
    """For each client whose graph may have nameless nodes: the items of others that its answers need.

    Not where all is shown late: what is known today may be of today.
    """
    asked = [spec for spec in project.clients if "whatif" in spec.grants.pages and ANY in spec.shared_cis
             and not spec.grants.delay_days]
    clients = tables["clients"]["client"].to_pylist()
    if not any(spec.client in clients for spec in asked):
        return {}
    whole, sight, in_force = graph(tables), Sight(tables), running(project, tables, as_of)
    return {spec.client: hidden(whole, _held(tables, sight, clients.index(spec.client)), in_force)
            for spec in asked if spec.client in clients}


def running(project: Project, tables: Tables, as_of: datetime) -> set[str]:
    """The contracts with clients that are in force on the company's day."""
    today = as_of.astimezone(ZoneInfo(project.timezone)).date()
    return {contract for contract, term in lasting(tables["contracts"], "contract", today).items() if term.running}


def _held(tables: Tables, sight: Sight, client: int) -> Tables:
    """The rows that this client's slice will hold."""
    found = {}
    for name in _TABLES:
        pairs = sight.of_clients(name)
        found[name] = tables[name].take(pairs.rows[pairs.clients == client])
    return found


def _of_client(spec: ClientSpec, own: Tables, whole: Estate, in_force: set[str]) -> Iterator[str]:
    known = graph(own)
    shown = {place for place, (ci, client) in enumerate(zip(known.cis, own["cis"]["client"].to_pylist(), strict=True))
             if client or ci in spec.shared_cis}
    services = {len(known.cis) + place for place, (contract, _) in enumerate(known.services) if contract in in_force}
    kept = cut(known, shown, services, anonymous=ANY in spec.shared_cis)
    there = _places(known, whole.graph, kept)
    small = of_links(sum(node < len(known.cis) for node in kept.nodes), len(services), kept.links, kept.groups)
    judged, said = shown | services, set[int]()
    for name, ours, theirs in (*_each(known, kept, there, shown), *_providers(spec, whole, own, kept, there, shown),
                               *_groups(known, kept, there, shown, whole.graph)):
        states = fall(small, ours).state
        all_of = fall(whole.graph, theirs).state
        expected = np.array([all_of[at] if at >= 0 else 0 for at in there], np.uint8)
        seen = [at for at in np.flatnonzero(_judged(states) != _judged(expected)).tolist()
                if kept.nodes[at] in judged]
        if seen and not (len(ours) > 1 and set(seen) <= said):  # what is said of one is not said again of several
            yield _line(known, kept, name, seen[0], (int(states[seen[0]]), int(expected[seen[0]])))
        said |= set(seen)


def _each(known: Graph, kept: Cut, there: list[int], shown: set[int]) -> Iterator[_Start]:
    for place, node in enumerate(kept.nodes):
        if node in shown:
            yield f"{known.cis[node]} falls", [place], [there[place]]


def _providers(spec: ClientSpec, whole: Estate, own: Tables, kept: Cut, there: list[int], shown: set[int]
               ) -> Iterator[_Start]:
    """All that a provider gives, where the client may ask for it by name."""
    of = own["cis"]["provider"].to_pylist()
    for label in sorted(set(spec.grants.providers.values())):
        named = {provider for provider, said in spec.grants.providers.items() if said == label}
        ours = [place for place, node in enumerate(kept.nodes) if node in shown and of[node] in named]
        theirs = set[int]().union(*(fails(whole, Subject("provider", provider)) for provider in named))
        if ours:
            yield f"all of {label} falls", ours, sorted(theirs | {there[place] for place in ours})


def _groups(known: Graph, kept: Cut, there: list[int], shown: set[int], whole: Graph) -> Iterator[_Start]:
    """As many members of a group as its page takes for too many, where the page lacks one."""
    members: dict[int, list[int]] = {number: [] for number in range(len(kept.groups))}
    lower = {group: at for _, at, group in kept.links}
    for upper, _, group in kept.links:
        if group != NO_GROUP:
            members[group].append(upper)
    for group, uppers in members.items():
        at, seen = there[lower[group]], {there[upper] for upper in uppers}
        links = above(whole, at) if at >= 0 else []
        theirs = {of for node, of in links if node in seen}
        lacking = any(of in theirs and node not in seen and not whole.obsolete[node] for node, of in links)
        ours = [upper for upper in uppers if kept.nodes[upper] in shown][:len(uppers) - int(kept.groups[group]) + 1]
        if lacking and len(ours) > 1:
            named = " and ".join(known.cis[kept.nodes[upper]] for upper in ours)
            yield f"{named} fall", ours, [there[upper] for upper in ours]


def _places(known: Graph, whole: Graph, kept: Cut) -> list[int]:
    service = {pair: len(whole.cis) + number for number, pair in enumerate(whole.services)}
    return [whole.place.get(known.cis[node], -1) if node < len(known.cis)
            else service[known.services[node - len(known.cis)]] for node in kept.nodes]


def _judged(state: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.select([state >= IMPACTED, state == DEGRADED], [2, 1], 0)


def _line(known: Graph, kept: Cut, name: str, at: int, states: tuple[int, int]) -> str:
    node = kept.nodes[at]
    what = known.cis[node] if node < len(known.cis) else " of ".join(reversed(known.services[node - len(known.cis)]))
    ours, theirs = (_STATES[state] for state in states)
    return (f"if {name}, its page says that {what} is {ours}; it is {theirs}:"
            f" something that the page hides lies between")
