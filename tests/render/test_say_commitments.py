"""Late tickets are never hidden behind a rate that has too few of them, and nothing to measure is no "too few"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clairevoie.portal import Breach, Commitments, Figure, Page, Portal, Promise, State, Text
from clairevoie.render.say import breaches, commitments, missing, overview
from clairevoie.render.site import Here, Site
from tests.render import sample
from tests.render.test_say import plain


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def at(language: str, portal: Portal | None = None) -> Here:
    portal = portal or sample.client()
    return Site(portal, language, "", {}).on(portal.pages[0])


def rate(kpi: str, met: int, total: int, state: State = "ok") -> Figure:
    value = met / total if state == "ok" else None
    return Figure(kpi, "2026-02", "ratio", state, value, n=total, met=met, total=total, target=0.95)


def line(ttr: Figure | None, contract: str = "C-1", priority: str = "P3", **more: str) -> Promise:
    return Promise(contract, priority, "", Text("Ouvré", "Working hours"), "60", 600, "2d", 600, None, ttr, **more)


def panel(
    *promises: Promise, held: int = 0, missed: int = 0, few: int = 0, none: int = 0, late: int = 0
) -> Commitments:
    first = sample.commitments().breaches[0]
    breaches: tuple[Breach, ...] = tuple(replace(first, ticket=f"I-{n}") for n in range(late))
    return Commitments("2026-02", promises, breaches, held, missed, few, none, None)


def home(language: str, promises: Commitments) -> Here:
    """A home where nothing that is open is late."""
    portal = sample.client()
    opened = replace(sample.tickets(), open=())
    page = Page("overview", "index.html", "overview", {"commitments": promises, "tickets": opened})
    return at(language, replace(portal, pages=(page,)))


def test_late_tickets_of_lines_without_a_rate_are_the_headline(language: str) -> None:
    few = panel(line(rate("ttr_met", 1, 3, "too_few")), few=1, late=2)
    wanted = {
        "fr": "Deux retards en février ; trop peu de tickets pour un taux par engagement.",
        "en": "Two late tickets in February; too few tickets for a rate of each commitment.",
    }[language]
    said = commitments.headline(at(language), few)
    assert (plain(said.title), said.sign) == (wanted, "warn")
    here = home(language, few)
    on_home = overview.headline(here, here.page)
    assert (plain(on_home.title), on_home.sign) == (wanted, "warn")


def test_late_tickets_that_are_not_shared_are_counted_all_the_same(language: str) -> None:
    few = panel(line(rate("ttr_met", 1, 3, "too_few")), few=1)
    said = plain(commitments.headline(at(language), few).title)
    assert said.startswith("Deux retards" if language == "fr" else "Two late tickets")
    assert plain(breaches.breaches(at(language), few)).startswith("Deux retards" if language == "fr" else "Two late")


def test_late_tickets_beside_held_commitments_are_said_too(language: str) -> None:
    some = panel(line(rate("ttr_met", 30, 31)), line(rate("ttr_met", 3, 3, "too_few")), held=1, few=1, late=1)
    said = commitments.headline(at(language), some)
    assert (
        plain(said.title)
        == {
            "fr": "Un retard en février ; aucun engagement n’est manqué.",
            "en": "One late ticket in February; no commitment is missed.",
        }[language]
    )
    assert said.sign == "ok"


def test_the_whole_is_said_where_no_line_has_a_rate(language: str) -> None:
    said = plain(commitments.headline(at(language), panel(line(None), few=1)).lede)
    assert {"fr": "53 sur 56", "en": "53 of 56"}[language] in said


def test_no_ticket_at_all_is_nothing_to_measure(language: str) -> None:
    nothing = panel(line(rate("ttr_met", 0, 0, "no_data")), none=1)
    said = commitments.headline(at(language), nothing)
    assert (
        plain(said.title)
        == {
            "fr": "En février, rien à mesurer : aucun ticket sous engagement.",
            "en": "In February, nothing to measure: no ticket under a commitment.",
        }[language]
    )
    assert said.sign == "not_measured"


def test_what_no_source_feeds_is_not_measured_rather_than_too_few(language: str) -> None:
    unknown = panel(line(Figure("ttr_met", "2026-02", "ratio", "not_measured")), none=1)
    wanted = {
        "fr": "En février, les engagements ne sont pas mesurés.",
        "en": "In February, the commitments are not measured.",
    }[language]
    assert plain(commitments.headline(at(language), unknown).title) == wanted
    assert plain(commitments.answer(at(language), unknown)) == wanted
    assert commitments.headline(at(language), unknown).sign == "not_measured"


def test_only_the_client_and_providers_are_beyond_our_control(language: str) -> None:
    first = sample.commitments().breaches[0]
    causes = tuple(replace(first, cause=cause) for cause in ("ours", "client", "provider", "other", ""))
    said = plain(breaches.breaches(at(language), replace(sample.commitments(), breaches=causes)))
    assert ("dont deux hors" if language == "fr" else "two of them") in said


def test_namesakes_are_named_with_their_contract(language: str) -> None:
    two = panel(*(line(rate("ttr_met", 5, 10), contract) for contract in ("C-2024-017", "C-9")), missed=2)
    assert (
        plain(commitments.headline(at(language), two).title)
        == {
            "fr": "En février, deux engagements sur deux sont manqués : le rétablissement en priorité normale "
            "(Infogérance et support) et le rétablissement en priorité normale (C-9).",
            "en": "In February, two commitments of two are missed: restoration at normal priority "
            "(Infogérance et support) and restoration at normal priority (C-9).",
        }[language]
    )


def test_namesakes_of_one_contract_are_named_with_their_kind(language: str) -> None:
    kinds = panel(*(line(rate("ttr_met", 5, 10), ticket_kind=kind) for kind in ("incident", "request")), missed=2)
    names = [plain(name) for name in missing.names(at(language), kinds)]
    assert [name.rpartition("(")[2] for name in names] == {
        "fr": ["Incident)", "Demande)"],
        "en": ["Incident)", "Request)"],
    }[language]


def test_priorities_of_one_clock_are_named_together(language: str) -> None:
    both = panel(*(line(rate("ttr_met", 5, 10), priority=code) for code in ("P3", "P4")), missed=2)
    assert [plain(name) for name in missing.names(at(language), both)] == {
        "fr": ["le rétablissement en priorités normale et basse"],
        "en": ["restoration at normal and low priority"],
    }[language]


@pytest.mark.parametrize(("values", "english"), [((0.9,), "once"), ((0.9, 0.8), "twice"), ((0.9,) * 3, "three times")])
def test_times_are_written_as_english_does(values: tuple[float, ...], english: str) -> None:
    trend = sample.commitments().trend
    assert trend is not None
    points = tuple(replace(point, y=y) for point, y in zip(trend.series[0].points, values, strict=False))
    told = commitments.trend(at("en"), replace(trend, series=(replace(trend.series[0], points=points),)))
    assert f": {english} below the target" in plain(told)


@pytest.mark.parametrize(
    ("n", "french"),
    [
        (1, "1 ticket sans engagement ou sans verdict : non compté"),
        (2, "2 tickets sans engagement ou sans verdict : non comptés"),
    ],
)
def test_what_is_left_out_agrees_with_its_number(n: int, french: str) -> None:
    left_out = replace(sample.commitments(), excluded=n)
    assert plain(breaches.excluded(at("fr"), left_out)) == french
    assert plain(breaches.excluded(at("en"), left_out)).endswith("not counted")


@pytest.mark.parametrize(
    ("left", "french", "english"),
    [
        (181.5, "Le forfait serait dépassé de 32,0 h.", "The budget would be exceeded by 32.0 h."),
        (
            -4.0,
            "Le forfait « Infogérance et support » est dépassé de 4,0 h.",
            "The budget “Infogérance et support” is exceeded by 4.0 h.",
        ),
    ],
)
def test_the_home_tells_a_forecast_from_a_fact(left: float, french: str, english: str) -> None:
    budget = replace(sample.hours(), remaining=replace(sample.hours().remaining, value=left))
    page = Page("overview", "index.html", "overview", {"hours": (budget,)})
    for language, wanted in (("fr", french), ("en", english)):
        here = at(language, replace(sample.client(), pages=(page,)))
        assert plain(overview.headline(here, page).title) == wanted
