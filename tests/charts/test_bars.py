from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from clairevoie.charts import draw
from clairevoie.portal import Chart, Series, Text
from tests.charts.samples import MONTHS, SAID, N, bars, box, burn_down, hbars, layer, paths, points, texts


def test_bars_start_at_zero_and_are_as_high_as_their_values() -> None:
    svg = draw(bars([*N]), "fr", "wide")
    boxes = [box(b) for b in layer(svg, "bars")]
    assert len(boxes) == 13
    base = {round(y + h, 1) for _, y, _, h in boxes}
    assert len(base) == 1
    unit = boxes[0][3] / N[0]
    for value, (_, _, _, height) in zip(N, boxes, strict=True):
        assert height == pytest.approx(value * unit, abs=0.02)


def test_the_running_month_is_hatched_and_dashed_and_says_so() -> None:
    svg = draw(bars([*N], partial=MONTHS[-1]), "fr", "wide")
    assert len(layer(svg, "bars")) == 12
    (running,) = layer(svg, "running")
    assert 'fill="url(#hatch-volume-wide)"' in svg
    assert '<pattern id="hatch-volume-wide"' in svg
    assert 'stroke-dasharray="4,3"' in svg
    assert running.get("data-tip") == "oct. 2026\u00a0: 56 · n\u00a0=\u00a056"
    assert "56 en cours" in texts(svg, "labels")


def test_a_missing_month_has_no_bar_and_a_zero_has_its_number() -> None:
    values: list[float | None] = [None, 0, *N[2:]]
    svg = draw(bars(values), "en", "wide")
    assert len(layer(svg, "bars")) == 12
    assert "0" in texts(svg, "labels")


def test_where_the_values_do_not_fit_there_is_an_axis_instead() -> None:
    wide, narrow = (draw(bars([v * 1000.0 for v in N]), "en", size) for size in ("wide", "narrow"))
    assert layer(wide, "grid") == []
    assert len(layer(narrow, "grid")) > 1
    assert "56,000" in texts(wide)
    assert "56,000" not in texts(narrow)


def test_two_series_stand_side_by_side() -> None:
    series = (Series("a", Text("Incidents", "Incidents"), points([*N])),
              Series("b", Text("Demandes", "Requests"), points([n / 2 for n in N])))
    svg = draw(Chart("two", "bars", "count", series, SAID), "fr", "wide")
    boxes = sorted(box(b) for b in layer(svg, "bars"))
    assert len(boxes) == 26
    assert all(a[0] + a[2] <= b[0] + 0.05 for a, b in pairwise(boxes))
    assert {"Incidents", "Demandes"} <= set(texts(svg, "labels"))


def test_horizontal_bars_are_sorted_with_value_and_share() -> None:
    svg = draw(hbars({"Changements": 25.0, "Support": 50.0, "Réunions": 25.0, "Veille": None}), "fr", "half")
    names = [m.text for m in layer(svg, "words") if m.get("fill") == "var(--ink)" and m.get("font-size") == "14"]
    assert names == ["Support", "Changements", "Réunions", "Veille"]
    assert [t for t in texts(svg) if "%" in t] == ["50\u202f%", "25\u202f%", "25\u202f%"]
    assert "Rien à mesurer" in texts(svg)
    widths = [box(b)[2] for b in layer(svg, "bars")]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.02)


def test_a_negative_bar_goes_left_of_zero_and_has_no_share() -> None:
    svg = draw(hbars({"A": 30.0, "B": -10.0}), "en", "wide")
    good, bad = layer(svg, "bars")
    assert box(bad)[0] < box(good)[0]
    assert bad.get("fill") == "var(--down)"
    assert not any("%" in t for t in texts(svg))


def test_nothing_to_draw_is_no_error() -> None:
    for chart in (bars([None] * 13), hbars({}), Chart("none", "bars", "count", (), SAID)):
        assert draw(chart, "fr", "narrow").startswith("<svg")


def test_bars_under_a_burn_down_stand_on_its_days() -> None:
    chart = replace(bars([*N]), first=date(2025, 10, 16), last=date(2026, 12, 31))
    boxes = [box(b) for b in layer(draw(chart, "fr", "wide"), "bars")]
    assert boxes[0][2] == pytest.approx(boxes[1][2] * 16 / 30, abs=0.02)
    above = burn_down()
    end = paths(draw(above, "fr", "wide"), "pace")[0][-1][0]
    days = (date(2026, 12, 31) - date(2025, 10, 16)).days
    october = (boxes[-1][0] + boxes[-1][2] / 2) / end
    assert october == pytest.approx((date(2026, 10, 16) - date(2025, 10, 16)).days / days, abs=0.002)
