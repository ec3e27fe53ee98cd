"""A client's month worked out from the demo's CSV files with csv and datetime only: nothing of ours is called."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

DATA = Path(__file__).parents[2] / "data_sources"
PARIS = ZoneInfo("Europe/Paris")
CLOSED = {  # public holidays of France from May 2025 to November 2026, and the company's closure
    "2025-05-01", "2025-05-08", "2025-05-29", "2025-06-09", "2025-07-14", "2025-08-15", "2025-11-01", "2025-11-11",
    "2025-12-25", "2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14",
    "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-24",
}
OPEN = ("new", "assigned", "pending", "waiting_approval")
By = tuple[tuple[str, str], ...]
Row = dict[str, str]


def read(name: str) -> list[Row]:
    """The rows of one file or of several."""
    found = []
    for file in sorted(DATA.glob(name)):
        with file.open(encoding="utf-8", newline="") as lines:
            found += list(csv.DictReader(lines))
    assert found, name
    return found


def utc(text: str) -> datetime:
    """A local instant of the service desk."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def minutes(start: datetime, end: datetime, calendar: str) -> float:
    """Working minutes, day by day."""
    if calendar == "always":
        return max((end - start).total_seconds() / 60, 0)
    total, day = 0.0, start.astimezone(PARIS).date()
    while day <= end.astimezone(PARIS).date():
        if day.weekday() < 5 and day.isoformat() not in CLOSED:
            opens, closes = (datetime.combine(day, time(h), PARIS).astimezone(UTC) for h in (8, 18))
            total += max((min(end, closes) - max(start, opens)).total_seconds() / 60, 0)
        day += timedelta(days=1)
    return total


class Ticket:
    """One ticket's life by as_of, from its log."""

    def __init__(self, row: Row, events: list[Row], lines: list[Row], calendars: dict[str, str], now: datetime) -> None:
        self.row, self.now = row, now
        log = sorted((utc(e["at"]), i, e["field"], e["value"]) for i, e in enumerate(events) if utc(e["at"]) <= now)
        self.changes = [(at, value) for at, _, field, value in log if field == "status"]
        assert self.changes[0] == (utc(row["created"]), "new")
        self.priorities = [(at, value) for at, _, field, value in log if field == "priority"]
        owners = [at for at, _, field, value in log if field == "owner" and value]
        taken = [at for at, status in self.changes if status in ("assigned", "pending", "resolved", "closed")]
        self.owned = min([*owners, *taken], default=None)
        self.status = self.changes[-1][1]
        self.resolved = self._resolved()
        own = calendars.get(row["contract"], "ouvre")
        self.tto = self._watch("tto", ("new",), self.owned, lines, own)
        self.ttr = self._watch("ttr", ("new", "assigned"), self.resolved, lines, own)

    def is_open(self, at: datetime) -> bool:
        """Whether it is open just before an instant."""
        past = [status for when, status in self.changes if when < at]
        return bool(past) and past[-1] in OPEN

    def _resolved(self) -> datetime | None:
        if self.status not in ("resolved", "closed"):
            return None
        final = None
        for at, status in reversed(self.changes):
            if status not in ("resolved", "closed"):
                break
            final = at
        return final

    def _watch(
        self, metric: str, runs: tuple[str, ...], stop: datetime | None, lines: list[Row], own: str
    ) -> dict[str, Any]:
        until = stop or self.now
        priority = [value for at, value in self.priorities if at <= until][-1]
        facts = {"service": self.row["service"], "ticket_kind": self.row["kind"], "priority": priority}
        able = [line for line in lines if line["metric"] == metric and line["contract"] == self.row["contract"]
                and all(line[name] in ("", value) for name, value in facts.items())]
        able.sort(key=lambda line: (-sum(bool(line[name]) for name in facts), _limit(line)))
        line = able[0] if able else None
        calendar = line["calendar"] if line else own
        spells = zip(self.changes, [*(at for at, _ in self.changes[1:]), self.now], strict=True)
        ran = sum(minutes(at, min(end, until), calendar)
                  for (at, status), end in spells if status in runs and at < until)
        over = line is not None and ran > _limit(line)
        verdict = None if stop is None or line is None or self.status == "cancelled" else "missed" if over else "met"
        return {"minutes": ran, "line": line and line["commitment"], "verdict": verdict,
                "late": over and stop is None and self.status != "cancelled"}


def _limit(line: Row) -> float:
    """Working minutes; a working day is ten hours in office hours, twenty-four otherwise."""
    day = 600 if line["calendar"] == "ouvre" else 1440
    return float(line["limit"][:-1]) * day if line["limit"].endswith("d") else float(line["limit"])


def month_of(at: datetime | None) -> str:
    """The local month of an instant, "" for none."""
    return at.astimezone(PARIS).strftime("%Y-%m") if at else ""


def tickets_of(client: str, now: datetime) -> list[Ticket]:
    """The client's tickets created by now."""
    events: dict[str, list[Row]] = defaultdict(list)
    for event in read("itsm/ticket_events.csv"):
        events[event["ticket"]].append(event)
    calendars = {row["contract"]: row["calendar"] for row in read("gestion/contracts.csv")}
    lines = [line for line in read("itsm/commitments.csv") if line["metric"] in ("tto", "ttr")]
    return [Ticket(row, events[row["ticket"]], lines, calendars, now) for row in read("itsm/tickets.csv")
            if row["client"] == client and utc(row["created"]) <= now]


