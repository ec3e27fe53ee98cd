"""What is said of room, of what ends, of checks and of actions."""

from __future__ import annotations

from datetime import date

import pytest

from clairevoie.portal import Action, Capacity, Deadline, Figure, Infrastructure, Service
from clairevoie.render.say import actions, definitions, infrastructure
from clairevoie.render.site import Here, Site
from tests.render import sample

SAN = (("ci", "san"), ("metric", "disk"))


def here(language: str = "fr") -> Here:
    """The sample site at its home: its day is 12/03/2026."""
    portal = sample.client()
    return Site(portal, language, "", {}).on(portal.pages[0])


def used(value: float | None, full: date | None = None, per_month: float | None = 0.01, name: str = "SAN") -> Capacity:
    """One capacity."""
    figure = Figure("capacity_used", "2026-03-12", "ratio", "ok" if value is not None else "not_measured", value, SAN)
    return Capacity("san", name, "disk", figure, 31.1, 48, per_month, full)


@pytest.mark.parametrize(("capacities", "said"), [
    ((used(0.5, date(2027, 1, 2), name="B<"), used(0.9, date(2026, 6, 1))),
     "SAN (disque) serait plein vers le 01/06/2026."),
    ((used(1.1),), "SAN (disque) est plein."),
    ((used(0.5), used(None)), "Rien ne se remplit d’ici trois ans."),
])
def test_the_first_that_would_be_full_is_told(capacities: tuple[Capacity, ...], said: str) -> None:
    assert str(infrastructure.capacity(here(), Infrastructure((), None, 0, capacities))) == said


def test_a_day_that_is_not_known_says_why() -> None:
    said = [str(infrastructure.full(here("en"), of))
            for of in (used(0.5, date(2027, 1, 2)), used(0.5), used(0.5, per_month=None))]
    assert said == ["around 2\u00a0Jan\u00a02027", "not within three years", "too few measures"]
    assert infrastructure.amounts(here(), used(0.5)) == "31,1 sur 48"


@pytest.mark.parametrize(("days", "said"), [
    ((date(2026, 3, 12), date(2026, 4, 1)), "Deux échéances d’ici un an, à partir du 12/03/2026."),
    ((date(2026, 3, 11), date(2026, 4, 1)), "Une échéance d’ici un an, à partir du 01/04/2026\u202f; une est passée."),
    ((), "Rien n’échoit d’ici un an."),
])
def test_what_ends_is_counted(days: tuple[date, ...], said: str) -> None:
    panel = Infrastructure((), None, deadlines=tuple(Deadline(day, "warranty_end", "SAN", "") for day in days))
    assert str(infrastructure.deadlines(here(), panel)) == said


def test_checks_are_told_by_kind_and_backups_in_nights() -> None:
    checks = tuple(Figure("checks_ok", "2026-02", "ratio", "ok", 1.0, (("kind", kind), ("service", "s")), 28, met, 28)
                   for kind, met in (("backup", 28), ("odd<", 27)))
    service = Service("s", "S", "", "C-1", (), None, checks)
    assert list(map(str, infrastructure.checks(here(), service))) == [
        "Sauvegardes\u00a0: 28 nuits sur 28", "odd&lt;\u00a0: 27 sur 28"]


@pytest.mark.parametrize(("due", "said"), [
    ((date(2026, 3, 20), None), "Deux actions sont ouvertes\u202f; la première est due le 20/03/2026."),
    ((date(2026, 3, 11), date(2026, 3, 12)), "Deux actions sont ouvertes, dont une en retard."),
    ((date(2026, 3, 12),), "Une action est ouverte, due le 12/03/2026."),
    ((None,), "Une action est ouverte."),
])
def test_actions_are_counted_the_late_ones_first(due: tuple[date | None, ...], said: str) -> None:
    assert str(actions.answer(here(), [Action("t", "", day) for day in due])) == said


def test_what_a_figure_is_of_is_named() -> None:
    assert definitions.by(here(), used(0.5).used) == "élément san, mesure disque"
    agreed = Figure("source_agreement", "2026-02", "ratio", "ok", 1.0, (("metric", "ttr"),))
    assert definitions.by(here(), agreed) == "mesure rétablissement"
