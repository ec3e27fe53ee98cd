"""What pages say of services, and of the tool's verdicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from clairevoie.portal import Difference, Figure, Page, Reconciliation, ServiceRow, Services
from clairevoie.render.say import overview, reconciliation, services
from clairevoie.render.site import Here, Site
from tests.render import sample

PARIS = ZoneInfo("Europe/Paris")
STATE = Figure("service_state", "to_date", "state", "ok", 0)
THERE = Figure("availability", "2026-02", "ratio", "ok", 0.9986, beside=(("outages", 1), ("longest", 38.0)))


def here(language: str = "fr") -> Here:
    """The sample site at its home."""
    portal = sample.client()
    return Site(portal, language, "", {}).on(portal.pages[0])


def row(name: str, value: int | None = 0, **more: object) -> ServiceRow:
    """A service in a state; None: not measured."""
    state = replace(STATE, value=value) if value is not None else Figure(
        "service_state", "to_date", "state", "not_measured", reason="no_monitor")
    return ServiceRow(name, name, "C-1", state, **more)  # type: ignore[arg-type]


def panel(*rows: ServiceRow) -> Services:
    """The services of a month."""
    return Services("2026-02", rows)


@pytest.mark.parametrize(("rows", "fr", "en"), [
    ((row("a"), row("b")), "Tout ce qui est mesuré fonctionne.", "All that is measured works."),
    ((row("a"), row("b", 1), row("c", None)), "Deux services sur trois sont mesurés\u202f; un service est ralenti.",
     "Two services of three are measured; one service is slow."),
    ((row("a", 2), row("b", 1), row("c", 1)), "Un service est interrompu, deux sont ralentis.",
     "One service is down, two are slow."),
    ((row("a", None),), "Aucun service n’est mesuré.", "No service is measured."),
    ((row("a"), row("b", None)), "Un service sur deux est mesuré\u202f; le service mesuré fonctionne.",
     "One service of two is measured; the measured service works."),
    ((row("a", 2, planned=True),), "Un service est interrompu.", "One service is down."),
])
def test_the_answer_counts_what_is_measured_and_what_is_wrong(
    rows: tuple[ServiceRow, ...], fr: str, en: str
) -> None:
    assert (str(services.answer(here(), panel(*rows))), str(services.answer(here("en"), panel(*rows)))) == (fr, en)


def test_a_service_that_is_down_is_the_first_thing_that_the_home_says() -> None:
    home = Page("overview", "index.html", "overview", {"services": panel(row("VPN <des> agences", 1), row("b", 2))})
    said = overview.headline(here(), home)
    assert (str(said.title), said.sign) == ("Un service est interrompu\u00a0: b.", "down")
    slow = Page("overview", "index.html", "overview", {"services": panel(row("VPN <des> agences", 1))})
    said = overview.headline(here(), slow)
    assert (str(said.title), said.sign) == ("Un service est ralenti\u00a0: VPN &lt;des&gt; agences.", "warn")


@pytest.mark.parametrize(("of", "state", "remark"), [
    (row("a", availability=THERE, cut=date(2026, 2, 17)), "Fonctionne", "arrêt de 38\u00a0min le 17/02"),
    (row("a", 1, since=datetime(2026, 3, 12, 11, 20, tzinfo=PARIS), slow=date(2026, 2, 17)),
     "Ralenti depuis 11:20", "ralenti le 17/02"),
    (row("a", 2, since=datetime(2026, 3, 10, 11, 20, tzinfo=PARIS)), "Interrompu depuis le 10/03 11:20", ""),
    (row("a", 2, since=datetime(2026, 3, 12, 11, 20, tzinfo=PARIS), planned=True), "Interrompu, comme prévu", ""),
    (row("a", None), "Non mesuré", "pas de sonde"),
    (row("a", checks=(Figure("checks_ok", "2026-02", "ratio", "ok", 1.0, (("kind", "backup"),), 28, 28, 28),)),
     "Fonctionne", "28 nuits sur 28"),
])
def test_a_row_says_how_it_is_and_what_to_note(of: ServiceRow, state: str, remark: str) -> None:
    assert (str(services.state(here(), of)), str(services.remark(here(), of))) == (state, remark)


@pytest.mark.parametrize(("figures", "said"), [
    (((5, 5, 5, 5),), "L’outil et nous disons la même chose\u00a0: 5 verdicts sur 5."),
    (((54, 56, 53, 53),), "Même taux, mais pas les mêmes tickets\u00a0: 54 verdicts sur 56 s’accordent."),
    (((5, 6, 5, 4), (6, 6, 6, 6)), "11 verdicts sur 12 s’accordent."),
])
def test_the_strip_says_whether_both_agree(figures: tuple[tuple[int, int, int, int], ...], said: str) -> None:
    told = tuple(Figure("source_agreement", "2026-02", "ratio", "ok", met / total, n=total, met=met, total=total,
                        beside=(("source_met", source), ("met", ours))) for met, total, source, ours in figures)
    of = Reconciliation("2026-02", told[0], told, (), are_listed=True)
    assert str(reconciliation.agreement(here(), of)) == said


def test_a_difference_says_both_verdicts_and_the_reason() -> None:
    said = reconciliation.difference(here(), Difference("I-4858<", "ttr", source_met=True, reason="reopened"))
    assert str(said) == ("<strong>I-4858&lt;</strong>, rétablissement\u00a0: l’outil ignore la réouverture\u202f; "
                         "l’outil dit tenu, nous disons manqué.")
