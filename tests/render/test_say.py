"""Sentences: bad news first, singular and plural, all is well, nothing, not known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markupsafe import Markup

from clairevoie.portal import Column, Figure, LastYear, Promise, State, Table, Text, Tile
from clairevoie.render import marks
from clairevoie.render.say import breaches, commitments, contracts, hours, overview, planning, promises, tickets, tiles
from clairevoie.render.site import Here, Site
from tests.render import sample, sample_contracts


@pytest.fixture(params=["fr", "en"])
def here(request: pytest.FixtureRequest) -> Here:
    portal = sample.client()
    return Site(portal, request.param, "", {}).on(portal.pages[0])


def plain(text: str) -> str:
    """Without markup and special spaces."""
    return Markup(text).striptags().replace("\u00a0", " ").replace("\u202f", " ")


def test_the_home_says_the_worst_first(here: Here) -> None:
    said = overview.headline(here, here.page)
    assert (
        plain(said.title)
        == {
            "fr": "Un ticket est hors délai ; un engagement est manqué en février.",
            "en": "One ticket is late; one commitment is missed in February.",
        }[here.language]
    )
    assert said.sign == "warn"


def test_a_month_with_all_held_says_so(here: Here) -> None:
    panel = replace(sample.commitments(), held=8, missed=0, too_few=0, breaches=())
    assert (
        plain(commitments.answer(here, panel))
        == {"fr": "En février, tout est tenu : 8 sur 8.", "en": "In February, all is held: 8 of 8."}[here.language]
    )
    assert commitments.headline(here, panel).sign == "ok"


def test_a_month_with_one_missed_names_its_line(here: Here) -> None:
    said = plain(commitments.headline(here, sample.commitments()).title)
    assert (
        said
        == {
            "fr": "En février, un engagement sur huit est manqué : le rétablissement en priorité haute.",
            "en": "In February, one commitment of eight is missed: restoration at high priority.",
        }[here.language]
    )


def test_times_under_the_target_are_counted(here: Here) -> None:
    trend = sample.commitments().trend
    assert trend is not None
    assert ("quatre fois" if here.language == "fr" else "four times") in plain(commitments.trend(here, trend))


def test_late_tickets_beyond_our_control_are_told_apart(here: Here) -> None:
    assert (
        plain(breaches.breaches(here, sample.commitments()))
        == {
            "fr": "Quatre retards en février, dont deux hors de notre main.",
            "en": "Four late tickets in February, two of them beyond our control.",
        }[here.language]
    )


def test_open_tickets_are_counted_with_those_that_wait(here: Here) -> None:
    assert (
        plain(tickets.count(here, sample.tickets()))
        == {
            "fr": "Cinq tickets sont ouverts ; un est hors délai, un attend votre réponse.",
            "en": "Five tickets are open; one is late, one waits for your answer.",
        }[here.language]
    )
    assert tickets.headline(here, replace(sample.tickets(), open=())).sign == "ok"
    assert tickets.headline(here, None).sign == "not_measured"


def test_a_landing_without_an_estimate_is_not_measured(here: Here) -> None:
    assert "32" in plain(hours.landing(here, sample.hours()))
    bare = replace(sample.hours(), landing=None, estimate_date=None, estimate_remaining=None)
    assert ("non mesuré" if here.language == "fr" else "not measured") in plain(hours.landing(here, bare))


def test_the_next_outage_is_named_with_its_day_and_length(here: Here) -> None:
    assert (
        plain(planning.answer(here, sample.planning()))
        == {"fr": "Une coupure samedi soir, 20 min au plus.", "en": "One outage on Saturday evening, 20 min at most."}[
            here.language
        ]
    )
    assert planning.answer(here, replace(sample.planning(), coming=())) == planning.nothing(here, sample.planning())


def test_of_several_outages_the_first_is_named(here: Here) -> None:
    cuts = tuple(replace(item, effect="outage") for item in sample.planning().coming[:2])
    assert (
        plain(planning.answer(here, replace(sample.planning(), coming=cuts)))
        == {"fr": "Deux coupures, la première samedi soir.", "en": "Two outages, the first on Saturday evening."}[
            here.language
        ]
    )


@pytest.mark.parametrize("state", ["ok", "estimated", "revised", "stale", "too_few", "no_data", "not_measured"])
def test_every_state_of_a_figure_has_its_words(here: Here, state: State) -> None:
    shown = state in {"ok", "estimated", "revised", "stale"}
    figure = Figure(
        "ttr_met", "2026-02", "ratio", state, 0.946 if shown else None, n=4, met=3, total=4, target=0.95, previous=0.98
    )
    assert plain(tiles.second(here, figure))
    assert shown or plain(tiles.word(here, figure))
    assert state in {"too_few", "no_data", "not_measured"} or plain(tiles.third(here, Tile(figure)))
    assert "100" not in plain(tiles.second(here, figure)) and "—" not in plain(tiles.word(here, figure))


def test_a_spark_has_a_gap_where_a_month_has_no_value() -> None:
    drawn = marks.spark(
        sample.monthly("x", (0.9, 0.92, None, 0.93, None, 0.95, 0.96, None, None, None, None, None, 0.9))
    )
    assert len(drawn.paths) == 2
    assert [dot.kind for dot in drawn.dots] == ["lone", "last"]


def test_a_clock_over_its_limit_draws_what_is_over() -> None:
    line = marks.clock(1795, 1200, stopped=False)
    assert [bar.kind for bar in line.bars] == ["track", "run", "over"]
    assert line.tick == pytest.approx(1200 / 1795 * 100, abs=0.01)


def test_a_rate_of_too_few_has_no_dot() -> None:
    assert marks.rate(Figure("x", "2026-02", "ratio", "too_few", None, n=3, met=2, total=3, target=0.95)).dot is None
    assert marks.rate(Figure("x", "2026-02", "ratio", "ok", 0.9, n=11, target=0.95, interval=(0.6, 0.98))).missed


def _promise(priority: str, state: State) -> Promise:
    figure = Figure("ttr_met", "2026-02", "ratio", state, 0.9 if state == "ok" else None, n=10, target=0.95)
    return Promise("C-1", priority, "TMS", Text("24 h/24", "24 hours"), "30", 0, "2d", 600, figure, figure, "incident")


def test_many_lines_without_a_ticket_stand_apart_from_those_that_have_some() -> None:
    lines = [_promise("P1", "ok"), *(_promise(f"P{n}", "no_data") for n in range(2, 7))]
    assert promises.measured(lines) == lines[:1]
    assert promises.idle(lines) == lines[1:]
    assert promises.measured(lines[:4]) == lines[:4]


def test_every_limit_of_the_lines_that_stand_apart_is_told(here: Here) -> None:
    lines = [_promise(f"P{n}", "no_data") for n in range(2, 7)]
    (group,) = promises.groups(lines)
    said = [plain(promises.limits(here, group, code)) for code in ("P1", *promises.priorities(lines))]
    days = {"fr": "2 jours ouvrés (20 h)", "en": "2 working days (20 h)"}[here.language]
    assert said == ["–", *[f"30 min · {days}"] * 5]


def test_time_that_was_not_deducted_says_why_and_only_where_there_is_some(here: Here) -> None:
    columns = (
        Column("hours", Text("Durée", "Time"), "hours"),
        Column("deducted", Text("Décompté", "Deducted"), "flag"),
        Column("undeducted_reason", Text("Raison", "Why")),
    )
    table = Table("work", columns, ((1.0, True, None), (2.0, False, "warranty"), (3.0, False, None)), Text("", ""))
    assert [column.id for column in contracts.shown_work(table, 1).columns] == ["hours"]
    shown = contracts.shown_work(table, 10)
    assert [plain(contracts.deducted(here, row[1])) for row in shown.rows] == (
        ["oui", "non : garantie", "non"] if here.language == "fr" else ["yes", "no: warranty", "no"]
    )


def test_a_contract_that_has_ended_says_what_was_used_of_what_was_sold(here: Here) -> None:
    (running, *_) = sample_contracts.contracts()
    ended = replace(running, end=here.today.replace(year=2025), hours=sample.hours())
    said = contracts.contract(here, ended)
    assert ("terminé depuis le" if here.language == "fr" else "ended on") in plain(said.title)
    assert plain(said.lede) == {"fr": "538,5 h consommées sur 720,0 h vendues.", "en": "538.5 h used of 720.0 h sold."}[
        here.language
    ]


@pytest.mark.parametrize(("year", "fr", "en"), [
    (LastYear(0.982), "▼ −3,6 pt depuis févr. 2025", "▼ −3.6 pts since Feb 2025"),
    (LastYear(0.946), "inchangé depuis févr. 2025", "unchanged since Feb 2025"),
    (LastYear(reason="no_history"), "Févr. 2025 : pas d’historique", "Feb 2025: no history"),
    (LastYear(reason="incomplete"), "Févr. 2025 : mois incomplet", "Feb 2025: incomplete month"),
    (LastYear(reason="too_few"), "Févr. 2025 : trop peu", "Feb 2025: too few"),
    (None, "", ""),
])
def test_a_tile_says_how_a_figure_changed_in_a_year_or_why_nothing_compares(
    here: Here, year: LastYear | None, fr: str, en: str
) -> None:
    figure = Figure("ttr_met", "2026-02", "ratio", "ok", 0.946, last_year=year)
    assert plain(tiles.last_year(here, figure)) == {"fr": fr, "en": en}[here.language]
