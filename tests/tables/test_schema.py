"""The schema is one notation: what it says must hold together."""

from __future__ import annotations

import typing

import pytest

from clairevoie.tables.arrow import TYPES, empty, schema_of
from clairevoie.tables.references import ORDER, key_of, references
from clairevoie.tables.schema import TABLES, Kind

KINDS = typing.get_args(Kind)
STAFF_ONLY = {"people", "person_costs", "absences", "services", "providers", "provider_contracts",
              "provider_contract_cis", "contract_providers"}


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_known_kind_and_a_type(name: str) -> None:
    for column in TABLES[name].columns:
        assert column.kind in KINDS
        assert column.kind in TYPES
        assert bool(column.choices) == (column.kind == "choice")
    assert schema_of(name).names == [column.name for column in TABLES[name].columns]
    assert len(empty(name)) == 0


@pytest.mark.parametrize("name", TABLES)
def test_keys_owners_and_ends_are_columns_and_a_default_is_a_choice(name: str) -> None:
    table = TABLES[name]
    columns = {column.name: column for column in table.columns}
    assert {*table.key, *table.owner, *table.ends} <= set(columns)
    assert not table.shown_if or columns[table.shown_if].kind == "flag"
    for column in table.columns:
        assert column.default is None or not column.choices or column.default in column.choices


def test_a_table_without_owner_and_ends_is_staff_only() -> None:
    assert {name for name, table in TABLES.items() if not table.owner and not table.ends} == STAFF_ONLY


@pytest.mark.parametrize("name", TABLES)
def test_every_owner_path_and_every_end_leads_to_a_client(name: str) -> None:
    targets = {reference.column: reference.target for reference in references(TABLES[name])}
    for column in (*TABLES[name].owner, *TABLES[name].ends):
        if (name, column) != ("clients", "client"):
            assert TABLES[targets[column]].owner
            assert ORDER.index(targets[column]) < ORDER.index(name), "a table comes after those that own it"


def test_whatever_is_named_by_another_table_has_one_key_column() -> None:
    for table in TABLES.values():
        for reference in references(table):
            assert TABLES[reference.target].key == (key_of(reference.target),)


def test_what_decides_whose_a_row_is_must_be_known() -> None:
    strict = {(table.name, reference.column) for table in TABLES.values() for reference in references(table)
              if reference.strict}
    assert {("tickets", "client"), ("tickets", "contract"), ("ticket_cis", "ci"), ("impacts", "upstream"),
            ("provider_contract_cis", "ci"), ("budgets", "contract")} <= strict
    assert {("tickets", "service"), ("tickets", "person"), ("time_entries", "ticket"), ("clients", "parent"),
            ("cis", "provider")}.isdisjoint(strict)