def ticket_figures(client: str, month: str, now: datetime) -> dict[tuple[str, By], Any]:
    """Every figure on tickets of a client's month, and the backlog now under "backlog now"."""
    tickets = tickets_of(client, now)
    end = datetime.combine((date.fromisoformat(f"{month}-28") + timedelta(days=4)).replace(day=1), time(), PARIS)
    lines = [row for row in read("itsm/commitments.csv") if row["contract"] in {t.row["contract"] for t in tickets}]
    found: dict[tuple[str, By], Any] = {}
    for by, mine in _groups(tickets, ("contract", "priority", "kind")).items():
        found["ticket_volume", by] = sum(month_of(utc(t.row["created"])) == month for t in mine)
        found["backlog", by] = sum(t.is_open(end) for t in mine)
        found["backlog now", by] = sum(t.status in OPEN for t in mine)
    for by, mine in _groups(tickets, ("contract", "priority")).items():
        times = sorted(t.ttr["minutes"] for t in mine if t.row["kind"] == "incident" and month_of(t.resolved) == month)
        found["mttr", by] = times and (sum(times) / len(times), _rank(times, 0.5), _rank(times, 0.9), len(times))
        found["tto_met", by] = _rate([t.tto for t in mine if month_of(t.owned) == month])
        found["ttr_met", by] = _rate([t.ttr for t in mine if month_of(t.resolved) == month])
        found["tto_met late", by] = sum(t.tto["late"] for t in mine)
        found["ttr_met late", by] = sum(t.ttr["late"] for t in mine)
    for line in lines:
        name, by = line["commitment"], (("commitment", line["commitment"]),)
        if line["metric"] == "tto":
            watched = [t.tto for t in tickets if month_of(t.owned) == month and t.tto["line"] == name]
            found["tto_met", by] = _rate(watched)
        if line["metric"] == "ttr":
            watched = [t.ttr for t in tickets if month_of(t.resolved) == month and t.ttr["line"] == name]
            found["ttr_met", by] = _rate(watched)
    return found


def time_figures(client: str, month: str, today: date) -> dict[tuple[str, By], Any]:
    """Hours of the month, and budgets at `today`, of a client."""
    contracts = {row["contract"]: row for row in read("gestion/contracts.csv") if row["client"] == client}
    entries = []
    for row in read("temps/saisies-*.csv"):
        try:
            day = date.fromisoformat(row["Date"])
        except ValueError:
            continue  # a day that does not exist: the row is set aside
        if row["Client"] == client and day <= today and 0 <= float(row["Heures"]) <= 24:
            taken = (row["Décomptée"] or row["Facturable"]) == "oui"
            entries.append((day, row["Contrat"], float(row["Heures"]), taken, row["Facturable"] == "oui"))
    found: dict[tuple[str, By], Any] = {}
    for contract in ["", *sorted({entry[1] for entry in entries if entry[1]})]:
        mine = [e for e in entries if e[0].strftime("%Y-%m") == month and contract in ("", e[1])]
        by: By = (("contract", contract),) if contract else ()
        found["hours_consumed", by] = mine and (
            math.fsum(e[2] for e in mine if e[3]), math.fsum(e[2] for e in mine if e[4]),
            math.fsum(e[2] for e in mine if not e[3]), len(mine),
        )
    for contract, row in contracts.items():
        assert row["multipliers"] == ""  # none to apply for this client
        budget = _budget(contract, today)
        if budget is not None:
            used = [(day, hours) for day, of, hours, taken, _ in entries if of == contract and taken]
            by = (("contract", contract),)
            consumed = math.fsum(hours for _, hours in used)
            found["budget_consumed", by], found["budget_remaining", by] = consumed / budget, budget - consumed
            found["landing", by] = _landing(contract, used, consumed, budget, today)
    return found


def _by(name: str, contract: str, today: date) -> list[Row]:
    """The rows of a contract that are dated by `today`."""
    return [row for row in read(name) if row["contract"] == contract and date.fromisoformat(row["date"]) <= today]


def _budget(contract: str, today: date) -> float | None:
    rows = _by("gestion/budgets.csv", contract, today)
    assert {row["unit"] for row in rows} <= {"hours"}
    amounts = [-abs(float(r["amount"])) if r["kind"] == "expired" else float(r["amount"]) for r in rows]
    return math.fsum(amounts) if rows else None


def _landing(
    contract: str, used: list[tuple[date, float]], consumed: float, budget: float, today: date
) -> dict[str, float] | None:
    rows = _by("gestion/estimates.csv", contract, today)
    if not rows:
        return None
    last = max(rows, key=lambda row: row["date"])
    assert last["unit"] == "hours"
    before = math.fsum(hours for day, hours in used if day <= date.fromisoformat(last["date"]))
    landing = before + float(last["remaining"])
    return {"value": landing, "consumed_since": consumed - before, "drift": landing - budget}


def _groups(tickets: list[Ticket], names: tuple[str, ...]) -> dict[By, list[Ticket]]:
    groups: dict[By, list[Ticket]] = {(): tickets}
    for name in names:
        for value in sorted({t.row[name] for t in tickets if t.row[name]}):
            groups[((name, value),)] = [t for t in tickets if t.row[name] == value]
    return groups


def _rate(watches: list[dict[str, Any]]) -> tuple[int, int, int]:
    """Met, total, and those without a commitment."""
    counted = [watch for watch in watches if watch["verdict"]]
    return sum(w["verdict"] == "met" for w in counted), len(counted), sum(w["line"] is None for w in watches)


def _rank(ranked: list[float], share: float) -> float:
    return ranked[math.ceil(share * len(ranked)) - 1]
