"""Small words that would mislead: a month of another year, a code, a line number, a dash, a day that is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from clairevoie.figures import kpis
from clairevoie.figures.registry import REGISTRY
from clairevoie.portal import Column, Contact, Contacts, Page, Text, Tile
from clairevoie.render import build, cells, figure
from clairevoie.render.say import contracts, planning, staffing, tiles
from clairevoie.render.site import Here, Site
from clairevoie.words.labels import knows, label
from clairevoie.words.typography import tidy
from tests.render import sample, staff_sample
from tests.render.test_say import plain


@pytest.fixture(params=["fr", "en"])
def here(request: pytest.FixtureRequest) -> Here:
    portal = sample.client()
    return Site(portal, request.param, "", {}).on(portal.pages[0])


def test_the_last_good_month_has_its_year_when_it_is_another_one(here: Here) -> None:
    for values, french, english in (
        ((None,) * 11 + (0.9, None), "janvier : 90,0 %", "January: 90.0%"),
        ((1.0,) + (None,) * 12, "février 2025 : 100,0 %", "February 2025: 100.0%"),
    ):
        series = sample.monthly("ttr_met", values)
        said = plain(tiles.third(here, Tile(series[-1], series)))
        assert said == (french if here.language == "fr" else english)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_variant_of_every_figure_is_said_in_words(language: str) -> None:
    assert kpis.__doc__  # importing it registers them all
    codes = {entry.definition.variant for entry in REGISTRY.values()} - {""} | {"creation", "produced"}
    assert all(knows("variant", code) for code in codes)
    assert label("variant", "resolution", language) in {"au mois du rétablissement", "by month of restoration"}


def test_the_number_of_a_line_is_not_grouped_as_a_quantity_is(here: Here) -> None:
    assert cells.written(Column("line", Text("Ligne", "Line")), 5136, here) == "5136"
    assert plain(cells.written(Column("n", Text("n", "n"), "count"), 5136, here)) in {"5 136", "5,136"}


def test_nothing_is_written_in_one_way_everywhere(here: Here) -> None:
    nothing = sample.figure("ttr_met", None, state="no_data")
    assert here.value(nothing) == figure.NOTHING == cells.written(Column("a", Text("A", "A")), None, here) == "–"
    theme = Path(__file__).parents[2] / "themes/clairevoie/templates"
    assert not [path.name for path in theme.rglob("*.html") if "—" in path.read_text(encoding="utf-8")]


def test_a_plan_of_another_year_has_its_year(here: Here) -> None:
    first = sample.planning().coming[0]
    start = datetime(2027, 1, 9, 20, 0, tzinfo=here.zone)
    later = replace(first, effect="outage", start=start, end=start + timedelta(hours=2))
    assert "2027" in planning.outage(here, later)
    assert "2027" in planning.answer(here, replace(sample.planning(), coming=(later,)))
    assert "2026" not in planning.outage(here, replace(later, start=start.replace(year=2026)))


def test_idle_since_the_first_week_shown_is_idle_for_that_long_at_least(here: Here) -> None:
    waits = staff_sample.people()[2]
    assert (
        plain(staffing.idle(here, waits))
        == {
            "fr": "sans mission depuis le lun. 02/03",
            "en": "free since Mon 2 Mar",
        }[here.language]
    )
    assert (
        plain(staffing.idle(here, replace(waits, idle_before=True)))
        == {
            "fr": "sans mission depuis au moins le lun. 02/03",
            "en": "free since Mon 2 Mar at least",
        }[here.language]
    )
    assert staffing.idle(here, replace(waits, idle_since=None)) == ""


def test_a_kind_of_contract_is_named_in_the_unit_of_its_budget(here: Here) -> None:
    assert contracts.kind_name(here, "prepaid", in_days=True) in {"Forfait de jours", "Prepaid days"}
    assert contracts.kind_name(here, "managed", in_days=True) in {"Infogérance", "Managed services"}


def test_french_words_of_the_operator_keep_their_numbers_with_their_units() -> None:
    assert tidy("8 h–18 h, 24 h/24 : l'astreinte") == "8\u00a0h–18\u00a0h, 24\u00a0h/24\u00a0: l’astreinte"


def test_hours_of_contacts_are_typeset_in_french_only(tmp_path: Path) -> None:
    someone = Contact("A", "B", "", "", "l'été : 9 h–18 h", 1, ours=True)
    page = Page("contacts", "index.html", "contacts", {"contacts": Contacts("", "", (someone,))})
    build(replace(sample.client(), pages=(page,), prose=()), tmp_path)
    assert "l’été\u00a0: 9\u00a0h–18\u00a0h" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "l’été : 9 h–18 h" in (tmp_path / "en/index.html").read_text(encoding="utf-8")


def test_the_four_weeks_have_one_year_where_they_end(tmp_path: Path) -> None:
    plans = replace(sample.planning(), first_day=date(2026, 3, 9))
    page = Page("planning", "index.html", "planning", {"planning": plans})
    build(replace(sample.client(), pages=(page,), prose=()), tmp_path)
    assert "Du 9\u00a0mars au 5\u00a0avril 2026</h2>" in (tmp_path / "index.html").read_text(encoding="utf-8")
