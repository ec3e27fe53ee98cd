"""No cell of a download is a formula to a spreadsheet, and numbers stay numbers."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from clairevoie.portal import Cell, Column, Table, Text
from clairevoie.render.data import csv_text
from tests.render import sample

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def written(value: Cell, kind: str = "text") -> str:
    table = Table("t", (Column("a", Text("", ""), kind), Column("b", Text("", ""))), ((value, "end"),))  # type: ignore[arg-type]
    text = csv_text(table, replace(sample.client(), tables=(table,)))
    return list(csv.reader(io.StringIO(text, newline="")))[1][0]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_text_that_starts_like_a_formula_is_made_text(sign: str) -> None:
    for text in (f"{sign}1+1", f"{sign}cmd|' /C calc'!A0", f"{sign}inf", f"{sign}{sign}1", f"{sign}SUM(A1)"):
        assert written(text) == "'" + text


@pytest.mark.parametrize("sign", [sign for sign in SIGNS if sign.strip()])
def test_a_text_that_becomes_one_where_a_semicolon_cuts_is_made_text(sign: str) -> None:
    for between in (";", "\t", "\n", "; ", ";\"", "\r\n"):
        assert f"'{sign}" in written(f"Panne{between}{sign}1+1")


@pytest.mark.parametrize("text", ["-5", "+33", "-1.5", "+1,5", "-2e10", "12", "0.5", "A-1", "a=b", "1 + 1", ""])
def test_numbers_and_plain_texts_stay_as_they_are(text: str) -> None:
    assert written(text) == text


def test_numbers_of_our_own_stay_numbers() -> None:
    assert (written(-3), written(-0.5), written(0.1 + 0.2, "number")) == ("-3", "-0.5", "0.30000000000000004")
