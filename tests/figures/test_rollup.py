"""A group's sums: Σ ÷ Σ over what is shared, and nothing that would tell of one subsidiary."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clairevoie.figures.kpi import KPIS
from clairevoie.figures.measured import wilson
from clairevoie.figures.rollup import ALL, ROLLED, SUBSIDIARIES, Partial, Share, partials, rolled_up, shared, together
from clairevoie.portal import Figure

CARDS = {kpi: KPIS[kpi].definition for kpi in ROLLED}
MONTH = "2026-10"


def tickets(count: int) -> Figure:
    return Figure("ticket_volume", MONTH, "count", "ok" if count else "no_data", count or None, n=count)


def met(good: int, total: int) -> Figure:
    state = "too_few" if total < 5 else "ok"
    value = good / total if state == "ok" else None
    return Figure("ttr_met", MONTH, "ratio", state, value, n=total, met=good, total=total)  # type: ignore[arg-type]


def mean(minutes: float, n: int) -> Figure:
    return Figure("mttr", MONTH, "minutes", "ok", minutes, n=n, beside=(("median", 3.0),))


def share(*figures: Figure, alone: bool = False) -> Share:
    return shared(figures, ROLLED, "2026-11", alone=alone)


def summed(shares: list[Share], own: tuple[Figure, ...] = ()) -> dict[tuple[str, tuple[tuple[str, str], ...]], Figure]:
    return {(figure.kpi, figure.by): figure for figure in rolled_up(together(shares), own, CARDS)}


def test_sums_are_of_numerators_and_denominators_never_means_of_rates() -> None:
    shares = [share(tickets(3), met(1, 2), mean(60, 1)), share(tickets(9), met(8, 8), mean(120, 3))]
    found = summed(shares, (tickets(5), met(9, 10), mean(30, 4)))
    assert found["ticket_volume", SUBSIDIARIES].value == 12
    assert (found["ttr_met", SUBSIDIARIES].met, found["ttr_met", SUBSIDIARIES].value) == (9, 0.9)
    assert found["ttr_met", SUBSIDIARIES].interval == wilson(9, 10)
    assert found["mttr", SUBSIDIARIES].value == 105  # (60 + 360) / 4
    assert (found["ticket_volume", ALL].value, found["ttr_met", ALL].value, found["mttr", ALL].value) == (17, 0.9, 67.5)


def test_one_subsidiary_alone_is_withheld_unless_it_may_be_read_alone() -> None:
    for others in ([], [share(tickets(0))]):  # one that has nothing covers nobody
        found = summed([share(tickets(3)), *others], (tickets(5),))
        for by in (SUBSIDIARIES, ALL):
            figure = found["ticket_volume", by]
            assert (figure.state, figure.reason) == ("withheld", "one_subsidiary")
            assert (figure.value, figure.n, figure.met, figure.total) == (None,) * 4
    assert not [total for total in together([share(tickets(3), met(5, 6))]) if total.sum.n or total.sum.amount]
    assert summed([share(tickets(3), alone=True)])["ticket_volume", SUBSIDIARIES].value == 3


def months(*counts: int, first: int = 10) -> tuple[Figure, ...]:
    return tuple(replace(tickets(count), period=f"2026-{first + place:02}") for place, count in enumerate(counts))


def test_a_month_that_one_does_not_tell_yet_or_any_more_has_no_sum() -> None:
    """Else the parent keeps the sum without it, and takes it from the one with it, a month before or after."""
    whole, late, short = share(*months(3, 4, 5, first=8)), share(*months(6, 7, first=8)), share(*months(9, first=10))
    for third, hidden in ((late, {"2026-10"}), (short, {"2026-08", "2026-09"})):
        figures = list(rolled_up(together([whole, whole, third]), (), CARDS))
        assert {figure.period for figure in figures if figure.state == "withheld"} == hidden
        assert {figure.reason for figure in figures if figure.state == "withheld"} == {"not_of_all"}
        assert not [total for total in together([whole, whole, third])
                    if total.sum.period in hidden and (total.sum.n or total.sum.amount)]
    alone = replace(late, alone=True)  # that one may be read alone; what its sister has is not told by it
    assert {figure.state for figure in rolled_up(together([whole, alone]), (), CARDS)
            if figure.period == "2026-10"} == {"withheld"}


def test_the_month_that_runs_is_in_no_sum() -> None:
    """It runs longer for one that is shown late: it would grow by what that one alone adds."""
    assert {one.period for one in share(*months(3, 4)).partials} == {"2026-10"}
    open_ = Figure("backlog", "2026-11-02", "count", "ok", 3, n=3)
    assert share(open_).partials[0].period == "2026-11-02"


def test_each_figure_is_summed_over_those_that_share_it() -> None:
    found = summed([share(tickets(3), met(5, 6)), share(tickets(4)), share(tickets(0))])
    assert found["ticket_volume", SUBSIDIARIES].value == 7
    assert found["ttr_met", SUBSIDIARIES].state == "withheld"
    none = [share(tickets(0)), share(tickets(0))]  # that nobody has anything tells of each
    assert summed(none)["ticket_volume", SUBSIDIARIES].state == "withheld"
    assert summed([replace(one, alone=True) for one in none])["ticket_volume", SUBSIDIARIES].state == "no_data"
    assert ("ticket_volume", ALL) not in found  # of the parent's own nothing is known


@pytest.mark.parametrize("state", ["withheld", "not_measured", "estimated"])
def test_what_is_not_told_of_a_subsidiary_is_in_no_sum(state: str) -> None:
    hidden = replace(tickets(3), state=state)  # type: ignore[arg-type]
    assert not partials([hidden], ROLLED)
    assert not partials([replace(met(5, 6), state=state)], ROLLED)  # type: ignore[arg-type]


def test_a_sum_with_an_old_part_is_old_and_with_a_lost_one_has_no_number() -> None:
    old = replace(tickets(3), state="stale"), replace(met(5, 6), state="stale")
    found = summed([share(*old), share(tickets(4), met(4, 4))], (tickets(1), met(1, 1)))
    assert [(found["ticket_volume", by].state, found["ticket_volume", by].value) for by in (SUBSIDIARIES, ALL)] == [
        ("stale", 7), ("stale", 8)]
    assert (found["ttr_met", SUBSIDIARIES].state, found["ttr_met", SUBSIDIARIES].value) == ("stale", 0.9)
    lost = Figure("ticket_volume", MONTH, "count", "stale", reason="stale")
    for shares in ([share(lost), share(tickets(4)), share(tickets(5))], [share(lost), share(tickets(4))]):
        for by in (SUBSIDIARIES, ALL):
            figure = summed(shares, (tickets(1),))["ticket_volume", by]
            assert (figure.state, figure.value, figure.n) == ("stale", None, None)


def test_a_part_is_a_sum_and_a_count_of_the_whole_client_alone() -> None:
    of_contract = replace(tickets(3), by=(("contract", "C-9"),))
    given = partials([tickets(4), of_contract, mean(10, 2), Figure("revenue", MONTH, "money", "ok", 5, n=1)],
                     [*ROLLED, "revenue"])
    assert given == (Partial("mttr", MONTH, "minutes", 20.0, 2), Partial("ticket_volume", MONTH, "count", 4, 4))
    assert not partials([tickets(4)], ["ttr_met"])


def test_a_sum_says_by_which_variant_it_was_counted_for_it_is_compared_with_that_of_another_year() -> None:
    early, now = (share(replace(met(9, 10), way=way), alone=True) for way in ("creation", ""))
    own = replace(met(0, 0), state="no_data", value=None)
    for shares, mine, way in (([early, early], own, "creation"), ([now, now], own, ""),
                              ([early, early], replace(met(5, 5), way="creation"), "creation")):
        found = summed(shares, (mine,))
        assert {found["ttr_met", by].way for by in (SUBSIDIARIES, ALL)} == {way}
        assert found["ttr_met", ALL].value is not None
