from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.charts import draw
from clairevoie.portal import Chart, Series, Text
from tests.charts.samples import MONTHS, RATES, SAID, N, layer, line, paths, points, texts
from tests.sampling import sample


def _dots(svg: str) -> list[tuple[float, float]]:
    return [(float(d.get("cx", "")), float(d.get("cy", ""))) for d in layer(svg, "dots")]


def test_a_dot_stands_at_each_value_on_one_linear_scale() -> None:
    dots = _dots(draw(line([*RATES]), "fr", "wide"))
    assert len(dots) == 13
    (_, y0), (_, y1) = dots[0], dots[5]
    pixels_a_point = (y1 - y0) / (RATES[5] - RATES[0])
    for value, (_, y) in zip(RATES, dots, strict=True):
        assert y == pytest.approx(y0 + (value - RATES[0]) * pixels_a_point, abs=0.02)
    steps = {round(b[0] - a[0], 1) for a, b in pairwise(dots)}
    assert max(steps) - min(steps) < 0.15  # months are evenly spaced


@sample(15)
@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=13, max_size=13))
def test_a_greater_value_never_stands_lower_and_no_value_is_added(values: list[float | None]) -> None:
    svg = draw(line(values), "en", "half")
    there = [v for v in values if v is not None]
    ys = [y for _, y in _dots(svg)]
    assert len(ys) == len(there) == len(layer(svg, "hits"))
    ordered = sorted(zip(there, ys, strict=True))
    assert all(a[1] >= b[1] - 0.011 for a, b in pairwise(ordered))
    assert all(-0.01 <= y <= 150.01 for y in ys)


def test_t09_a_missing_month_is_a_gap_and_a_lone_point_stays_a_dot() -> None:
    values: list[float | None] = [0.96, 0.97, None, 0.98, None, 0.99, 0.97, *[None] * 6]
    svg = draw(line(values), "fr", "wide")
    assert [len(run) for run in paths(svg, "first")] == [2, 1, 2]
    assert len(layer(svg, "dots")) == 5


def test_an_estimated_value_is_dashed_up_to_a_hollow_dot() -> None:
    svg = draw(line([*RATES], {MONTHS[-1]: "estimated"}), "fr", "wide")
    assert [len(run) for run in paths(svg, "first")] == [12]
    assert [len(run) for run in paths(svg, "first_dashed")] == [2]
    last = layer(svg, "dots")[-1]
    assert last.get("fill") == "var(--paper)"
    assert layer(svg, "hits")[-1].get("data-tip", "").endswith("estimé")


def test_a_revised_value_has_a_ring() -> None:
    svg = draw(line([*RATES], {MONTHS[-2]: "revised"}), "fr", "wide")
    rings = [d for d in layer(svg, "dots") if d.get("r") == "8"]
    assert len(rings) == 1
    assert rings[0].get("fill") == "none"


def test_points_under_the_target_are_red_and_valued_and_the_others_are_not() -> None:
    svg = draw(line([*RATES]), "fr", "wide")
    missed = [v for v in RATES if v < 0.95]
    assert sum(d.get("fill") == "var(--down)" for d in layer(svg, "dots")) == len(missed) == 4
    said = texts(svg, "labels")
    assert said == ["93,6", "92,5", "94,8", "Objectif 95\u202f%", "Rétablis 94,6\u202f%"]


def test_a_value_exactly_on_the_target_is_held() -> None:
    svg = draw(line([0.95] * 13), "fr", "wide")
    assert not [d for d in layer(svg, "dots") if d.get("fill") == "var(--down)"]


def test_where_less_is_better_the_points_over_the_target_are_red() -> None:
    chart = Chart("mttr", "line", "minutes", (Series("m", Text("Délai", "Delay"), points([100, 200, *[150] * 11])),),
                  SAID, target=180, better="down")
    svg = draw(chart, "en", "wide")
    assert sum(d.get("fill") == "var(--down)" for d in layer(svg, "dots")) == 1


def test_a_rate_axis_stops_at_a_hundred_per_cent() -> None:
    svg = draw(line([*RATES]), "en", "wide")
    assert [t for t in texts(svg, "words") if "%" in t] == ["90%", "95%", "100%"]
    assert min(y for _, y in _dots(svg)) == 0


def test_the_months_stand_under_the_line_in_the_language_and_n_under_them() -> None:
    french, english = (texts(draw(line([*RATES]), language, "wide"), "words") for language in ("fr", "en"))
    assert " ".join(french[3:16]) == "oct. nov. déc. janv. févr. mars avr. mai juin juil. août sept. oct."
    assert english[3:6] == ["Oct", "Nov", "Dec"]
    assert french[16:] == ["n", *map(str, N)]


def test_a_narrow_drawing_shortens_the_months_to_initials() -> None:
    words = texts(draw(line([*RATES]), "fr", "narrow"), "words")
    assert "".join(words[3:16]) == "ONDJFMAMJJASO"


def test_two_series_are_named_at_their_ends_without_touching() -> None:
    tto = Series("tto", Text("Pris en charge", "Picked up"), points([0.98] * 12 + [0.947]))
    ttr = Series("ttr", Text("Rétablis", "Restored"), points([*RATES]))
    for size in ("wide", "half", "narrow"):
        svg = draw(Chart("sla", "line", "ratio", (ttr, tto), SAID, target=0.95), "fr", size)
        ends = [m for m in layer(svg, "labels") if m.get("text-anchor") is None]
        ys = sorted(float(m.get("y", "")) for m in ends)
        assert len(ends) >= 3
        assert all(b - a >= 16.9 for a, b in pairwise(ys))


def test_a_third_series_is_refused() -> None:
    series = tuple(Series(str(i), Text("a", "a"), points([*RATES])) for i in range(3))
    with pytest.raises(ValueError, match="two series at most"):
        draw(Chart("three", "line", "ratio", series, SAID), "fr", "wide")


def test_a_chart_with_no_value_at_all_still_draws() -> None:
    svg = draw(line([None] * 13), "fr", "wide")
    assert layer(svg, "dots") == []
    assert "Objectif 95\u202f%" in texts(svg, "labels")
    assert draw(Chart("empty", "line", "count", (), SAID), "en", "half")


def test_the_value_of_the_lowest_month_stands_clear_of_the_months() -> None:
    svg = draw(line([0.9, 0.7, *[0.9] * 11]), "fr", "wide")
    lowest = next(float(m.get("y", "")) for m in layer(svg, "labels") if m.text == "70,0")
    assert next(float(m.get("y", "")) for m in layer(svg, "words") if m.text == "oct.") - lowest >= 20


def test_a_long_name_is_folded_between_its_words() -> None:
    series = Series("tto", Text("Pris en charge dans le délai", "Picked up in time"), points([*RATES]))
    words = texts(draw(Chart("sla", "line", "ratio", (series,), SAID, target=0.9), "fr", "narrow"), "labels")
    assert "Pris en charge" in words
    assert not any("…" in word for word in words)
