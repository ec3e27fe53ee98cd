"""What a person is told of a name that nothing knows."""

from __future__ import annotations

import pytest

from clairevoie.errors import unknown


@pytest.mark.parametrize(("known", "says"), [
    (("tickets", "clients"), "did you mean 'tickets'?"), (("clients", "cis"), "known: cis, clients"),
    ((), "there is none"),
])
def test_an_unknown_name_is_told_with_the_nearest_or_all_or_that_there_is_none(known: tuple[str, ...], says: str
                                                                               ) -> None:
    assert str(unknown("portal.yml:3", "table", "ticket", known)) == f"portal.yml:3: unknown table 'ticket'; {says}"


def test_what_people_say_leads_to_the_name_of_ours() -> None:
    fault = unknown("source.yml:1", "type of source", "Postgres", ("csv", "sql"), {"postgres": "sql"})
    assert fault.what == "unknown type of source 'Postgres'; did you mean 'sql'?"
