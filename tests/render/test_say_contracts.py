"""What ends or must be decided first is said first, by name; a budget is told in its unit, with what it lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clairevoie.portal import Contract, Page
from clairevoie.render import build
from clairevoie.render.say import contracts, hours
from clairevoie.render.say.headline import Headline
from clairevoie.render.site import Here, Site
from tests.render import sample
from tests.render.sample_contracts import contracts as both
from tests.render.test_say import plain

FIRST = replace(both()[0], end=date(2027, 3, 31), notice=date(2027, 1, 31), hours=None)  # tacit, until 30/06/2027
PROJECT = replace(FIRST, contract="C-2", name="Migration", notice=None, renewal="none", end=date(2026, 4, 30))


@pytest.fixture(params=["fr", "en"])
def here(request: pytest.FixtureRequest) -> Here:
    portal = sample.client()
    return Site(portal, request.param, "", {}).on(portal.pages[0])


def told(said: Headline) -> tuple[str, str, str | None]:
    return plain(said.title), plain(said.lede), said.sign


def test_an_end_that_comes_before_every_notice_is_said_first(here: Here) -> None:
    other = replace(PROJECT, contract="C-3", name="Exploitation", end=date(2026, 5, 31))
    wanted = {
        "fr": (
            "Trois contrats en cours ; « Migration » prend fin le 30/04/2026.",
            (
                "« Exploitation » prend fin le 31/05/2026, sans reconduction. Sans lettre de votre part le 31/01/2027 "
                "au plus tard, « Infogérance et support » est reconduit jusqu’au 30/06/2027."
            ),
            "warn",
        ),
        "en": (
            "Three contracts in force; “Migration” ends on 30 Apr 2026.",
            (
                "“Exploitation” ends on 31 May 2026 and is not renewed. Unless you give notice by 31 Jan 2027, "
                "“Infogérance et support” is renewed until 30 Jun 2027."
            ),
            "warn",
        ),
    }[here.language]
    assert told(contracts.headline(here, (FIRST, other, PROJECT))) == wanted


def test_a_notice_that_comes_first_does_not_hide_an_end(here: Here) -> None:
    late = replace(PROJECT, end=date(2027, 2, 28))
    title, lede, sign = told(contracts.headline(here, (late, FIRST)))
    assert ("31/01/2027" if here.language == "fr" else "31 Jan 2027") in title
    assert lede.endswith(
        "« Migration » prend fin le 28/02/2027, sans reconduction."
        if here.language == "fr"
        else "“Migration” ends on 28 Feb 2027 and is not renewed."
    )
    assert sign is None


def test_each_sentence_of_the_list_names_its_contract(here: Here) -> None:
    for contract in (
        replace(FIRST, renewal="none"),
        replace(FIRST, notice=None, terminated=date(2026, 9, 30)),
        replace(FIRST, renewal=""),
        PROJECT,
    ):
        title, lede, _ = told(contracts.headline(here, (contract,)))
        assert contract.name in title + lede


def test_contracts_of_the_same_days_are_told_in_the_order_of_their_references(here: Here) -> None:
    title, _, _ = told(contracts.headline(here, (replace(PROJECT, contract="C-9", name="Neuf"), PROJECT)))
    assert "Migration" in title


def test_a_contract_renewed_without_notice_has_no_end_ahead(here: Here) -> None:
    said = plain(contracts.headline(here, (replace(FIRST, notice=None),)).title)
    assert said.endswith("ni échéance ni préavis à venir." if here.language == "fr" else "no end or notice date ahead.")


def test_a_contract_that_has_ended_says_so_and_what_became_of_its_hours(here: Here) -> None:
    budget = replace(
        sample.hours(), sold=534.25, expired=25.75, consumed=replace(sample.hours().consumed, value=534.25)
    )
    ended = replace(FIRST, end=date(2026, 2, 14), notice=None, hours=budget)
    title, lede, _ = told(contracts.contract(here, ended))
    wanted = {
        "fr": (
            "Infogérance et support : terminé depuis le 14/02/2026.",
            "534,3 h consommées sur 560,0 h vendues, dont 25,8 h expirées.",
        ),
        "en": (
            "Infogérance et support: ended on 14 Feb 2026.",
            "534.3 h used of 560.0 h sold, 25.8 h of them expired.",
        ),
    }[here.language]
    assert (title, lede) == wanted
    assert told(contracts.contract(here, replace(ended, hours=None)))[1] == ""


def test_what_expired_is_sold_too_and_said_apart(here: Here) -> None:
    budget = replace(sample.hours(), sold=534.25, expired=25.75, landing=sample.figure("landing", 534.25, "hours"))
    assert (
        plain(hours.question(here, budget))
        == {
            "fr": "À 534,3 h pour 560,0 h vendues, dont 25,8 h expirées.",
            "en": "At 534.3 h for 560.0 h sold, 25.8 h of them expired.",
        }[here.language]
    )
    assert (
        plain(hours.sold(here, budget))
        == {
            "fr": "560,0 h, dont 25,8 h expirées",
            "en": "560.0 h, 25.8 h of them expired",
        }[here.language]
    )
    assert plain(hours.sold(here, sample.hours())) == {"fr": "720,0 h", "en": "720.0 h"}[here.language]


def test_days_agree_with_their_gender(here: Here) -> None:
    days = replace(sample.hours(), unit="days", not_deducted=1.8, expired=2.0)
    french = here.language == "fr"
    assert plain(hours.not_deducted(here, days)) == (
        "Hors 1,8 j non décomptés." if french else "Not counting 1.8 d that are not deducted."
    )
    assert plain(hours.not_deducted(here, sample.hours())) == (
        "Hors 21,0 h non décomptées." if french else "Not counting 21.0 h that are not deducted."
    )
    assert plain(hours.expired(here, days)) == ("dont 2,0 j expirés" if french else "2.0 d of them expired")


def test_a_prepaid_contract_in_days_is_called_so(here: Here) -> None:
    assert contracts.kind(here, both()[0]) == {"fr": "Forfait d’heures", "en": "Prepaid hours"}[here.language]
    in_days = replace(both()[0], hours=replace(sample.hours(), unit="days"))
    assert contracts.kind(here, in_days) == {"fr": "Forfait de jours", "en": "Prepaid days"}[here.language]


def list_page(tmp_path: Path, *shown: Contract) -> str:
    page: Any = Page("contracts", "index.html", "contracts", {"contracts": shown})
    build(replace(sample.client(), pages=(page,), prose=()), tmp_path)
    return (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_contract_without_a_budget_has_a_dash_where_another_has_one(tmp_path: Path) -> None:
    text = list_page(tmp_path, *both())
    assert "sans forfait" not in text and '<td role="cell" class="c-bullet" data-label="Budget">–</td>' in text


def test_no_column_of_budgets_stands_where_none_is_shown(tmp_path: Path) -> None:
    text = list_page(tmp_path, FIRST)
    assert "c-bullet" not in text and "Reste" not in text and "Trait" not in text
