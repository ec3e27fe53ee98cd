"""What was open at a day's end, counted while it is still known, against a calculation a row at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from clairevoie.figures.day_end import day_ends
from clairevoie.tables.daily import Noted
from clairevoie.tables.dataset import check
from tests.sampling import sample
from tests.tables.raws import raw

READ = datetime(2026, 11, 1, 5, 15, tzinfo=UTC)  # 06:15 in Paris
MIDNIGHT = datetime(2026, 10, 31, 23, tzinfo=UTC)  # in Paris
HALLOWEEN = date(2026, 10, 31)


def counted(*tickets: dict[str, str], zones: dict[str, str] | None = None, read: datetime = READ) -> list[Noted]:
    rows = [{"ticket": f"T{n}", **ticket} for n, ticket in enumerate(tickets)]
    dataset = check("desk", [raw("tickets", *rows)], "UTC")
    assert dataset.set_aside == ()
    return list(day_ends(dataset.tables["tickets"], zones or {"acme": "Europe/Paris"}, read))


def total(*tickets: dict[str, str]) -> int:
    return next(row.value for row in counted(*tickets) if row.by == ())


def ticket(created: str, status: str = "new", **more: str) -> dict[str, str]:
    return {"client": "acme", "created": created, "status": status, "kind": "incident", "priority": "P2",
            "title": "x"} | more


def test_what_is_open_and_what_was_closed_since_midnight_was_open() -> None:
    assert total(ticket("2026-10-31T22:59Z")) == 1
    assert total(ticket("2026-10-31T23:00Z")) == 0  # of the day after, in Paris
    assert total(ticket("2026-10-01T00:00Z", "resolved", resolved="2026-10-31T22:59Z")) == 0
    assert total(ticket("2026-10-01T00:00Z", "resolved", resolved="2026-11-01T01:00Z")) == 1
    assert total(ticket("2026-10-01T00:00Z", "closed", resolved="2026-10-30T01:00Z", closed="2026-11-01T01:00Z")) == 0
    assert total(ticket("2026-10-01T00:00Z", "cancelled", closed="2026-11-01T01:00Z")) == 1
    assert total(ticket("2026-10-01T00:00Z", "cancelled")) == 0
    assert total(ticket("2026-10-01T00:00Z", "pending", resolved="2026-10-10T00:00Z")) == 1  # reopened


def test_each_client_has_its_own_midnight_and_the_rest_is_not_counted() -> None:
    found = counted(ticket("2026-10-31T20:00Z"), ticket("2026-10-31T20:00Z", client="ktm"),
                    ticket("2026-10-31T20:00Z", client="nobody"),
                    zones={"acme": "America/New_York", "ktm": "Asia/Kathmandu", "idle": "Europe/Paris"})
    assert [row for row in found if row.by == ()] == [
        Noted(HALLOWEEN, "acme", "backlog", (), 1), Noted(HALLOWEEN, "idle", "backlog", (), 0),
        Noted(HALLOWEEN, "ktm", "backlog", (), 0)]


def test_groupings_add_up() -> None:
    found = counted(ticket("2026-10-01T00:00Z"), ticket("2026-10-01T00:00Z", priority="P1", contract="C1"))
    assert {row.by: row.value for row in found} == {
        (): 2, (("contract", "C1"),): 1, (("priority", "P1"),): 1, (("priority", "P2"),): 1, (("kind", "incident"),): 2}


def _oracle(tickets: list[dict[str, str]], read: datetime, zone: str) -> int:
    midnight = datetime.combine(read.astimezone(ZoneInfo(zone)).date(), datetime.min.time(), ZoneInfo(zone))
    count = 0
    for row in tickets:
        ends = [datetime.fromisoformat(row[name]) for name in ("resolved", "closed") if row.get(name)]
        is_open = row["status"] in ("new", "assigned", "pending", "waiting_approval")
        was = is_open or bool(ends and min(ends) >= midnight)
        count += datetime.fromisoformat(row["created"]) < midnight and was
    return count


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90), st.sampled_from(["new", "pending", "resolved",
                                                                                 "closed"])), max_size=12),
       st.integers(0, 47), st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kathmandu"]))
@sample(60)
def test_the_backlog_of_a_midnight_is_what_a_row_at_a_time_gives(
        spans: list[tuple[int, int, str]], hour: int, zone: str) -> None:
    start, read = datetime(2026, 10, 23, 12, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC) + timedelta(
        hours=hour)
    tickets = []
    for begun, lasted, status in spans:
        created = start + timedelta(hours=begun)
        done = {"resolved": (created + timedelta(hours=lasted)).isoformat()} if status in ("resolved", "closed") else {}
        tickets.append(ticket(created.isoformat(), status, **done))
    found = counted(*tickets, zones={"acme": zone}, read=read) if tickets else []
    assert sum(row.value for row in found if row.by == ()) == _oracle(tickets, read, zone)
