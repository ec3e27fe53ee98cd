"""The company's money and people, worked out by hand, to the cent."""

# ruff: noqa: E501  # a table is read across

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from clairevoie.figures.attendance import spans
from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import KPIS, compute, compute_internal
from clairevoie.figures.periods import periods
from clairevoie.portal import Figure
from clairevoie.project.model import FigureSettings, Project, Staff
from clairevoie.tables.schema import TABLES
from clairevoie.tables.slices import Slice
from tests.figures.ledger import AS_OF, at, dataset, project, rows

CLIENTS = "client | name | timezone | currency\nacme | Acme | Europe/Paris | EUR\nlune | Lune | Europe/Paris | EUR"
CONTRACTS = """
contract | client | name | kind               | start      | end        | calendar | day_hours | monthly_fee | price | daily_rate
M        | acme   | M    | managed            | 2025-01-01 |            | office   | 7         | 3100        |       |
R        | acme   | R    | time_and_materials | 2025-01-01 |            | office   | 8         |             |       | 600
F        | lune   | F    | fixed_price        | 2026-09-01 | 2026-12-31 | office   | 7         |             | 10000 |
P        | lune   | P    | prepaid            | 2026-09-01 | 2026-12-31 | office   | 7         |             | 1000  |
"""
RATES = """
contract | person | role | from       | daily_rate
R        |        | dev  | 2026-01-01 | 620
R        | lea    |      | 2026-10-16 | 700
"""
INVOICES = """
invoice | client | contract | date       | kind     | amount   | days
I1      | acme   | M        | 2026-10-31 | services | 3100     |
I2      | acme   | M        | 2026-09-30 | services | 3100     |
I3      | acme   | R        | 2026-10-31 | services | 2500.50  | 4
I4      | acme   | R        | 2026-10-31 | services | -100.25  |
I5      | acme   | R        | 2026-10-31 | resale   | 9999     |
I6      | lune   | F        | 2026-10-15 | services | 5000     |
I7      | lune   |          | 2026-10-20 | services | 250      |
I8      | acme   | M        | 2026-11-02 | services | 3100     |
"""
PEOPLE = """
person | name | role | team | kind          | fte | start      | end
lea    | Léa  | dev  | blue | employee      | 1   | 2020-01-01 |
tom    | Tom  | ops  | blue | employee      | 0.5 | 2026-10-12 |
sub    | Sub  | dev  | red  | subcontractor | 1   |            |
"""
COSTS = """
person | from       | annual_cost | daily_cost
lea    | 2025-01-01 | 65400       |
lea    | 2026-10-16 | 76300       |
tom    | 2026-10-12 | 43600       |
sub    | 2026-01-01 |             | 450
"""
ENTRIES = """
entry | date       | person | client | contract | hours | billable
E1    | 2026-10-05 | lea    | acme   | M        | 7     | yes
E2    | 2026-10-16 | lea    | acme   | M        | 3.5   | no
E3    | 2026-10-06 | lea    | acme   | R        | 8     | yes
E4    | 2026-10-19 | lea    | acme   | R        | 4     | yes
E5    | 2026-10-20 | sub    | acme   | R        | 8     | yes
E6    | 2026-10-21 | tom    | lune   | F        | 14    | yes
E7    | 2026-10-22 | sub    | lune   | F        | 7     | yes
E8    | 2026-10-23 | lea    |        |          | 7     | no
E9    | 2026-10-26 | tom    | lune   | P        | 7     | yes
"""
PURCHASES = """
cost | contract | date       | kind        | amount | rebilled
A1   | M        | 2026-10-10 | licence     | 120.10 | no
A2   | M        | 2026-10-10 | expense     | 80     | yes
A3   | F        | 2026-10-25 | subcontract | 500    | no
"""
ABSENCES = """
person | date       | fraction | kind
lea    | 2026-10-12 | 1        | leave
lea    | 2026-10-13 | 0.5      | rtt
lea    | 2026-10-17 | 1        | leave
tom    | 2026-10-01 | 1        | leave
lea    | 2026-10-28 | 1        | other
"""
BUDGETS = "budget | contract | date | amount | unit\nB1 | P | 2026-09-01 | 70 | hours"
ESTIMATES = "contract | date | remaining | unit\nF | 2026-10-20 | 12 | days"
PROVIDERS = "provider_contract | provider | name | start | renewal | annual_cost\nPC | cloud | C | 2025-01-01 | tacit | 3650"
FED = "contract | provider_contract\nM | PC\nF | PC"
OCTOBER, YEAR = "2026-10", "2026-01..2026-10"


