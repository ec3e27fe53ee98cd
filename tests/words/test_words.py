"""The table of LOOK §6, line by line: the expected texts are typed here, never computed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.tables.convert import explain
from clairevoie.tables.rules import Rule, rules
from clairevoie.tables.schema import TABLES, Column
from clairevoie.words import dates, durations, numbers, plurals
from clairevoie.words.labels import LABELS, label
from clairevoie.words.reasons import reason, rule
from clairevoie.words.typography import pick, tidy
from tests.sampling import sample

NOW = datetime(2026, 3, 12, 14, 5)


def test_thousands_and_decimals_have_their_own_signs_in_each_language() -> None:
    assert numbers.number(1234.5, "fr", 1) == "1\u202f234,5"
    assert numbers.number(1234.5, "en", 1) == "1,234.5"
    assert numbers.hours(1234.5, "fr") == "1\u202f234,5\u00a0h"
    assert numbers.hours(1234.5, "en") == "1,234.5\u00a0h"


def test_percent_points_and_minus_are_written_as_look_says() -> None:
    assert numbers.percent(0.984, "fr") == "98,4\u202f%"
    assert numbers.percent(0.984, "en") == "98.4%"
    assert numbers.points(-0.036, "fr") == "\u22123,6\u00a0pt"
    assert numbers.points(-0.036, "en") == "\u22123.6\u00a0pts"
    assert numbers.points(0.017, "fr") == "+1,7\u00a0pt"


def test_what_is_under_one_is_never_rounded_up_to_a_hundred_per_cent() -> None:
    assert numbers.percent(0.99996, "fr") == "99,9\u202f%"
    assert numbers.percent(1, "fr") == "100,0\u202f%"


def test_halves_are_rounded_as_a_person_does() -> None:
    assert numbers.number(2.5, "en") == "3"
    assert numbers.number(Decimal("0.125"), "en", 2) == "0.13"


def test_money_stands_before_or_after_its_amount() -> None:
    assert numbers.money(Decimal("4850.00"), "EUR", "fr") == "4\u202f850\u00a0€"
    assert numbers.money(Decimal("4850.00"), "EUR", "en") == "€4,850"
    assert numbers.money(Decimal("-4850.50"), "EUR", "en") == "\u2212€4,850.50"
    assert numbers.money(Decimal("12.50"), "CHF", "en") == "CHF\u00a012.50"


def test_days_and_instants_are_written_as_look_says() -> None:
    assert dates.instant(NOW, "fr") == "12/03/2026 14:05"
    assert dates.instant(NOW, "en").replace("\u00a0", " ") == "12 Mar 2026, 14:05"
    assert dates.day_near(date(2026, 3, 14), "fr", NOW.date()).replace("\u00a0", " ") == "sam. 14/03"
    assert dates.day_near(date(2026, 3, 14), "en", NOW.date()).replace("\u00a0", " ") == "Sat 14 Mar"
    assert dates.instant_near(datetime(2026, 3, 13, 9, 20), "fr", NOW) == "demain 09:20"
    assert dates.instant_near(datetime(2026, 3, 1, 9, 20), "fr", NOW) == "01/03 09:20"
    assert dates.day_long(date(2026, 3, 1), "fr").replace("\u00a0", " ") == "1er mars"


def test_a_period_that_is_no_month_is_not_read_as_one() -> None:
    assert dates.period("2026-10", "fr") == "octobre 2026"
    assert dates.period("2026-10-31", "fr") == "31/10/2026"
    assert dates.period("to_date", "fr") == "à ce jour"
    assert dates.period("2026-01..2026-10", "fr") == "de janvier à octobre 2026"
    assert dates.month_before("2026-01") == "2025-12"


def test_durations_and_limits_are_written_as_look_says() -> None:
    assert durations.duration(292, "fr").replace("\u00a0", " ") == "4 h 52"
    assert durations.duration(292, "en").replace("\u00a0", " ") == "4 h 52 min"
    assert durations.duration(38, "fr").replace("\u00a0", " ") == "38 min"
    assert durations.duration(240, "fr").replace("\u00a0", " ") == "4 h"
    assert durations.limit("2d", 600, "fr").replace("\u00a0", " ") == "2 jours ouvrés (20 h)"
    assert durations.limit("2d", 600, "en").replace("\u00a0", " ") == "2 working days (20 h)"
    assert durations.limit("1d", 600, "fr").replace("\u00a0", " ") == "1 jour ouvré (10 h)"
    assert durations.late(0.3, "fr") == "moins d’une minute"


def test_french_signs_have_their_spaces_and_english_ones_none() -> None:
    assert tidy("Qui appeler ? « TMS » : 95 % ; d'ici là !") == (
        "Qui appeler\u202f? «\u00a0TMS\u00a0»\u00a0: 95\u202f% ; d’ici là\u202f!".replace("% ;", "%\u202f;")
    )
    assert pick("en", "", "Whom to call?") == "Whom to call?"


def test_zero_is_singular_in_french_and_plural_in_english() -> None:
    assert plurals.plural(0, "fr", ("ligne", "lignes"), ("row", "rows")) == "ligne"
    assert plurals.plural(0, "en", ("ligne", "lignes"), ("row", "rows")) == "rows"
    assert plurals.counted(0, "outage", "fr") == "aucune coupure"
    assert plurals.counted(1, "outage", "fr") == "une coupure"
    assert plurals.counted(2, "ticket", "en") == "two tickets"
    assert plurals.counted(83, "row", "fr", words=False) == "83\u00a0lignes"


@pytest.mark.parametrize("group", sorted(LABELS))
def test_every_label_has_words_in_both_languages(group: str) -> None:
    for code, (french, english) in LABELS[group].items():
        assert french and english, (group, code)
    assert label(group, "no_such_code", "fr") == "no such code"


@sample(200)
@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["fr", "en"]))
def test_a_written_number_reads_back(value: Decimal, language: str) -> None:
    text = numbers.number(value, language, 2)
    plain = text.replace("\u2212", "-").replace("\u202f", "")
    plain = plain.replace(",", "") if language == "en" else plain.replace(",", ".")
    assert Decimal(plain) == value


@pytest.mark.parametrize(("english", "french"), [
    ("no such day", "ce jour n’existe pas"),
    ("outside 0–24", "hors de 0–24"),
    ("unknown client 'acme'", "client inconnu\u00a0: «\u00a0acme\u00a0»"),
    ("says otherwise than a.csv:3 under the same ticket", "contredit a.csv:3, avec la même clé (ticket)"),
])
def test_a_row_is_set_aside_for_a_reason_in_french(english: str, french: str) -> None:
    assert reason(english, "fr") == french
    assert reason(english, "en") == english


@pytest.mark.parametrize("column", list({c.kind: c for t in TABLES.values() for c in t.columns}.values()),
                         ids=lambda column: column.kind)
@pytest.mark.parametrize("text", ["", "?", "1999-01-01", "2026-02-31"])
def test_every_cell_that_cannot_be_read_is_told_in_french(column: Column, text: str) -> None:
    told = explain(column, text)
    assert reason(told, "fr") != told


@pytest.mark.parametrize("rule", [rule for table in TABLES for rule in rules(table)], ids=lambda rule: rule.reason)
def test_every_rule_that_a_row_breaks_is_told_in_french(rule: Rule) -> None:
    assert reason(rule.reason, "fr") != rule.reason


def test_a_reason_that_has_no_french_words_stands_as_it_is() -> None:
    assert reason("something new", "fr") == "something new"


@pytest.mark.parametrize(("english", "french"), [
    ("50 per ticket", "50 par ticket"), ("5%", "5\u202f%"),
    ("2% per 0.1 point; max 15%", "2\u202f% par 0.1 point\u202f; plafond 15\u202f%"),
    ("0,5 % per 2 hours", "0,5\u202f% par 2 heures"),
])
def test_the_rule_of_a_penalty_is_said_in_french(english: str, french: str) -> None:
    assert rule(english, "fr") == french
    assert rule(english, "en") == english
