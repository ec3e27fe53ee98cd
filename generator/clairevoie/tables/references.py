"""Which columns name a row of another table, and what an unknown name means."""

from __future__ import annotations

from dataclasses import dataclass

from clairevoie.tables.schema import TABLES, Table

# A column of this name holds the key of that table, wherever it stands.
_TARGETS = {
    "client": "clients",
    "contract": "contracts",
    "service": "services",
    "ticket": "tickets",
    "intervention": "interventions",
    "ci": "cis",
    "upstream": "cis",
    "downstream": "cis",
    "contact": "contacts",
    "person": "people",
    "provider": "providers",
    "provider_contract": "provider_contracts",
}
# Tables that others name come first, each after those that it names itself.
_NAMED = ("clients", "providers", "provider_contracts", "services", "people", "contracts", "contacts", "cis", "tickets",
          "interventions")
ORDER: tuple[str, ...] = _NAMED + tuple(name for name in TABLES if name not in _NAMED)


@dataclass(frozen=True, slots=True)
class Reference:
    """`column` names a row of `target`; a row with an unknown name is set aside where `strict`, else kept."""

    column: str
    target: str
    strict: bool


def references(table: Table) -> tuple[Reference, ...]:
    """The references of a table.

    Strict is what decides whose a row is (client, contract, its owner path, its ends) and every column of a link's key:
    such a row belongs to nobody. Any other unknown name is kept as text and told.
    """
    links = table.key and all(_target(table, column) for column in table.key)
    strict = {"client", "contract", *table.owner, *table.ends, *(table.key if links else ())}
    named = ((column.name, _target(table, column.name)) for column in table.columns)
    return tuple(Reference(column, target, column in strict) for column, target in named if target)


def key_of(table: str) -> str:
    """The single key column of a table that others name."""
    return TABLES[table].key[0]


def _target(table: Table, column: str) -> str:
    target = _TARGETS.get(column, "")
    return "" if target == table.name else target
