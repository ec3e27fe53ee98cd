"""What was published once is not forgotten when it is known to be another number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from clairevoie.figures.restated import restated
from clairevoie.portal import Earlier, Figure
from clairevoie.tables.published import Published, Value

NOW = Figure("ttr_met", "2026-10", "ratio", "ok", 0.9, n=20)
ZONE = "Europe/Paris"


def said(value: Value, at: str, state: str = "ok", kpi: str = "ttr_met") -> Published:
    return Published(kpi, "2026-10", (), value, state, f"{at}:00+00:00", "r")


def only(*published: Published, now: Figure = NOW) -> Figure:
    (figure,) = restated([now], published, ZONE)
    return figure


def test_a_value_that_was_published_as_another_one_is_revised_and_says_which() -> None:
    figure = only(said(0.95, "2026-11-02T08:00"))
    assert (figure.state, figure.value) == ("revised", 0.9)
    assert figure.earlier == (Earlier(0.95, datetime(2026, 11, 2, 8, tzinfo=UTC)),)


def test_it_stays_revised_once_the_correction_is_published_too() -> None:
    figure = only(said(0.9, "2026-11-09T08:00", "revised"), said(0.95, "2026-11-02T08:00"))
    assert figure.state == "revised"
    assert [one.value for one in figure.earlier] == [0.95, 0.9]


def test_what_was_always_said_is_not_revised() -> None:
    assert only() == NOW
    assert only(said(0.9, "2026-11-02T08:00"), said(0.9, "2026-11-03T08:00")) == NOW
    assert only(said(0.4, "2026-11-02T08:00", kpi="tto_met")) == NOW


def test_a_running_month_and_an_estimate_are_not_taken_back() -> None:
    assert only(said(0.4, "2026-10-31T22:59")) == NOW  # still October in Paris
    assert only(said(0.4, "2026-11-01T00:00", "estimated")) == NOW
    assert only(said(0.4, "2026-10-31T23:00")).state == "revised"


def test_money_is_compared_to_the_cent() -> None:
    now = Figure("revenue", "2026-10", "money", "ok", Decimal("4850.00"), currency="EUR")
    same = Published("revenue", "2026-10", (), "4850.00 EUR", "ok", "2026-11-02T08:00:00+00:00", "r")
    assert only(same, now=now) == now
    (earlier,) = only(replace(same, value="4850.01 EUR"), now=now).earlier
    assert earlier.value == Decimal("4850.01")


def test_what_has_no_value_says_nothing_of_what_it_was() -> None:
    nothing = Figure("ttr_met", "2026-10", "ratio", "no_data")
    assert only(said(0.95, "2026-11-02T08:00"), now=nothing) == nothing
