"""The staff's matrix: each grant of each client, what waits for a review, and what changed when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from clairevoie.disclosure.internal_sharing import Seen, matrix, sharing
from clairevoie.disclosure.lock import lines_of
from clairevoie.portal import Sharing, Text
from clairevoie.project.model import ClientSpec, Grants
from tests.disclosure.company import project

WIDE = ClientSpec("acme", Path("/nowhere"), ("fr",), Grants(
    pages=("tickets",), figures=("backlog",), tables={"tickets": ("title", "ttr")}, people="full",
    by_month=("tickets",), providers={"nuageo": "Nuageo"}))
BARE = ClientSpec("beta", Path("/nowhere"), ("fr",), Grants(tables={"tickets": ("title",)}))
NAMES = {"acme": "Acme SA", "beta": ""}


def panel(seen: Seen) -> Sharing:
    return sharing(replace(project(), clients=(WIDE, BARE)), NAMES, seen)


def cells(of: Sharing) -> dict[tuple[str, str], tuple[Text | bool, ...]]:
    """(kind, id or label) → a cell a client."""
    return {(part.label.en, row.id or row.label.en): row.cells for part in of.parts for row in part.rows}


def test_each_grant_is_marked_for_the_clients_that_have_it() -> None:
    found = panel(Seen())
    assert found.clients == (("acme", "Acme SA"), ("beta", "beta"))
    assert not found.locked
    marks = cells(found)
    assert marks["pages", "tickets"] == (True, False)
    assert marks["pages", "planning"] == (False, False)
    assert marks["figures", "backlog"] == (True, False)
    assert marks["tickets", "title"] == (True, True)
    assert marks["tickets", "ttr"] == (True, False)
    assert ("tickets", "ttr_verdict") not in marks
    assert [cell.en for cell in marks["tickets", "Grain"] if isinstance(cell, Text)] == ["by month", "row by row"]
    assert marks["providers named", "nuageo"] == (Text("Nuageo", "Nuageo"), False)
    assert marks["Rules", "people"] == (Text("en entier", "in full"), Text("personne n’est nommé", "nobody is named"))


def test_no_internal_figure_is_a_row_and_the_table_holds_what_the_page_shows() -> None:
    found = panel(Seen())
    assert ("figures", "contract_margin") not in cells(found)
    table = matrix(found)
    assert len(table.rows) == sum(len(part.rows) for part in found.parts)
    assert [column.id for column in table.columns] == ["kind", "grant", "id", "acme", "beta"]


def test_what_the_lock_does_not_hold_waits_for_a_review() -> None:
    before = replace(WIDE, grants=replace(WIDE.grants, people="role"))
    found = panel(Seen({"acme": lines_of(before), "beta": lines_of(BARE)}))
    assert found.waiting == (("Acme SA", Text("noms des personnes\u00a0: en entier (avant\u00a0: le rôle seul)",
                                              "names of people: in full (was: the role alone)")),)
    assert panel(Seen({"acme": lines_of(WIDE), "beta": lines_of(BARE)})).waiting == ()


def test_the_history_says_what_changed_the_newest_first() -> None:
    days = [datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2, 3)]
    first = lines_of(BARE)
    history = {"acme": ((days[0], first), (days[2], lines_of(WIDE))), "gone": ((days[1], first),)}
    found = panel(Seen({}, history)).history
    assert [(change.at, change.client) for change in found] == [
        (days[2], "Acme SA"), (days[1], "gone"), (days[0], "Acme SA")]
    assert found[0].words.en.startswith("newly visible: pages: Tickets; figures: Open tickets (backlog)")
    assert "no longer visible: rows: tickets" in found[0].words.en
    assert found[2].words.en == f"first shared, {len(first)} lines"
