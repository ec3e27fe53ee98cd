"""What each contract leaves, from January to the last whole month, and what is on no contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clairevoie.disclosure.charting import monthly
from clairevoie.disclosure.house import House
from clairevoie.disclosure.internal_clients import margin
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import last_day_of
from clairevoie.disclosure.wording import COLON, amount, joined, month
from clairevoie.portal import Chart, Figure, MarginLine, Margins, Text

_COLUMNS = ("contract", "name", "kind", "end", "renewal", "terminated")
_LABEL = Text("Taux de marge", "Margin rate")


def margins(house: House) -> Margins:
    """The margins panel: a line a contract that has a revenue or a margin this year, the lowest share first."""
    names = {row.text("client"): row.text("name") for row in house.own("clients")}
    found = [_line(house, names.get(client, client), row) for client, row in house.all("contracts", *_COLUMNS)]
    sold = {row.text("contract") for _, row in house.all("budgets", "contract", "unit") if row.text("unit") == "days"}
    lines = sorted((replace(line, in_days=line.contract in sold) for line in found if line), key=_rank)
    company = house.ledger.one("contract_margin", house.year) or _unknown(house, "contract_margin")
    apart = house.ledger.one("contract_margin", house.year, line="unallocated") or _unknown(house, "contract_margin")
    return Margins(house.year, tuple(lines), apart, company, _chart(house))


def _line(house: House, client: str, row: Row) -> MarginLine | None:
    contract = row.text("contract")
    revenue = house.ledger.one("revenue", house.year, contract=contract)
    left = house.ledger.one("contract_margin", house.year, contract=contract)
    if not any(figure and figure.state != "no_data" for figure in (revenue, left)) or not _is_of_the_year(row, house):
        return None
    revenue, left = revenue or _unknown(house, "revenue"), left or _unknown(house, "contract_margin")
    cost = house.ledger.one("contract_cost", house.year, contract=contract) or _unknown(house, "contract_cost")
    share = margin(house, contract=contract) or _unknown(house, "contract_margin_ratio")
    rate = house.ledger.one("daily_rate", house.year, contract=contract)
    return MarginLine(client, contract, row.text("name"), row.text("kind"), revenue, cost, left, share,
                      rate, _days(rate, left))


def _is_of_the_year(row: Row, house: House) -> bool:
    return last_day_of(row) >= date(int(house.year[:4]), 1, 1)


def _days(*figures: Figure | None) -> float:
    """The days that stand beside the rate or the margin."""
    beside = [dict(figure.beside) for figure in figures if figure]
    return float(next((found["days"] for found in beside if "days" in found), 0.0))


def _chart(house: House) -> Chart | None:
    figures = house.ledger.over("contract_margin_ratio", house.months)
    if not figures:
        return None
    said = joined(month(house.month), COLON, amount(figures[-1]))
    return Chart("margin-by-month", "line", "ratio", (monthly("contract_margin_ratio", _LABEL, figures),), said,
                 house.project.staff.margin_threshold / 100, Text("Seuil", "Threshold"))


def _unknown(house: House, kpi: str) -> Figure:
    return Figure(kpi, house.year, "ratio" if kpi.endswith("ratio") else "money", "not_measured", reason="no_source")


def _rank(line: MarginLine) -> tuple[bool, float, str, str]:
    value = line.margin_ratio.value
    return value is None, float(value or 0), line.client, line.contract
