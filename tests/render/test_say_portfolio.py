"""Sentences of the internal home: a forecast is no fact, and each number has its form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clairevoie.portal import Alert, Cell, Portfolio
from clairevoie.render.say import portfolio
from clairevoie.render.site import Here, Site
from tests.render import staff_sample
from tests.render.test_say import plain


@pytest.fixture(params=["fr", "en"])
def here(request: pytest.FixtureRequest) -> Here:
    portal = staff_sample.internal()
    return Site(portal, request.param, "", {}).on(portal.pages[0])


def overrun(here: Here, **numbers: Cell) -> str:
    values: tuple[tuple[str, Cell], ...] = (("contract", "Support"), ("over", 32.0), ("unit", "hours"))
    return plain(portfolio.alert(here, Alert("down", "c", "budget_overrun", (*values, *numbers.items()), "", None)))


def test_a_landing_over_the_budget_is_said_as_a_forecast(here: Here) -> None:
    assert (
        overrun(here, left=181.5)
        == {
            "fr": "« Support » : le forfait serait dépassé de 32,0 h",
            "en": "“Support”: the budget would be over by 32.0 h",
        }[here.language]
    )
    assert overrun(here) == overrun(here, left=None) == overrun(here, left=0.0)


def test_a_budget_that_is_spent_is_said_as_a_fact(here: Here) -> None:
    assert (
        overrun(here, left=-32.0)
        == {
            "fr": "« Support » : le forfait est dépassé de 32,0 h",
            "en": "“Support”: the budget is over by 32.0 h",
        }[here.language]
    )
    assert (
        overrun(here, left=-2.0)
        == {
            "fr": "« Support » : le forfait est dépassé de 2,0 h et le serait de 32,0 h à la fin",
            "en": "“Support”: the budget is over by 2.0 h and would be over by 32.0 h at the end",
        }[here.language]
    )


@pytest.mark.parametrize(
    ("held", "french", "english"),
    [
        (0, "0 engagement tenu sur 1, 1 sans verdict, aucun manqué.", "0 commitments held of 1, 1 without a verdict"),
        (1, "1 engagement tenu sur 2, 1 sans verdict, aucun manqué.", "1 commitment held of 2, 1 without a verdict"),
        (2, "2 engagements tenus sur 3, 1 sans verdict, aucun manqué.", "2 commitments held of 3, 1 without a verdict"),
    ],
)
def test_held_commitments_agree_with_their_number(here: Here, held: int, french: str, english: str) -> None:
    line = staff_sample.line("c", "C", "", held, 0, None)
    said = plain(portfolio.clients(here, Portfolio((), (), (line,), None)))
    assert said == (french if here.language == "fr" else f"{english}, none missed.")


def test_no_decision_to_take_does_not_hide_late_tickets(here: Here) -> None:
    panel = here.page.panels["portfolio"]
    assert isinstance(panel, Portfolio)
    calm = replace(panel, alerts=(), tiles=(), clients=tuple(replace(line, late=0) for line in panel.clients))
    assert (portfolio.headline(here, calm).sign, plain(portfolio.headline(here, calm).lede)) == ("ok", "")
    said = portfolio.headline(here, replace(calm, clients=(replace(calm.clients[0], late=2), *calm.clients[1:])))
    assert said.sign is None
    assert plain(said.lede) == {"fr": "Deux tickets sont hors délai.", "en": "Two tickets are late."}[here.language]


def test_t09_a_month_without_any_verdict_is_said_so(here: Here) -> None:
    panel = here.page.panels["portfolio"]
    assert isinstance(panel, Portfolio)
    lines = tuple(replace(line, held=0, missed=0, without_verdict=3) for line in panel.clients[:2])
    assert (
        plain(portfolio.clients(here, replace(panel, clients=lines)))
        == {
            "fr": "Aucun des 6 engagements n’a assez de tickets pour un verdict.",
            "en": "None of the 6 commitments has enough tickets for a verdict.",
        }[here.language]
    )
