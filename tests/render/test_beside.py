"""What stands beside a figure has its name and its unit, in words; JSON keeps the numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from clairevoie.figures.kpi import KPIS
from clairevoie.portal import Card, Figure, State
from clairevoie.render import explained, explained_json
from clairevoie.render.beside import beside
from tests.render import sample

LASTS = Figure("mttr", "2026-10", "minutes", "ok", 990.0, n=17, target=480.0,
               beside=(("median", 880.0), ("p90", 1767.0)))


@pytest.mark.parametrize(("figure", "french", "english"), [
    (LASTS, ["médiane 14 h 40", "neuf sur dix sous 29 h 27"], ["median 14 h 40 min", "nine in ten under 29 h 27 min"]),
    (Figure("availability", "2026-10", "ratio", "ok", 0.9976, beside=(("outages", 1), ("longest", 292.0),
                                                                      ("down", 0.4), ("agreed", 123900.0))),
     ["coupures 1", "la plus longue 4 h 52", "interrompu 0 min", "temps convenu 2 065 h"],
     ["outages 1", "the longest 4 h 52 min", "interrupted 0 min", "agreed time 2,065 h"]),
    (Figure("landing", "to_date", "days", "ok", 752.0, beside=(("consumed_since", 7.25), ("drift", -2.0))),
     ["consommé depuis 7,3 j", "écart −2,0 j"], ["consumed since 7.3 d", "drift −2.0 d"]),
    (Figure("budget_consumed", "to_date", "ratio", "ok", 1.0, beside=(("consumed", 534.25), ("budget", 720.0))),
     ["consommé 534,25", "forfait 720"], ["consumed 534.25", "budget 720"]),
    (Figure("csat", "2026-10", "ratio", "ok", 1.0, beside=(("sent", 12), ("response_rate", 0.5))),
     ["enquêtes envoyées 12", "taux de réponse 50,0 %"], ["surveys sent 12", "response rate 50.0%"]),
    (Figure("mttr", "2026-10", "minutes", "no_data", n=0), [], []),
])
def test_each_number_has_its_name_and_its_unit(figure: Figure, french: list[str], english: list[str]) -> None:
    for language, said in (("fr", french), ("en", english)):
        assert [line.replace("\u00a0", " ").replace("\u202f", " ") for line in beside(figure, language)] == said


@pytest.mark.parametrize(("language", "said"), [
    ("fr", ("16 h 30, définitif", "Objectif 8 h", "À côté médiane 14 h 40")),
    ("en", ("16 h 30 min, final", "Target 8 h", "Beside median 14 h 40 min"))])
def test_explain_writes_durations_with_their_unit_and_json_in_minutes(language: str, said: tuple[str, ...]) -> None:
    portal = replace(sample.client(), as_of=datetime.fromisoformat("2026-11-01T08:00+01:00"))
    card = Card(KPIS["mttr"].definition, (LASTS,))
    text = " ".join(explained(portal, card, (LASTS,), language).split())
    assert not [words for words in said if words not in text]
    assert "880" not in text and "990" not in text
    (told,) = json.loads(explained_json(portal, card, (LASTS,)))["figures"]
    assert (told["value"], told["target"], told["beside"]) == (990.0, 480.0, {"median": 880.0, "p90": 1767.0})


@pytest.mark.parametrize(("state", "met", "total", "said"), [
    ("no_data", 0, 0, "Value nothing to measure n 0"), ("too_few", 1, 2, "Value too few = 1 ÷ 2 n 0"),
])
def test_a_figure_without_a_value_says_why_once(state: State, met: int, total: int, said: str) -> None:
    portal, figure = sample.client(), Figure("ttr_met", "2026-10", "ratio", state, n=0, met=met, total=total)
    text = " ".join(explained(portal, Card(KPIS["ttr_met"].definition, (figure,)), (figure,), "en").split())
    assert said in text
    assert text.count("nothing to measure") + text.count("too few") == 1


def test_a_month_that_was_closed_is_told_with_its_own_figures_only() -> None:
    portal = replace(sample.client(), as_of=datetime.fromisoformat("2026-11-01T08:00+01:00"))
    card = Card(KPIS["mttr"].definition, (LASTS,), closed=(("2026-05", portal.as_of), ("2026-10", portal.as_of)))
    of_may = replace(LASTS, period="2026-05")
    text, other = (" ".join(explained(portal, card, (one,), "en").split()) for one in (LASTS, of_may))
    assert "Closed October 2026, 1 Nov 2026" in text and "May 2026" not in text
    assert "Closed May 2026, 1 Nov 2026" in other


def test_the_parts_that_explain_writes_add_up_to_their_sum() -> None:
    parts = [Figure("hours_consumed", "2026-10", "hours", "ok", value, (("contract", contract),))
             for contract, value in (("A", 24.25), ("B", 49.25), ("C", 10.5))]
    bills = [Figure("revenue", "2026-10", "money", "ok", Decimal(value), (("contract", contract),))
             for contract, value in (("A", "100.40"), ("B", "200.40"))]
    portal = replace(sample.client(), as_of=datetime.fromisoformat("2026-11-01T08:00+01:00"))
    for kpi, figures, said in (("hours_consumed", parts, ("24.25 h", "49.25 h", "10.5 h")),
                               ("revenue", bills, ("€100.40", "€200.40"))):
        text = explained(portal, Card(KPIS[kpi].definition, tuple(figures)), tuple(figures), "en")
        text = text.replace("\u00a0", " ")
        assert not [words for words in said if words not in text]
