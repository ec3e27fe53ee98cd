from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clairevoie.charts import draw
from clairevoie.portal import Point
from tests.charts.samples import burn_down, layer, paths, texts


def test_what_is_left_lands_where_the_estimate_says() -> None:
    svg = draw(burn_down(), "fr", "wide")
    left, pace, landing = (paths(svg, name)[0] for name in ("left", "pace", "over"))
    y_zero = pace[-1][1]
    hour = (y_zero - left[0][1]) / 720
    assert landing[-1][1] == pytest.approx(y_zero + 32 * hour, abs=0.02)
    assert landing[0] == left[-1]
    whole = (date(2026, 6, 30) - date(2025, 7, 1)).days
    now = (date(2026, 3, 12) - date(2025, 7, 1)).days
    assert landing[0][0] / landing[-1][0] == pytest.approx(now / whole, abs=0.001)


def test_an_overrun_is_red_and_goes_below_the_zero_line() -> None:
    svg = draw(burn_down(-32), "fr", "half")
    assert "−32,0\u00a0h" in texts(svg, "labels")
    assert layer(svg, "landing") == []
    assert layer(svg, "dots")[-1].get("stroke") == "var(--down)"


def test_a_landing_above_zero_is_not_red() -> None:
    svg = draw(burn_down(40), "en", "wide")
    assert layer(svg, "over") == []
    assert "var(--down)" not in svg
    assert "40.0\u00a0h" in texts(svg, "labels")


def test_without_an_estimate_nothing_is_foretold() -> None:
    svg = draw(burn_down(None), "fr", "wide")
    assert layer(svg, "landing") == layer(svg, "over") == []
    assert len(layer(svg, "dots")) == 1


def test_the_day_it_runs_out_is_where_the_landing_line_meets_zero() -> None:
    svg = draw(burn_down(), "fr", "wide")
    days = (date(2026, 6, 30) - date(2026, 3, 12)).days
    dry = date.fromordinal(int(date(2026, 3, 12).toordinal() + days * 181.5 / (181.5 + 32)))
    assert f"Forfait épuisé vers le {dry:%d/%m/%Y}" in texts(svg, "labels")


def test_today_is_named_and_the_months_are_in_the_language() -> None:
    assert "aujourd’hui, 12/03/2026" in texts(draw(burn_down(), "fr", "wide"))
    english = texts(draw(burn_down(), "en", "half"))
    assert "today" in english
    assert "Sep" in english


def test_what_was_left_on_the_last_day_stands_at_the_end_of_the_line() -> None:
    over = replace(burn_down(None), today=None)
    left = replace(over.series[0], points=(*over.series[0].points[:-1], Point("2026-06-30", 0.0)))
    svg = draw(replace(over, series=(left, *over.series[1:])), "fr", "wide")
    (said,) = [m for m in layer(svg, "labels") if m.text == "0,0\u00a0h"]
    assert float(said.get("x", "")) > paths(svg, "left")[0][-1][0]
    assert not any("aujourd" in text for text in texts(svg))


def test_what_is_left_is_written_under_its_dot_where_today_is_written() -> None:
    whole = burn_down(None)
    left = replace(whole.series[0], points=(Point("2025-07-01", 700.0), Point("2026-03-12", 720.0)))
    labels = layer(draw(replace(whole, series=(left, *whole.series[1:])), "fr", "half"), "labels")
    today, now = (next(float(m.get("y", "")) for m in labels if (m.text or "").startswith(word))
                  for word in ("aujourd", "720"))
    assert now - today > 16