def _slices(settings: Project, **tables: list[dict[str, str]]) -> tuple[dict[str, Slice], Slice]:
    """Each client's internal slice and the company's, cut with plain Python."""
    texts = {
        "clients": CLIENTS, "contracts": CONTRACTS, "rates": RATES, "invoices": INVOICES, "people": PEOPLE,
        "person_costs": COSTS, "time_entries": ENTRIES, "costs": PURCHASES, "absences": ABSENCES, "budgets": BUDGETS,
        "estimates": ESTIMATES, "provider_contracts": PROVIDERS, "contract_providers": FED,
    }
    given: dict[str, list[dict[str, str]]] = {**{name: rows(text) for name, text in texts.items()}, **tables}
    derived = derive(dataset(**given), settings, AS_OF).tables
    owner = {row["contract"]: row["client"] for row in rows(CONTRACTS)}
    cut: dict[str, dict[str, Any]] = {client: {} for client in ("acme", "lune", "")}
    for name, table in derived.items():
        for client, slice_ in cut.items():
            whose = [row.get("client") or owner.get(row.get("contract") or "", "") for row in table.to_pylist()]
            whole = client == "" and (name in ("clients", "assignments") or not TABLES[name].owner)
            slice_[name] = table if whole else table.filter(pa.array([of == client for of in whose], pa.bool_()))
    slices = {client: Slice(client, tables_) for client, tables_ in cut.items()}
    return {client: slices[client] for client in ("acme", "lune")}, slices[""]


class InternalFigures:
    def __init__(self, settings: Project, **tables: list[dict[str, str]]) -> None:
        self.figures = compute_internal(*_slices(settings, **tables), settings, AS_OF)
        self.all = {(f.kpi, f.period, f.by): f for f in self.figures}
        assert len(self.all) == len(self.figures)

    def __call__(self, kpi: str, period: str = OCTOBER, **by: str) -> Figure:
        return self.all[kpi, period, tuple(by.items())]


@pytest.fixture(scope="module")
def found() -> InternalFigures:
    return InternalFigures(project(staff=Staff(productive_days=218)))


def test_revenue_is_what_was_invoiced_for_services(found: InternalFigures) -> None:
    figure = found("revenue", client="acme", contract="R")
    assert (figure.value, figure.unit, figure.currency, figure.n) == (Decimal("2400.25"), "money", "EUR", 2)
    assert str(found("revenue", client="acme", contract="M").value) == "3100.00"
    assert found("revenue", client="acme", contract="M").previous == Decimal(3100)
    assert found("revenue", client="lune").value == Decimal(5250)  # with the invoice that names no contract
    assert found("revenue").value == Decimal("10750.25")
    assert found("revenue", YEAR).value == Decimal("13850.25")
    assert found("revenue", "2026-08").state == "no_data"


def test_revenue_as_produced() -> None:
    produced = InternalFigures(project({"revenue": FigureSettings(variant="produced")}))
    # M: the fee. R: E3 Léa 1 day at 620 (her role's), E4 half a day at 700 (her own by then), E5 1 day at 620.
    assert produced("revenue", client="acme", contract="M").value == Decimal(3100)
    assert produced("revenue", client="acme", contract="R").value == Decimal(1590)
    # F: 21 hours are done; 84 remained on the 20th, all 21 came after: 63 left; 21 / 84 of 10,000
    assert produced("revenue", client="lune", contract="F").value == Decimal(2500)
    # P: 7 of 70 hours of 1,000
    assert produced("revenue", client="lune", contract="P").value == Decimal(100)
    # November has one day of thirty: M only
    assert produced("revenue", "2026-11", client="acme", contract="M").value == Decimal("103.33")
    assert produced("revenue", "2026-09", client="acme", contract="M").value == Decimal(3100)


def test_a_fixed_price_without_an_estimate_is_not_measured() -> None:
    produced = InternalFigures(project({"revenue": FigureSettings(variant="produced")}), estimates=[])
    figure = produced("revenue", client="lune", contract="F")
    assert (figure.state, figure.reason, figure.value) == ("not_measured", "no_estimate", None)
    assert produced("revenue").state == "not_measured"
    assert produced("contract_margin", client="lune", contract="F").reason == "no_estimate"


