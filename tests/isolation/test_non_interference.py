"""Whatever happens to the rows of others, a client's site keeps every byte."""

from __future__ import annotations

from tests.isolation.changes import CHANGES, changed
from tests.isolation.companies import company
from tests.isolation.trials import compare


def test_no_change_to_the_rows_of_others_moves_a_byte_of_a_site() -> None:
    found = compare(len(CHANGES), first=12, most=3)  # a parent that reads sums of one of the two others
    assert (found.pairs.total(), found.moved) == (len(CHANGES), [])
    assert found.bytes > 50_000 and found.felt.total() <= 1


def test_every_kind_of_change_alters_others_and_never_the_client_itself() -> None:
    made = company(7, least=4, most=6)
    client = min(made.names)
    own = [row for table in made.tables for row in made.tables[table] if row.get("client") == client]
    for kind in CHANGES:
        after = changed(made, client, kind, 7)
        assert after.tables != made.tables, kind
        assert sorted(map(str, own)) == sorted(
            str(row) for table in after.tables for row in after.tables[table] if row.get("client") == client), kind
