"""The words that betray a client: names, ids, tickets, hosts, people, domains, telephone numbers, references.

No other client's site may hold them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import texts, whole
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.ownership import NOBODY, Codes, owners
from clairevoie.tables.repeats import ascending

Kind = Literal["domain", "host", "id", "name", "person", "phone", "reference", "ticket"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Identifier(NamedTuple):
    """`text` belongs to the client `owner`; two clients may own the same text."""

    owner: str
    kind: Kind
    text: str


class Words(NamedTuple):
    """Identifiers as columns, sorted by owner, kind and text, each once; `owner` and `kind` are places."""

    clients: list[str]
    owner: Codes
    kind: Codes
    text: pa.StringArray


# (table, column, kind) of the cells that identify the owner of their row.
_WHERE: tuple[tuple[str, str, Kind], ...] = (
    ("clients", "client", "id"),
    ("clients", "name", "name"),
    ("contracts", "contract", "id"),
    ("tickets", "ticket", "ticket"),
    ("tickets", "requester", "person"),
    ("cis", "ci", "host"),
    ("cis", "name", "host"),
    ("contacts", "name", "person"),
    ("contacts", "email", "person"),
    ("contacts", "phone", "phone"),
    ("interventions", "intervention", "reference"),
    ("invoices", "invoice", "reference"),
    ("outages", "outage", "reference"),
    ("actions", "action", "reference"),
)
_REFERENCE = r"^(?:.*\pL.*\pN|.*\pN.*\pL)"  # a number alone stands for anything, a word too: of both, it is one row

# Cells that belong to the company, its staff or its providers: foreign to nobody.
_COMMON: tuple[tuple[str, str], ...] = (
    ("people", "name"), ("people", "email"), ("people", "phone"), ("providers", "name"), ("contacts", "name"),
    ("contacts", "email"), ("contacts", "phone"),
    ("cis", "ci"), ("cis", "name"),
)


def identifiers(dataset: Dataset) -> list[Identifier]:
    """Every identifier of every client, sorted; see `words`."""
    found = words(dataset)
    return [Identifier(found.clients[owner], KINDS[kind], text)
            for owner, kind, text in zip(found.owner.tolist(), found.kind.tolist(), texts(found.text), strict=True)]


def words(dataset: Dataset) -> Words:
    """Every identifier of every client.

    What also names the company, its staff, a provider or a shared CI is none.
    A domain comes from the e-mail addresses of a client's contacts, where no other client and nobody of ours uses it.
    """
    tables = dataset.tables
    owned = owners(tables)
    clients = texts(tables["clients"]["client"])
    common = pa.array(sorted(set(_common(tables, owned))), pa.string())
    parts = {kind: _owned(tables, owned, kind, common) for kind in KINDS}
    parts["domain"] = _domains(parts["person"], common)
    rank = np.argsort(np.argsort(np.array(clients, np.str_), kind="stable"), kind="stable")
    kinds = np.concatenate([np.full(len(owner), place) for place, (owner, _) in enumerate(parts.values())])
    owner = np.concatenate([owner for owner, _ in parts.values()])
    order = np.lexsort((kinds, rank[owner])) if len(owner) else np.zeros(0, np.int64)
    text = pa.concat_arrays([cells for _, cells in parts.values()])
    return Words(clients, owner[order], kinds[order].astype(np.int64), text.take(order))


def outworn(dataset: Dataset, known: Words) -> list[tuple[str, str, str]]:
    """(client, its name or id, who else is called so) where the gate cannot tell the client's word from another's:
    "" for the company, its staff, a provider or a shared item. known: what `words` gives."""
    rows = dataset.tables["clients"].select(["client", "name"]).to_pylist()
    own = sorted({(row["client"], text) for row in rows for text in row.values() if text})
    lower: Any = pc.utf8_lower(known.text)
    wanted = pa.array(sorted({text.lower() for _, text in own}), pa.string())
    places = np.flatnonzero(np.asarray(pc.is_in(lower, wanted), np.bool_))
    others = {(lower[place].as_py(), known.clients[known.owner[place]]) for place in places.tolist()}
    common = set(_common(dataset.tables, owners(dataset.tables)))
    named = {row["client"]: {str(text).lower() for text in row.values() if text} for row in rows}
    return [(client, text, other) for client, text in own
            for other in ([""] if text in common else [])
            + sorted(one for word, one in others
                     if word == text.lower() and one != client and word not in named.get(one, ()))]


def _owned(tables: Mapping[str, pa.Table], owned: Mapping[str, Codes], kind: Kind, common: pa.StringArray
           ) -> tuple[Codes, pa.StringArray]:
    """The owners and the texts of one kind, sorted by text and each once an owner."""
    whose: list[Codes] = [np.zeros(0, np.int64)]
    cells: list[Any] = [pa.array([], pa.string())]
    for table, column, of in _WHERE:
        if of == kind:
            given = whole(tables[table][column])
            good = (owned[table] != NOBODY) & np.asarray(pc.is_valid(given)) & ~np.asarray(pc.is_in(given, common))
            if kind == "reference":
                good &= np.asarray(pc.fill_null(pc.match_substring_regex(given, _REFERENCE), False))
            whose.append(owned[table][good])
            cells.append(given if good.all() else given.filter(pa.array(good)))
    owner, text = np.concatenate(whose), pa.concat_arrays(cells)
    if ascending(text):
        return owner, text
    text = text.dictionary_encode()
    order = np.lexsort((owner, _places(text.dictionary)[np.asarray(text.indices)]))
    owner, codes = owner[order], np.asarray(text.indices)[order]
    first = np.ones(len(owner), np.bool_)
    first[1:] = (owner[1:] != owner[:-1]) | (codes[1:] != codes[:-1])
    return owner[first], text.dictionary.take(codes[first])


def _places(different: pa.StringArray) -> npt.NDArray[np.int64]:
    """The place of each text in their order."""
    places = np.zeros(len(different), np.int64)
    places[np.asarray(pc.sort_indices(different))] = np.arange(len(different))
    return places


def _common(tables: Mapping[str, pa.Table], owned: Mapping[str, Codes]) -> Iterator[str]:
    for table, column in _COMMON:
        cells = tables[table][column]
        if table in owned:
            cells = cells.filter(pa.array(owned[table] == NOBODY))
        yield from (text for text in cells.to_pylist() if text)


def _domains(people: tuple[Codes, pa.StringArray], common: pa.StringArray) -> tuple[Codes, pa.StringArray]:
    users: dict[str, set[int]] = {}
    for owner, text in zip(people[0].tolist(), texts(people[1]), strict=True):
        if "@" in text:
            users.setdefault(_domain(text), set()).add(owner)
    ours = {_domain(text) for text in texts(common) if "@" in text}
    found = sorted((domain, next(iter(owners_))) for domain, owners_ in users.items()
                   if len(owners_) == 1 and domain not in ours)
    return np.array([owner for _, owner in found], np.int64), pa.array([domain for domain, _ in found], pa.string())


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip().lower()
