"""Internal figures by exception: who may be named, what is refused together, whose figures are given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clairevoie.disclosure import faults, in_force, lines_of, pair_faults
from clairevoie.figures.kpi import KPIS, compute_internal, compute_overridden
from clairevoie.project.model import ClientSpec, Grants, Override, Staff
from clairevoie.tables.schema import TABLES
from tests.figures import test_kpi_internal as company
from tests.figures.ledger import AS_OF, project

DAY = date(2026, 12, 31)


def override(figure: str) -> Override:
    return Override(figure, "A. Néret", "open book", DAY)


def said(*figures: str, **grants: object) -> list[str]:
    """What is wrong with these overrides beside these grants."""
    given = replace(Grants(**grants), overrides=tuple(map(override, figures)))  # type: ignore[arg-type]
    spec = ClientSpec("acme", Path("/nowhere"), ("fr",), given)
    return [fault.what for fault in (*faults(spec, KPIS, TABLES), *pair_faults(spec))]


@pytest.mark.parametrize(("figure", "line"), [
    ("contract_margn", "unknown KPI 'contract_margn'; did you mean 'contract_margin'?"),
    ("backlog", "figure 'backlog' is not internal: name it under figures"),
    ("daily_cost", "figure 'daily_cost' is of the company or of its people: no override shows it"),
    ("staffing_rate", "figure 'staffing_rate' is of the company or of its people: no override shows it"),
])
def test_an_override_names_an_internal_figure_of_a_client(figure: str, line: str) -> None:
    assert said(figure) == [line]


def test_an_override_is_not_shown_late() -> None:
    assert said("contract_margin", delay_days=1) == [
        "an internal figure cannot be shown late: it is not with delay_days"]


@pytest.mark.parametrize(("figures", "grants", "tells"), [
    (("contract_margin_ratio",), {}, ""),
    (("contract_margin_ratio",), {"figures": ("hours_consumed", "backlog")}, ""),
    (("revenue", "contract_margin_ratio"), {}, "contract_cost, contract_margin"),
    (("revenue", "contract_margin", "contract_margin_ratio"), {}, "contract_cost"),
    (("revenue", "contract_cost", "contract_margin", "contract_margin_ratio"), {}, ""),
    (("contract_margin",), {"tables": {"contracts": ("monthly_fee",)}}, "contract_cost"),
    (("contract_cost",), {"figures": ("hours_consumed",)}, "daily_cost"),
    (("daily_rate",), {"figures": ("budget_consumed",)}, "revenue"),
    (("revenue",), {"tables": {"time_entries": ("hours",)}}, "daily_rate"),
])
def test_what_tells_an_internal_figure_that_nobody_allowed_is_refused_together(
    figures: tuple[str, ...], grants: dict[str, object], tells: str
) -> None:
    lines = said(*figures, **grants)
    assert bool(lines) == bool(tells)
    assert not tells or any(f"together they tell {tells}, which is internal" in line for line in lines)


def test_the_lock_says_who_allowed_it_why_and_until_when() -> None:
    spec = ClientSpec("acme", Path("/nowhere"), ("fr",), Grants(overrides=(override("revenue"),)))
    assert ("override", 'revenue until 2026-12-31 "A. Néret" "open book"') in lines_of(spec)


def test_an_override_holds_on_its_last_day_and_not_after() -> None:
    grants = Grants(overrides=(override("revenue"),))
    assert in_force(grants, DAY) == grants.overrides
    assert in_force(grants, date(2027, 1, 1)) == ()


def test_a_client_is_given_its_own_figures_of_what_is_allowed_as_staff_see_them() -> None:
    settings = project(staff=Staff(productive_days=218))
    clients, ours = company._slices(settings)
    given = compute_overridden(clients, ours, settings, AS_OF, {"acme": ["contract_margin"]})
    staff = {(f.period, f.by): f.value for f in compute_internal(clients, ours, settings, AS_OF)
             if f.kpi == "contract_margin" and ("client", "acme") in f.by}
    assert list(given) == ["acme"]
    assert {(f.period, (("client", "acme"), *f.by)): f.value for f in given["acme"]} == staff
    assert {f.kpi for f in given["acme"]} == {"contract_margin"}
    assert any(f.value is not None and not f.by for f in given["acme"])
