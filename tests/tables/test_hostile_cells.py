"""Cells that would stop a page, or the whole run: mended where nothing is lost, else set aside with their reason."""

from __future__ import annotations

import pytest

from tests.tables.raws import cell, dataset


@pytest.mark.parametrize(("text", "kept"), [
    ("Serveur\x0blent", "Serveur lent"), ("\x1b[31mrouge\x07", "[31mrouge"), ("fin\ufffe", "fin"),
    ("tab\tet\nligne", "tab\tet\nligne"), ("é\u2028\u202e", "é\u2028\u202e")])
def test_a_control_character_becomes_a_blank_and_the_row_stays(text: str, kept: str | None) -> None:
    assert cell("title", text) == kept


def test_an_identifier_of_control_characters_only_is_set_aside() -> None:
    found = dataset({"clients": [{"client": "a"}], "contracts": [{"contract": "\x01\x02", "client": "a"}]})
    assert [(row.table, row.column) for row in found.set_aside] == [("contracts", "contract")]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Europe", "a" * 300])
def test_a_time_zone_that_nobody_knows_sets_its_client_aside_and_nobody_else(zone: str) -> None:
    found = dataset({"clients": [{"client": "a", "timezone": zone}, {"client": "b"}]})
    assert found.tables["clients"]["client"].to_pylist() == ["b"]
    assert [(row.column, row.reason) for row in found.set_aside] == [("timezone", "not a time zone (Europe/Paris)")]


@pytest.mark.parametrize("table", ["clients", "contracts"])
@pytest.mark.parametrize("currency", ["<b>", "eur", "EURO", "€"])
def test_a_currency_is_three_capitals(table: str, currency: str) -> None:
    assert cell("currency", currency, table) == "currency: not a currency (three capitals: EUR)"
