"""The words that betray a client: names, ids, tickets, hosts, people, domains. No other client's site may hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

import pyarrow as pa

from clairevoie.tables.arrow import texts
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.ownership import NOBODY, Codes, owners

Kind = Literal["name", "id", "ticket", "host", "person", "domain"]


class Identifier(NamedTuple):
    """`text` belongs to the client `owner`; two clients may own the same text."""

    owner: str
    kind: Kind
    text: str


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
)
# Cells that belong to the company, its staff or its providers: foreign to nobody.
_COMMON: tuple[tuple[str, str], ...] = (
    ("people", "name"), ("people", "email"), ("providers", "name"), ("contacts", "name"), ("contacts", "email"),
    ("cis", "ci"), ("cis", "name"),
)


def identifiers(dataset: Dataset) -> list[Identifier]:
    """Every identifier of every client, sorted.

    What also names the company, its staff, a provider or a shared CI is none.
    A domain comes from the e-mail addresses of a client's contacts, where no other client and nobody of ours uses it.
    """
    tables = dataset.tables
    owned = owners(tables)
    clients = texts(tables["clients"]["client"])
    common = set(_common(tables, owned))
    found = {Identifier(clients[owner], kind, text) for table, column, kind in _WHERE
             for owner, text in _cells(tables[table], column, owned[table])
             if owner != NOBODY and text not in common}
    return sorted(found | set(_domains(found, common)))


def _cells(rows: pa.Table, column: str, owner: Codes) -> Iterator[tuple[int, str]]:
    return ((whose, text) for whose, text in zip(owner.tolist(), rows[column].to_pylist(), strict=True) if text)


def _common(tables: Mapping[str, pa.Table], owned: Mapping[str, Codes]) -> Iterator[str]:
    for table, column in _COMMON:
        if table not in owned:
            yield from (text for text in tables[table][column].to_pylist() if text)
        else:
            yield from (text for owner, text in _cells(tables[table], column, owned[table]) if owner == NOBODY)


def _domains(found: set[Identifier], common: set[str]) -> Iterator[Identifier]:
    users: dict[str, set[str]] = {}
    for one in found:
        if one.kind == "person" and "@" in one.text:
            users.setdefault(_domain(one.text), set()).add(one.owner)
    ours = {_domain(text) for text in common if "@" in text}
    return (Identifier(next(iter(owners_)), "domain", domain) for domain, owners_ in users.items()
            if len(owners_) == 1 and domain not in ours)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip().lower()
