"""Minimum count: what is of few rows is withheld, and cannot be worked out from what is shown."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from clairevoie.disclosure.few import covered, without_few
from clairevoie.disclosure.ledger import Key, ledger
from clairevoie.portal import Figure
from tests.disclosure.company import GRANTS, MONTH, TABLE_ROWS, figures, portal, without
from tests.disclosure.test_default_deny import words
from tests.sampling import sample

MONTHS = ("2026-08", "2026-09", "2026-10")
PARTS = ("P1", "P2", "P3", "P4")


def whole_and_parts(counts: dict[str, list[int]]) -> dict[Key, Figure]:
    """Tickets of each month by priority, and all together: each number stands once."""
    found = []
    for month, parts in counts.items():
        for name, n in zip(PARTS, parts, strict=False):
            found.append(Figure("ticket_volume", month, "count", "ok", n, (("priority", name),), n))
        found.append(Figure("ticket_volume", month, "count", "ok", sum(parts), (), sum(parts), previous=7))
    return dict(ledger(found).figures)


counted = st.fixed_dictionaries({month: st.lists(st.integers(0, 12), min_size=1, max_size=4) for month in MONTHS})


@sample(150)
@given(counted, st.integers(1, 10))
def test_no_figure_of_fewer_rows_is_shown_and_none_can_be_worked_out(counts: dict[str, list[int]], least: int) -> None:
    figures = whole_and_parts(counts)
    shown = without_few(figures, least)
    for month, parts in counts.items():
        known = [shown["ticket_volume", month, (("priority", name),)] for name in PARTS[:len(parts)]]
        hidden = [n for n, figure in zip(parts, known, strict=True) if figure.value is None]
        assert all(n in hidden for n in parts if n < least)
        total = shown["ticket_volume", month, ()]
        assert (total.value is None) == (sum(parts) < least)
        # What somebody works out: the whole less the parts that are shown is of enough rows, or of no single part.
        left = sum(parts) - sum(n for n, figure in zip(parts, known, strict=True) if figure.value is not None)
        assert not hidden or len(hidden) == len(parts) or (len(hidden) > 1 and left >= least)
        for figure in (*known, total):
            if figure.value is None:
                assert (figure.state, figure.n, figure.met, figure.total, figure.beside, figure.excluded) == (
                    "withheld", None, None, None, (), ())


@sample(80)
@given(counted, st.integers(1, 9))
def test_a_larger_minimum_only_withholds_more(counts: dict[str, list[int]], least: int) -> None:
    figures = whole_and_parts(counts)
    less, more = without_few(figures, least + 1), without_few(figures, least)
    assert all(more[key].value is not None for key in figures if less[key].value is not None)


def test_the_month_after_one_that_is_withheld_does_not_say_how_it_changed() -> None:
    shown = without_few(whole_and_parts({"2026-08": [9], "2026-09": [2], "2026-10": [9]}), 5)
    assert shown["ticket_volume", "2026-10", ()].previous is None
    assert shown["ticket_volume", "2026-08", ()].previous == 7


@sample(60)
@given(st.integers(0, 12), st.integers(0, 12), st.integers(1, 9))
def test_what_a_group_comes_to_does_not_tell_few_rows_of_its_parent_or_of_its_subsidiaries(
        own: int, theirs: int, least: int) -> None:
    def of(n: int, *by: tuple[str, str]) -> Figure:
        return Figure("ticket_volume", "2026-10", "count", "ok", n, by, n)

    shown = without_few(ledger([of(own), of(theirs, ("group", "subsidiaries")), of(own + theirs, ("group", "all"))])
                        .figures, least)
    ours, others, both = (shown["ticket_volume", "2026-10", by].value
                          for by in ((), (("group", "subsidiaries"),), (("group", "all"),)))
    assert (ours, others) == (own if own >= least else None, theirs if theirs >= least else None)
    assert both == (own + theirs if None not in (ours, others) else None)


def test_without_a_minimum_every_figure_stays_as_it_is() -> None:
    figures = whole_and_parts({"2026-10": [0, 1]})
    assert without_few(figures, 0) == figures


def test_what_is_not_measured_stays_so_and_small_numbers_beside_a_figure_go() -> None:
    known = [Figure("backlog", "2026-10", "count", "not_measured", reason="no_history"),
             Figure("landing", "to_date", "hours", "ok", 9.0, (("contract", "C-1"),), 9),
             Figure("ttr_met", "2026-10", "ratio", "ok", 0.9, (), 20, 18, 20, excluded=(("cancelled", 2), ("x", 9)),
                    beside=(("late_now", 2), ("median", 3)))]
    shown = without_few(ledger(known).figures, 5)
    assert shown["backlog", "2026-10", ()] == known[0]
    assert (shown["ttr_met", "2026-10", ()].excluded, shown["ttr_met", "2026-10", ()].beside) == (
        (("x", 9),), (("median", 3),))


def test_a_withheld_value_is_nowhere_in_the_portal_and_its_rows_are_not_either() -> None:
    few = (Figure("mttr", MONTH, "minutes", "ok", 123.4567, (), 4, beside=(("median", 765.4321),)),
           Figure("ttr_met", MONTH, "ratio", "ok", 0.76543, (), 4, 3, 4, 0.95, previous=0.91919))
    shown = words(portal(without(GRANTS, downloads=("all",)), more=few))
    assert "123.4567" in shown and "0.76543" in shown
    site = portal(without(GRANTS, minimum_count=5, downloads=("all",)), more=few)
    text = words(site)
    assert not [value for value in ("123.4567", "765.4321", "0.76543", "0.91919") if value in text]
    assert {figure.state for figure in site.figures if (figure.kpi, figure.period, figure.by) == ("mttr", MONTH, ())
            } == {"withheld"}
    behind = [table for table in site.tables if table.id in ("rows-mttr", "rows-ttr_met")]
    assert not [row for table in behind for row in table.rows if row[0] == MONTH]


@sample(150)
@given(st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=2), min_size=2, max_size=8), st.integers(1, 10),
       st.booleans())
def test_a_budget_to_date_less_the_months_that_are_shown_tells_of_no_single_month(
        counts: list[list[int]], least: int, alone: bool) -> None:
    names = ("A",) if alone else ("A", "B")
    found = [Figure("budget_consumed", "to_date", "ratio", "ok", 0.5, (("contract", name),), 99) for name in names]
    for month, of_contract in enumerate(counts, 1):
        parts = dict(zip(names, of_contract, strict=False))
        period = f"2026-{month:02}"
        found += [Figure("hours_consumed", period, "hours", "ok", n, (("contract", name),), n)
                  for name, n in parts.items()]
        found.append(Figure("hours_consumed", period, "hours", "ok", sum(parts.values()), (), sum(parts.values())))
    figures = ledger(found).figures
    shown = without_few(figures, least)
    for by in ((), *((("contract", name),) for name in names)):
        keys = [key for key in figures if key[0] == "hours_consumed" and key[2] == by]
        hidden = [figures[key].n or 0 for key in keys if shown[key].value is None]
        assert sum(hidden) == 0 or len(hidden) == len(keys) or (len(hidden) > 1 and sum(hidden) >= least)
    if alone:  # the only contract is the whole: one tells the other
        assert all((shown[key].value is None) == (shown[key[0], key[1], ()].value is None) for key in figures
                   if key[1] != "to_date")


def test_months_that_cover_one_another_are_withheld_in_sums_too() -> None:
    assert covered({"2026-08": 9, "2026-09": 2, "2026-10": 7}, 5) == {"2026-09", "2026-10"}
    assert covered({"2026-08": 9, "2026-09": 0, "2026-10": 7}, 5) == {"2026-09"}
    assert covered({"2026-08": 9, "2026-09": 6, "2026-10": 7}, 5, {"2026-08"}) == {"2026-08", "2026-09"}
    assert covered({"2026-08": 9, "2026-09": 6}, 5) == set()


def test_a_burn_down_does_not_tell_the_month_that_covers_another_contracts_few_rows() -> None:
    entries = [{**entry, "entry": f"{entry['entry']}-{n}", "hours": 1.0, "deducted": True}
               for entry in TABLE_ROWS["time_entries"] for n in range(3)]
    rows = {**TABLE_ROWS, "time_entries": entries}

    def burns(of_other: int) -> list[str]:
        more = [replace(figure, n=9) for figure in figures()
                if figure.period == "to_date" or figure.unit == "hours"]
        more.append(Figure("hours_consumed", MONTH, "hours", "ok", 7.0, (("contract", "C-2"),), of_other))
        site = portal(without(GRANTS, minimum_count=3, downloads=("all",)), rows, more=tuple(more))
        return [table.id for table in site.tables if table.id.startswith("burn-")]

    assert burns(3) == ["burn-c-1"]
    assert burns(1) == []
