"""A client's service figures worked out from the demo's CSV files in plain Python: nothing of ours is called."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from tests.figures.by_hand import CLOSED, PARIS, Ticket, minutes, month_of, read, utc
from tests.figures.by_hand_items import interrupts

AS_OF = datetime(2026, 11, 1, 8, tzinfo=PARIS)
MONTHS = ("2025-10", "2025-11", "2025-12", *(f"2026-{month:02d}" for month in range(1, 12)))


def month_start(month: str) -> datetime:
    """The first instant of a month in Paris."""
    return datetime.combine(date.fromisoformat(f"{month}-01"), time(), PARIS)


def month_end(month: str) -> datetime:
    """The first instant of the next one."""
    return datetime.combine((date.fromisoformat(f"{month}-28") + timedelta(days=4)).replace(day=1), time(), PARIS)


def desk(tickets: list[Ticket], month: str, now: datetime) -> dict[str, Any]:
    """Delays (mean, median, p90, n), tickets a working day, reopenings, first contact; None where nothing counts."""
    resolved = [t for t in tickets if month_of(t.resolved) == month]
    owned = [t for t in tickets if month_of(t.owned) == month]
    incidents = [t for t in owned if t.row["kind"] == "incident"]
    days = _working_days(month, now)
    return {
        "tto": _times([t.tto["minutes"] for t in owned]),
        "ttr": _times([t.ttr["minutes"] for t in resolved]),
        "mtta": _times([t.tto["minutes"] for t in incidents]),
        "activity_rate": (len(resolved) / days, len(resolved)) if days and resolved else None,
        "reopen_rate": _reopened(tickets, month),
        "first_contact": _first_contact(resolved),
    }


def availabilities(client: str, month: str, now: datetime) -> dict[tuple[str, str], tuple[float, float, int]]:
    """Agreed minutes, minutes down and outages of each (contract, service) that has any; counted minute by minute."""
    contracts = {row["contract"]: row for row in read("gestion/contracts.csv") if row["client"] == client}
    lines = {(row["contract"], row["service"]): row["calendar"] for row in read("itsm/commitments.csv")
             if row["metric"] == "availability"}
    found = {}
    for row in read("supervision/monitors.csv"):
        contract, service = row["contract"], row["service"]
        if contract not in contracts:
            continue
        calendar = lines.get((contract, service), contracts[contract]["calendar"])
        first = max(datetime.fromisoformat(row["from"]), month_start(month))
        last = min(datetime.fromisoformat(row["to"]) if row["to"] else now, month_end(month), now)
        agreed = minutes(first.astimezone(UTC), last.astimezone(UTC), calendar)
        down = {minute for minute in _outage_minutes(contract, service, client, now)
                if first <= minute < last and _is_open(minute, calendar)}
        if agreed:
            runs = sum(minute - timedelta(minutes=1) not in down for minute in down)
            found[contract, service] = (agreed, float(len(down)), runs)
    return found


def owed(tickets: list[Ticket], month: str) -> int | None:
    """What the lines that have a rule an amount a late ticket cost in the month; None where none has a verdict."""
    found: int | None = None
    for line in read("itsm/commitments.csv"):
        if line["penalty"]:
            amount, _, rule = line["penalty"].partition(" ")
            assert (rule, line["metric"]) == ("per ticket", "ttr")
            judged = [t.ttr["verdict"] for t in tickets if month_of(t.resolved) == month and t.ttr["verdict"]
                      and t.ttr["line"] == line["commitment"]]
            if len(judged) >= 5:
                late = judged.count("missed")
                missed = 100 * (len(judged) - late) < float(line["target_pct"]) * len(judged)
                found = (found or 0) + (int(amount) * late if missed else 0)
    return found


def held(client: str, tickets: list[Ticket], month: str, now: datetime) -> dict[str, int]:
    """How many commitment lines of the month came out how."""
    contracts = {row["contract"]: row for row in read("gestion/contracts.csv") if row["client"] == client}
    times = availabilities(client, month, now)
    found = {"held": 0, "missed": 0, "too_few": 0, "no_data": 0, "not_measured": 0}
    for line in read("itsm/commitments.csv"):
        if line["contract"] not in contracts:
            continue
        target = float(line["target_pct"])
        runs = _runs(contracts[line["contract"]], month)
        if line["metric"] == "availability":
            time_of = times.get((line["contract"], line["service"]))
            if runs and time_of:
                found["held" if 100 * (time_of[0] - time_of[1]) / time_of[0] >= target else "missed"] += 1
            elif runs:
                found["not_measured"] += 1
            continue
        mine = [(t.tto, t.owned) if line["metric"] == "tto" else (t.ttr, t.resolved) for t in tickets]
        judged = [watch["verdict"] for watch, at in mine if month_of(at) == month and watch["verdict"]
                  and watch["line"] == line["commitment"]]
        if judged or runs:
            good = 100 * sum(verdict == "met" for verdict in judged)
            found["no_data" if not judged else "too_few" if len(judged) < 5
                  else "held" if good >= target * len(judged) else "missed"] += 1
    return found


def agreed(tickets: list[Ticket], month: str) -> dict[str, tuple[int, int, int]]:
    """Equal verdicts, those that both give, those that the tool does not give; by metric."""
    found = {}
    for metric in ("tto", "ttr"):
        mine = [(t.row[f"source_{metric}_met"], getattr(t, metric)["verdict"]) for t in tickets
                if month_of(t.owned if metric == "tto" else t.resolved) == month and getattr(t, metric)["verdict"]]
        both = [(said == "true", ours == "met") for said, ours in mine if said]
        found[metric] = (sum(said == ours for said, ours in both), len(both), len(mine) - len(both))
    return found


def _runs(contract: dict[str, str], month: str) -> bool:
    last = contract["terminated"] if contract["renewal"] == "tacit" else min(
        filter(None, (contract["end"], contract["terminated"])), default="")
    return contract["start"][:7] <= month <= (last or "9999")[:7]


def checks(client: str, month: str) -> dict[str, tuple[int, int]]:
    """Passed, all, by kind."""
    mine = [row for row in read("supervision/checks.csv") if row["client"] == client
            and month_of(datetime.fromisoformat(row["at"])) == month]
    kinds = {row["kind"] for row in mine}
    return {kind: (sum(r["result"] == "ok" for r in mine if r["kind"] == kind), sum(r["kind"] == kind for r in mine))
            for kind in kinds}


def satisfaction(client: str, month: str, now: datetime) -> tuple[int, int, int, int]:
    """Satisfied, answers; sent in the month and, of these, answered."""
    mine = [row for row in read("itsm/surveys.csv") if row["client"] == client and utc(row["sent"]) <= now]
    answered = {row["survey"] for row in mine if row["answered"] and utc(row["answered"]) <= now}
    came = [row for row in mine if row["survey"] in answered and month_of(utc(row["answered"])) == month]
    sent = [row for row in mine if month_of(utc(row["sent"])) == month]
    good = sum(float(row["score"]) >= 0.8 * float(row["scale"]) for row in came)
    return good, len(came), len(sent), sum(row["survey"] in answered for row in sent)


def capacities(ci: str, metric: str, month: str) -> float | None:
    """The last value of the month ÷ its limit."""
    mine = [row for row in read("supervision/capacity.csv") if (row["ci"], row["metric"]) == (ci, metric)
            and month_of(datetime.fromisoformat(row["at"])) == month and datetime.fromisoformat(row["at"]) <= AS_OF]
    last = max(mine, key=lambda row: datetime.fromisoformat(row["at"]), default=None)
    return float(last["value"]) / float(last["limit"]) if last else None


def _outage_minutes(contract: str, service: str, client: str, now: datetime) -> set[datetime]:
    """Less what was announced: of items, what those announced do by themselves."""
    down: dict[str, set[datetime]] = {"outage": set(), "planned": set(), "degradation": set()}
    items: dict[datetime, dict[str, set[str]]] = defaultdict(lambda: {"outage": set(), "planned": set()})
    for row in read("supervision/outages.csv"):
        if row["client"] not in ("", client) or (row["ci"] and row["kind"] == "degradation"):
            continue
        at = datetime.fromisoformat(row["start"]).astimezone(UTC)
        end = datetime.fromisoformat(row["end"]).astimezone(UTC) if row["end"] else now
        while at < min(end, now):
            if row["ci"]:
                items[at][row["kind"]].add(row["ci"])
            elif row["service"] == service:
                down[row["kind"]].add(at)
            at += timedelta(minutes=1)
    for at, lost in items.items():  # what stands on them, step by step: the operator's line takes the ERP's base along
        if interrupts(contract, service, frozenset(lost["outage"] | lost["planned"])):
            down["planned" if interrupts(contract, service, frozenset(lost["planned"])) else "outage"].add(at)
    return down["outage"] - down["planned"]


def _is_open(at: datetime, calendar: str) -> bool:
    local = at.astimezone(PARIS)
    return calendar == "always" or (
        local.weekday() < 5 and local.date().isoformat() not in CLOSED and 8 <= local.hour < 18)


def _times(times: list[float]) -> tuple[float, float, float, int] | None:
    ranked = sorted(times)
    if not ranked:
        return None
    middle, high = (ranked[math.ceil(share * len(ranked)) - 1] for share in (0.5, 0.9))
    return sum(ranked) / len(ranked), middle, high, len(ranked)


def _working_days(month: str, now: datetime) -> int:
    day, count = month_start(month).date(), 0
    while day < month_end(month).date() and day <= now.astimezone(PARIS).date():
        count += day.weekday() < 5 and day.isoformat() not in CLOSED
        day += timedelta(days=1)
    return count


def _reopened(tickets: list[Ticket], month: str) -> tuple[int, int]:
    back = total = 0
    for ticket in tickets:
        outcomes = []
        for place, (at, status) in enumerate(ticket.changes):
            was = ticket.changes[place - 1][1] if place else ""
            if status in ("resolved", "closed") and was not in ("resolved", "closed") and month_of(at) == month:
                later = [change for change in ticket.changes[place + 1:] if change[1] not in ("resolved", "closed")]
                outcomes.append(bool(later) and later[0][1] != "cancelled" and later[0][0] - at <= timedelta(days=14))
        total += bool(outcomes)
        back += any(outcomes)
    return back, total


def _first_contact(resolved: list[Ticket]) -> tuple[int, int, int]:
    """With one answer, all, and those without a recorded answer."""
    answers: dict[str, list[datetime]] = defaultdict(list)
    for event in read("itsm/ticket_events.csv"):
        if event["field"] == "answer" and event["value"]:
            answers[event["ticket"]].append(utc(event["at"]))
    good = total = silent = 0
    for ticket in resolved:
        assert ticket.resolved is not None
        if ticket.row["kind"] == "problem":
            continue
        given = sum(at <= ticket.resolved.astimezone(UTC) for at in answers[ticket.row["ticket"]])
        ends = [status for _, status in ticket.changes]
        back = any(was in ("resolved", "closed") and now in ("new", "assigned", "pending", "waiting_approval")
                   for was, now in pairwise(ends))
        silent += given == 0
        total += given > 0
        good += given == 1 and not back
    return good, total, silent
