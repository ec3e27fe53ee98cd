from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clairevoie.charts.axis import budget_ticks, rate_axis, value_axis
from clairevoie.charts.ends import spread
from clairevoie.charts.measure import fit, width
from tests.sampling import sample


@sample(200)
@given(st.lists(st.floats(0, 1), max_size=13), st.one_of(st.none(), st.sampled_from([0.8, 0.9, 0.95, 0.98, 0.995])))
def test_a_rate_axis_holds_its_values_and_has_at_most_five_hairlines(values: list[float], target: float | None) -> None:
    axis = rate_axis(values, target, None, None)
    assert axis.high <= 1.0
    assert axis.high == 1.0 or max([*values, target or 0]) < 0.85
    assert len(axis.ticks) <= 5
    assert all(axis.low - 1e-9 <= v <= axis.high + 1e-9 for v in [*values, *([target] if target else [])])


@sample(200)
@given(st.lists(st.floats(-1e6, 1e6).map(lambda v: round(v, 2)), max_size=13), st.booleans())
def test_a_value_axis_holds_its_values_and_has_few_hairlines(values: list[float], zero: bool) -> None:
    axis = value_axis(values, None, None, zero=zero)
    assert axis.low < axis.high
    assert len(axis.ticks) <= 6
    assert all(axis.low - 1e-6 <= v <= axis.high + 1e-6 for v in values)
    if zero:
        assert axis.low <= 0 <= axis.high


def test_a_rate_axis_puts_a_hairline_at_the_target_where_it_can() -> None:
    assert rate_axis([0.93, 1.0], 0.95, None, None).ticks == (0.9, 0.95, 1.0)


def test_a_budget_is_cut_in_round_parts() -> None:
    assert budget_ticks(720, 3) == (0, 240, 480, 720)
    assert budget_ticks(720, 5) == (0, 180, 360, 540, 720)
    assert budget_ticks(103, 3) == (0, 50, 100)


@sample(200)
@given(st.lists(st.floats(0, 200), min_size=1, max_size=4).map(sorted), st.sampled_from([17.0, 34.0]))
def test_names_at_the_ends_never_overlap(wanted: list[float], height: float) -> None:
    middles = spread(wanted, [height] * len(wanted), [1.0] * len(wanted), -14)
    assert all(b - a >= height - 1e-6 for a, b in pairwise(middles))
    assert middles[0] >= -14 + height / 2 - 1e-6


def test_names_move_apart_evenly_and_a_heavy_one_hardly() -> None:
    assert spread([50, 54], [17, 17], [1, 1], 0) == [43.5, 60.5]
    light, heavy = spread([50, 54], [17, 17], [1, 9], 0)
    assert heavy - 54 < 54 - light < 20
    assert spread([10, 100], [17, 17], [1, 1], 0) == [10, 100]


def test_a_text_is_cut_to_its_room() -> None:
    assert fit("Rétablis", 200, 13) == "Rétablis"
    cut = fit("Transports Lefèvre, infogérance et support", 100, 13)
    assert cut.endswith("…")
    assert width(cut, 13) <= 100