def test_the_daily_rate_is_revenue_over_days(found: InternalFigures) -> None:
    # R: its invoice tells 4 days. M, F and P: the days consumed: 1.5, 3 and 1.
    assert found("daily_rate", client="acme", contract="R").value == Decimal("600.06")
    assert found("daily_rate", client="acme", contract="M").value == Decimal("2066.67")
    assert found("daily_rate", client="acme").value == Decimal("1000.05")  # 5,500.25 / 5.5
    assert found("daily_rate").value == Decimal("1105.29")  # 10,500.25 / 9.5: the invoice without a contract is out
    assert found("daily_rate").beside == (("days", 9.5),)
    assert found("daily_rate", "2026-09", client="acme", contract="M").state == "no_data"


def test_the_daily_cost_is_the_one_in_force(found: InternalFigures) -> None:
    assert found("daily_cost", person="lea").value == Decimal(350)  # 76,300 / 218 since the 16th
    assert found("daily_cost", "2026-09", person="lea").value == Decimal(300)
    assert found("daily_cost", person="sub").value == Decimal(450)
    assert found("daily_cost", "2026-09", person="tom").reason == "no_cost"
    # employees: Léa 2 days at 300, 0.5 + 0.5 + 1 at 350, Tom 3 days at 200
    assert found("daily_cost").value == Decimal("271.43")  # 1,900 / 7
    assert found("daily_cost").beside == (("days", 7.0),)


def test_the_margin_of_contracts(found: InternalFigures) -> None:
    # M: 1 x 300 + 0.5 x 350 + 120.10, the expense is rebilled. R: 300 + 0.5 x 350 + 450.
    assert found("contract_cost", client="acme", contract="M").value == Decimal("595.10")
    assert found("contract_cost", client="acme", contract="R").value == Decimal(925)
    # F: Tom 2 x 200; its subcontracting is in its purchases, so Sub's day is not counted again: 500
    assert found("contract_cost", client="lune", contract="F").value == Decimal(900)
    assert found("contract_margin", client="acme", contract="M").value == Decimal("2504.90")
    assert found("contract_margin_ratio", client="acme", contract="M").value == pytest.approx(2504.90 / 3100)
    assert found("contract_margin_ratio", client="acme").value == pytest.approx((5500.25 - 1520.10) / 5500.25)
    assert found("contract_margin", client="lune", contract="P").value == Decimal(-200)
    assert found("contract_margin_ratio", client="lune", contract="P").reason == "no_revenue"


def test_the_company_differs_from_its_contracts_by_a_line_of_its_own(found: InternalFigures) -> None:
    # Payroll of October: Léa 65,400 / 12 x 15 / 31 = 2,637.10 and 76,300 / 12 x 16 / 31 = 3,281.72; Tom, half time,
    # 43,600 / 12 x 20 / 31 x 0.5 = 1,172.04; Sub's day on R 450; purchases 120.10 + 500; the provider 3,650 / 12 =
    # 304.17. In all 8,465.13 of 10,750.25.
    assert found("contract_cost").value == Decimal("8465.13")
    assert found("contract_margin").value == Decimal("2285.12")
    contracts = [("acme", "M"), ("acme", "R"), ("lune", "F"), ("lune", "P")]
    parts = [found("contract_margin", client=client, contract=name).value for client, name in contracts]
    assert sum(Decimal(str(part)) for part in parts) == Decimal("7880.15")
    assert found("contract_margin", line="unallocated").value == Decimal("-5595.03")
    assert found("contract_margin_ratio").value == pytest.approx(2285.12 / 10750.25, abs=1e-6)


def test_provider_cost_is_shared_by_revenue_where_it_is_declared() -> None:
    shared = InternalFigures(project(staff=Staff(allocation="revenue")))
    # 304.1667 between M (3,100) and F (5,000)
    assert shared("contract_cost", client="acme", contract="M").value == Decimal("711.51")
    assert shared("contract_cost", client="lune", contract="F").value == Decimal("1087.76")
    assert shared("contract_cost").value == Decimal("8465.13")


def test_a_missing_cost_makes_a_margin_not_measured() -> None:
    missing = InternalFigures(project(), person_costs=[row for row in rows(COSTS) if row["person"] != "sub"])
    assert missing("contract_margin", client="acme", contract="R").reason == "no_cost"
    assert missing("contract_margin", client="acme").state == "not_measured"
    assert missing("contract_margin", client="acme", contract="M").value == Decimal("2504.90")
    assert missing("contract_margin").state == "not_measured"


