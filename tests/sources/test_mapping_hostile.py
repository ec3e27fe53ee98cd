"""Cells that mean harm, whatever the source: a client that is none of ours, a text without end, escapes."""

from __future__ import annotations

from clairevoie.errors import Fault
from clairevoie.sources.mapping import Sheet, TableMapping, Writing, rows


def test_c16_a_name_that_is_written_like_a_client_of_ours_is_not_taken_for_it() -> None:
    names = ("ticket", "who", "kind", "priority", "status", "created")
    fixed = [[text] * 4 for text in ("incident", "P1", "new", "2026-10-01T10:00")]
    sheet = Sheet("t.csv", names, (["T0", "T1", "T2", "T3"], ["ACME Corp", "acme", "", " beta "], *fixed), [2, 3, 4, 5])
    mapping = TableMapping(columns={"client": "who"}, values={"client": {"ACME Corp": "acme"}})
    raw, asides = rows("desk", "tickets", sheet, mapping, Writing())
    assert list(raw.columns["client"]) == ["acme", ""]
    assert [(one.line, one.column, one.value, one.reason, one.client) for one in asides] == [
        (3, "client", "acme", "not one of the clients that values names", None),
        (5, "client", " beta ", "not one of the clients that values names", None)]
    without, none = rows("desk", "tickets", sheet, TableMapping(columns={"client": "who"}), Writing())
    assert list(without.columns["client"]) == ["ACME Corp", "acme", "", " beta "] and none == []


def test_c33_a_cell_without_end_sets_its_row_aside() -> None:
    sheet = Sheet("p.json", ("provider", "name"), (["1", "2"], ["a" * 131_072, "é" * 131_073]), [1, 2])
    raw, [aside] = rows("desk", "providers", sheet, TableMapping(), Writing())
    assert list(raw.columns["provider"]) == ["1"]
    assert (aside.line, aside.column, aside.reason) == (2, "name", "a text of more than 131,072 characters")


def test_a_fault_is_one_line_that_plays_with_no_terminal() -> None:
    fault = Fault("prov\x1b[2J.csv:1", "found: a\nb, \u202egpj.exe, \x07, 1\u202f234 \N{MINUS SIGN}5 %, café")
    assert str(fault) == ("prov\\x1b[2J.csv:1: found: a\\nb, \\u202egpj.exe, \\x07, 1\u202f234 \N{MINUS SIGN}5 %, café")
