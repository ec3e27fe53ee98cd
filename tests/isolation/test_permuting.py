"""A client's rows in another order, in other columns and files, make the same site, byte for byte."""

from __future__ import annotations

from tests.isolation.companies import company
from tests.isolation.permuting import compare, tied


def test_no_order_of_rows_columns_or_files_moves_a_byte_of_a_site() -> None:
    compared, moved = compare(range(1), most=2)
    assert moved == []
    assert compared > 10_000


def test_the_rows_that_are_put_in_order_hold_ties() -> None:
    log = tied(company(30_000, most=2), 0).tables["ticket_events"]
    said = [(row["ticket"], row["at"], row["field"]) for row in log]
    assert len(said) > len(set(said)) + 10