def test_the_staffing_rate_is_billable_days_over_available_ones(found: InternalFigures) -> None:
    # Léa: 22 open days in October, away 1 + 0.5 + 1 (the 17th is a Saturday); billed 1 + 1 + 0.5.
    figure = found("staffing_rate", person="lea")
    assert figure.value == pytest.approx(2.5 / 19.5)
    assert dict(figure.beside) == {"billed_days": 2.5, "available_days": 19.5, "absent": 2.5}
    # Tom since the 12th, half time: 15 days x 0.5; his leave was before; billed 2 + 1.
    assert found("staffing_rate", person="tom").value == pytest.approx(3 / 7.5)
    assert found("staffing_rate", team="blue").value == pytest.approx(5.5 / 27)
    assert found("staffing_rate").value == pytest.approx(5.5 / 27)  # employees only
    assert found("staffing_rate", person="sub").value == pytest.approx(2 / 22)
    assert found("staffing_rate", "2026-09", person="tom").state == "no_data"
    # the week of 12 October: 5 days less 1.5
    week = found("staffing_rate", "2026-W42", person="lea")
    assert (week.value, dict(week.beside)["absent"]) == (0, 1.5)
    assert found("staffing_rate", "2026-W43", person="lea").value == pytest.approx(0.5 / 5)


def test_only_declared_kinds_of_absence_are_deducted() -> None:
    only = InternalFigures(project(staff=Staff(deducted_absences=("rtt",))))
    assert only("staffing_rate", person="lea").value == pytest.approx(2.5 / 21.5)


def test_weeks_are_the_last_thirteen_whose_working_days_are_over() -> None:
    def weeks(text: str) -> list[str]:
        return [span.name for span in spans(periods(at(text), "Europe/Paris", 13)) if "W" in span.name]

    assert weeks("2026-11-01 08:00")[-1] == "2026-W44"  # a Sunday
    assert weeks("2026-10-30 18:00")[-1] == "2026-W43"  # a Friday
    assert weeks("2026-01-10 08:00")[-3:] == ["2025-W52", "2026-W01", "2026-W02"]
    assert len(weeks("2026-11-01 08:00")) == 13


def test_two_currencies_are_never_added() -> None:
    foreign = rows(CONTRACTS)
    foreign[0]["currency"] = "CHF"
    apart = InternalFigures(project(), contracts=[{**row, "currency": row.get("currency", "")} for row in foreign])
    assert apart("revenue", client="acme", contract="M").currency == "CHF"
    assert (apart("revenue").value, apart("revenue").currency) == (Decimal("7650.25"), "EUR")
    assert (apart("revenue", currency="CHF").value, apart("revenue", currency="CHF").currency) == (Decimal(3100), "CHF")
    assert apart("revenue", client="acme").value == Decimal("2400.25")


def test_client_figures_are_given_by_client_and_for_all_together() -> None:
    tickets = rows("""
        ticket | client | kind     | priority | status | created          | owned            | resolved
        A      | acme   | incident | P1       | closed | 2026-10-05 09:00 | 2026-10-05 09:10 | 2026-10-05 10:00
        B      | acme   | incident | P1       | closed | 2026-10-06 09:00 | 2026-10-06 09:10 | 2026-10-06 11:00
        C      | lune   | incident | P1       | closed | 2026-10-06 09:00 | 2026-10-06 09:10 | 2026-10-06 15:00
    """)
    both = InternalFigures(project(), tickets=tickets)
    assert both("ticket_volume", client="acme").value == 2
    assert both("ticket_volume", client="acme", priority="P1").value == 2
    assert both("ticket_volume").value == 3
    assert both("mttr").value == 180  # (60 + 120 + 360) / 3, not the mean of 90 and 360
    assert both("mttr").beside == (("median", 120.0), ("p90", 360.0))
    assert ("ticket_volume", OCTOBER, (("priority", "P1"),)) not in both.all
    assert both("budget_remaining", "to_date", client="lune", contract="P").value == 63


def test_t09_what_no_source_feeds_is_not_measured() -> None:
    bare = InternalFigures(project(), invoices=[], person_costs=[])
    for kpi in ("revenue", "daily_rate", "daily_cost", "contract_margin", "contract_margin_ratio", "contract_cost"):
        assert (bare(kpi).state, bare(kpi).reason) == ("not_measured", "no_source")


def test_an_internal_figure_is_never_computed_for_a_client() -> None:
    clients, _ = _slices(project())
    for name in (name for name, kpi in KPIS.items() if kpi.internal):
        with pytest.raises(Exception, match=f"{name} is internal, it cannot be granted"):
            compute(clients["acme"], project(), AS_OF, [name])
