"""A figure's page says where it comes from, what was published of it, and what came after its month was closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

import pytest

from clairevoie.portal import Card, Column, Definition, Earlier, Figure, Table, Text
from clairevoie.render.say import definitions, tiles
from clairevoie.render.site import Here, Site
from tests.render import sample
from tests.render.test_say import plain

COLUMNS = tuple(Column(name, Text(name, name)) for name in ("period", "ticket", "ttr"))
ROWS = Table("rows-ttr_met", COLUMNS, (("2026-02", "I-1", "met"), ("2026-02", "I-2", "missed"),
                                       ("2026-01", "I-3", "met")), of="tickets")
KINDS: tuple[tuple[str, Literal["text", "id", "minutes", "verdict"]], ...] = (
    ("period", "text"), ("change", "text"), ("changed", "text"), ("ticket", "id"), ("ttr_minutes", "minutes"),
    ("ttr_minutes_published", "minutes"), ("ttr", "verdict"), ("ttr_published", "verdict"))
LATE = Table("late-ttr_met", tuple(Column(name, Text(name, name.upper()), kind) for name, kind in KINDS), (
        ("2026-02", "changed", "ttr_minutes ttr", "I-9", 95.0, 30.0, "missed", "met"),), of="tickets")
FIRST, SECOND = datetime(2026, 3, 2, 8, tzinfo=UTC), datetime(2026, 3, 9, 8, tzinfo=UTC)
FIGURE = Figure("ttr_met", "2026-02", "ratio", "revised", 0.9, n=20, met=18, total=20,
                earlier=(Earlier(0.95, FIRST), Earlier(0.92, SECOND)))


@pytest.fixture
def here() -> Here:
    portal = sample.client()
    return Site(portal, "en", "", {}).on(portal.pages[0])


def card(**more: object) -> Card:
    (definition,) = [one for one in sample.client().definitions if one.kpi == "ttr_met"]
    assert isinstance(definition, Definition)
    return replace(Card(definition, (FIGURE,), ROWS), **more)  # type: ignore[arg-type]


def test_every_value_that_was_published_is_said_with_its_day_and_the_last_stands(here: Here) -> None:
    said = [(plain(one.day), plain(one.value), plain(one.why), one.stands)
            for one in definitions.statements(here, card())]
    assert said == [("this release", "90.0%", "revised", True), ("9 Mar 2026", "92.0%", "revised", False),
                    ("2 Mar 2026", "95.0%", "first published", False)]
    assert plain(tiles.corrected(here, FIGURE)) == "corrected: 92.0% published on 9 Mar 2026"


def test_a_closed_figure_says_what_it_would_be_now_and_stays_what_it_was(here: Here) -> None:
    closed = replace(FIGURE, state="ok", earlier=(), now=0.85)
    of = card(figures=(closed, replace(closed, period="2026-01", now=None)), closed=(("2026-02", FIRST),))
    assert [(plain(one.period), plain(one.day), plain(one.value), plain(one.why), one.stands)
            for one in definitions.statements(here, of)] == [
        ("February 2026", "not published", "85.0%", "as known now", False),
        ("February 2026", "2 Mar 2026", "90.0%", "month closed", True)]


def test_what_changed_is_said_column_by_column_and_a_row_that_came_or_went_whole(here: Here) -> None:
    late = replace(LATE, rows=(*LATE.rows, ("2026-02", "gone", None, "I-8", None, 15.0, None, "met"),
                               ("2026-01", "added", None, "I-7", 10.0, None, "met", None)))
    assert [plain(" | ".join(map(str, row))) for row in definitions.became(here, card(late=late)).rows] == [
        "February 2026 | I-9 | changed | TTR_MINUTES | 30 min | 1 h 35 min",
        "February 2026 | I-9 | changed | TTR | held | missed",
        "February 2026 | I-8 | gone | – | TTR_MINUTES 15 min, TTR held | –",
        "January 2026 | I-7 | added | – | – | TTR_MINUTES 10 min, TTR held"]
    assert plain(definitions.late(here, card(late=late))).startswith("3 rows came or changed")


def test_a_page_shows_the_rows_of_its_period_what_was_missed_first(here: Here) -> None:
    shown = definitions.sample(card(), FIGURE)
    assert shown.rows == (("I-2", "missed"), ("I-1", "met"))
    assert plain(definitions.rows(here, card(), shown)) == "2 rows behind the figure."
    assert plain(definitions.rows(here, card(rows=None), shown)) == "No row is shared."


@pytest.mark.parametrize(("figure", "said"), [
    (Figure("budget_consumed", "to_date", "ratio", "ok", 0.75, beside=(("consumed", 540.0), ("budget", 720.0))),
     "540.0 ÷ 720.0"),
    (Figure("budget_remaining", "to_date", "hours", "ok", 1.75, beside=(("consumed", 8.25), ("budget", 10.0))),
     "10.0 − 8.25"),
    (Figure("landing", "to_date", "hours", "ok", 12.0, beside=(("remaining", 4.0),)), "8.0 + 4.0"),
    (Figure("mttr", "2026-02", "minutes", "ok", 90.0, n=2), "3 h ÷ 2"),
    (Figure("landing", "to_date", "hours", "ok", 12.0), ""),
    (Figure("landing", "to_date", "hours", "not_measured"), ""),
])
def test_a_formula_has_its_numbers(here: Here, figure: Figure, said: str) -> None:
    assert plain(definitions.worked(here, figure)) == said


def test_what_is_no_clock_says_what_is_left_out_and_nothing_of_delays(here: Here) -> None:
    scored = Figure("csat", "2026-02", "ratio", "ok", 0.75, n=4, met=3, total=4, excluded=(("no_score", 2),))
    assert plain(definitions.left(here, scored)).startswith("2 excluded: 2 ")
    assert not definitions.left(here, replace(scored, excluded=()))
