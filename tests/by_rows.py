"""Figures worked out from the files of a site, by who has the csv module and the figures' cards, and nothing else."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Row = dict[str, str]
SHOWN = ("ok", "estimated", "revised", "stale")


def csv_rows(text: str) -> list[Row]:
    """The lines of a CSV."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def file_rows(site: Path, name: str) -> list[Row]:
    """The lines of a file of a site's data, none where it has no such file."""
    file = site / "data" / f"{name}.csv"
    return csv_rows(file.read_text(encoding="utf-8")) if file.is_file() else []


def told(figure: Mapping[str, Any], rows: Sequence[Row], sums: Iterable[Row] = ()) -> float | None:
    """A figure of data/figures.json worked out from its rows, else from the sums that it is made of; None: from
    neither."""
    kpi, by = figure["kpi"], figure["by"]
    mine = [row for row in rows if row["period"] == figure["period"]]
    if kpi in BY_ROWS and (mine or figure["value"] == 0) and rows and by.keys() <= rows[0].keys() - {"service"}:
        mine = [row for row in mine if all(row[name] == value for name, value in by.items())]
        return BY_ROWS[kpi](_own(figure, mine)) if mine else 0.0
    lines = [row for row in sums if row["period"] == figure["period"]
             and {name: row[name] for name in row.keys() & _BY if row[name]} == by]
    if kpi in OF_STAFF and not lines and rows:
        return OF_STAFF[kpi](_own(figure, _under(mine, by)))
    return BY_SUMS.get(kpi, _value)(lines[0]) if len(lines) == 1 else None


def _under(rows: Sequence[Row], by: Mapping[str, str]) -> Sequence[Row]:
    """Those of a client, a team, a person; of a team and of the company the employees alone."""
    mine = [row for row in rows if all(row[name] == value for name, value in by.items() if name != "currency")]
    return mine if "person" in by else [row for row in mine if row.get("kind", "employee") == "employee"]


def number(value: Any) -> float:
    """The value of a figure, money without its currency."""
    return float(str(value).partition(" ")[0])


def _own(figure: Mapping[str, Any], rows: Sequence[Row]) -> Sequence[Row]:
    """Two currencies are never added."""
    currency = str(figure["value"]).partition(" ")[2]
    return [row for row in rows if row["currency"] == currency] if currency and rows and "currency" in rows[0] else rows


def _share(column: str) -> Callable[[Sequence[Row]], float]:
    def share(rows: Sequence[Row]) -> float:
        verdicts = [row[column] for row in rows if row[column] in ("met", "missed")]
        return verdicts.count("met") / len(verdicts)
    return share


def _mean(column: str) -> Callable[[Sequence[Row]], float]:
    """Of a clock; at month grain its minutes are added up, and its tickets counted."""
    def mean(rows: Sequence[Row]) -> float:
        times = [float(row[column]) for row in rows if row[column]]
        return math.fsum(times) / len(times)
    return mean


def _sum(column: str, *, where: str = "") -> Callable[[Sequence[Row]], float]:
    return lambda rows: math.fsum(float(row[column]) for row in rows if not where or row[where] == "true")


def _sold(rows: Sequence[Row]) -> float:
    return math.fsum(float(row["amount"]) for row in rows if row["line"] not in ("used", "remaining"))


def _used(rows: Sequence[Row], until: str = "9999") -> float:
    return math.fsum(float(row["amount"]) for row in rows if row["line"] == "used" and row["date"] <= until)


def _landing(rows: Sequence[Row]) -> float:
    (estimate,) = [row for row in rows if row["line"] == "remaining"]
    return _used(rows, estimate["date"]) + float(estimate["amount"])


def _satisfied(rows: Sequence[Row]) -> float:
    scored = [row for row in rows if row["score"]]
    return sum(float(row["score"]) >= 0.8 * float(row["scale"]) for row in scored) / len(scored)


def _uptime(rows: Sequence[Row]) -> float:
    agreed, down = (math.fsum(float(row[name]) for row in rows) for name in ("agreed", "down"))
    return (agreed - down) / agreed


def _held(rows: Sequence[Row]) -> float:
    """Where the file says what a commitment's rate is made of, its own result follows from it."""
    for row in rows:
        if row["result"] in ("met", "missed") and row["total"]:
            reached = float(row["met"]) * 100 >= (float(row["target_pct"]) - 1e-9) * float(row["total"])
            assert row["result"] == ("met" if reached else "missed"), row
    return _share("result")(rows)


def _contact(rows: Sequence[Row]) -> float:
    answered = [row for row in rows if row["answers"] != "0"]
    return sum(row["answers"] == "1" and row["reopened"] == "false" for row in answered) / len(answered)


def _full(rows: Sequence[Row]) -> float:
    (last,) = rows
    return float(last["value"]) / float(last["limit"])


def _margin(line: Row) -> float:
    """Of what is no contract's and no client's (`line`), the value alone is told."""
    return float(line["revenue"]) - float(line["contract_cost"]) if line["revenue"] else _value(line)


def _amount(*lines: str) -> Callable[[Sequence[Row]], float]:
    return lambda rows: math.fsum(float(row["amount"]) for row in rows if row["line"] in lines)


def _left(rows: Sequence[Row]) -> float:
    return _amount("revenue")(rows) - _amount("time", "purchase", "providers")(rows)


def _a_day(rows: Sequence[Row]) -> float:
    """What is under no contract has no day."""
    named = [row for row in rows if row["contract"]]
    return _amount("revenue")(named) / math.fsum(float(row["quantity"]) for row in named if row["line"] == "days")


def _days(top: str, under: str) -> Callable[[Sequence[Row]], float]:
    return lambda rows: math.fsum(float(row[top]) for row in rows) / math.fsum(float(row[under]) for row in rows)


def _owed(more: str, less: str) -> Callable[[Sequence[Row]], float]:
    """One contract is never set off against another."""
    def owed(rows: Sequence[Row]) -> float:
        contracts = {row["contract"] for row in rows}
        mine = ([row for row in rows if row["contract"] == contract] for contract in contracts)
        return math.fsum(max(_amount(more)(some) - _amount(less)(some), 0.0) for some in mine)
    return owed


def _value(line: Row) -> float:
    return float(line["value"]) if "value" in line else float(line["met"]) / float(line["total"])


def _over(top: str, under: str) -> Callable[[Row], float]:
    return lambda line: float(line[top]) / float(line[under])


_BY = frozenset(("contract", "commitment", "priority", "kind", "service", "metric", "ci", "group", "client", "line",
                 "team", "person", "reason"))
BY_ROWS: dict[str, Callable[[Sequence[Row]], float]] = {
    "ticket_volume": len,
    "backlog": len,
    "tto_met": _share("tto"),
    "ttr_met": _share("ttr"),
    "tto": _mean("tto_minutes"),
    "ttr": _mean("ttr_minutes"),
    "mtta": _mean("tto_minutes"),
    "mttr": _mean("ttr_minutes"),
    "hours_consumed": _sum("hours", where="deducted"),
    "hours_not_deducted": _sum("hours"),
    "days_consumed": lambda rows: math.fsum(float(row["hours"]) / float(row["day_hours"]) for row in rows
                                            if row["deducted"] == "true"),
    "budget_consumed": lambda rows: _used(rows) / _sold(rows),
    "budget_remaining": lambda rows: _sold(rows) - _used(rows),
    "landing": _landing,
    "csat": _satisfied,
    "checks_ok": lambda rows: sum(row["result"] == "ok" for row in rows) / len(rows),
    "reopen_rate": lambda rows: sum(row["reopened"] == "true" for row in rows) / len(rows),
    "first_contact": _contact,
    "source_agreement": lambda rows: sum(row["ours"] == row["source"] for row in rows) / len(rows),
    "availability": _uptime,
    "service_state": lambda rows: max(float(row["severity"]) for row in rows),
    "commitments_held": _held,
    "penalty": _sum("amount"),
    "capacity_used": _full,
}
OF_STAFF: dict[str, Callable[[Sequence[Row]], float]] = {
    "revenue": _amount("revenue"),
    "contract_cost": _amount("time", "purchase", "providers"),
    "contract_margin": _left,
    "contract_margin_ratio": lambda rows: _left(rows) / _amount("revenue")(rows),
    "daily_rate": _a_day,
    "daily_rate_sold": _a_day,
    "staffing_rate": _days("billed_days", "available_days"),
    "occupancy_rate": _days("busy_days", "available_days"),
    "staffed_share": lambda rows: sum(row["on_mission"] == "true" for row in rows) / len(rows),
    "daily_cost": _days("amount", "days"),
    "accrued_income": _owed("produced", "invoiced"),
    "deferred_income": _owed("invoiced", "produced"),
}
BY_SUMS: dict[str, Callable[[Row], float]] = {
    **{kpi: _over("minutes", "n") for kpi in ("tto", "ttr", "mtta", "mttr")},
    "availability": lambda line: _uptime([line]),
    "budget_consumed": _over("consumed", "budget"),
    "budget_remaining": lambda line: float(line["budget"]) - float(line["consumed"]),
    "landing": lambda line: float(line["consumed"]) + float(line["remaining"]),
    "contract_margin": _margin,
    "contract_margin_ratio": _over("contract_margin", "revenue"),
    "activity_rate": _over("n", "working_days"),
    "staffing_rate": _over("billed_days", "available_days"),
    "occupancy_rate": _over("busy_days", "available_days"),
}
