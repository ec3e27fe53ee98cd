"""Random lives of tickets: the derived columns equal a walk through each ticket's log in plain Python."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clairevoie.figures.derive import derive
from clairevoie.project.model import Calendar
from tests.figures import by_hand
from tests.figures.ledger import ALWAYS, AS_OF, OFFICE, dataset, project, rows
from tests.sampling import sample

CALENDARS = {
    "ouvre": Calendar("ouvre", "", "", "Europe/Paris", OFFICE.windows, holidays="FR", closures=(date(2026, 12, 24),)),
    "always": ALWAYS,
}
CONTRACTS = rows("contract | client | name | kind | start | calendar\nK | acme | K | managed | 2025-01-01 | ouvre")
LINES = rows("""
    commitment | contract | service | ticket_kind | priority | metric | limit | calendar | target_pct
    a          | K        |         |             |          | tto    | 240   | ouvre    | 95
    b          | K        |         |             | P1       | tto    | 30    | always   | 95
    c          | K        |         | incident    | P1       | ttr    | 240   | always   | 95
    d          | K        |         |             | P1       | ttr    | 300   | ouvre    | 95
    e          | K        | mail    |             | P2       | ttr    | 2d    | ouvre    | 95
    f          | K        |         |             | P2       | ttr    | 1d    | always   | 95
""")
STATUS = st.sampled_from(["new", "assigned", "pending", "waiting_approval", "resolved", "closed", "cancelled"])
CHANGE = st.one_of(st.tuples(st.just("status"), STATUS), st.tuples(st.just("priority"), st.sampled_from(["P1", "P2"])),
                   st.tuples(st.just("owner"), st.sampled_from(["lea", ""])))
LIFE = st.tuples(
    st.sampled_from(["2026-03-27 15:00", "2026-10-23 15:00", "2026-07-10 09:30", "2026-12-23 12:00"]),
    st.integers(0, 4 * 1440), st.sampled_from(["incident", "request"]), st.sampled_from(["mail", "desk"]),
    st.sampled_from(["P1", "P2"]), st.lists(st.tuples(st.integers(0, 3000), CHANGE), max_size=6),
)


@sample(80)
@given(st.lists(LIFE, min_size=1, max_size=4), st.integers(-60 * 1440, 60 * 1440))
def test_random_lives_are_measured_as_a_person_would(
    lives: list[tuple[str, int, str, str, str, list[tuple[int, tuple[str, str]]]]], shift: int
) -> None:
    now = (AS_OF + timedelta(minutes=shift)).astimezone(UTC)
    tickets, events = [], []
    for number, (first, after, kind, service, priority, changes) in enumerate(lives):
        at = by_hand.utc(first) + timedelta(minutes=after)
        name = f"T{number}"
        tickets.append({"ticket": name, "client": "acme", "contract": "K", "service": service, "kind": kind,
                        "priority": priority, "status": "new", "created": _local(at)})
        events += [{"ticket": name, "at": _local(at), "field": field, "value": value}
                   for field, value in (("status", "new"), ("priority", priority))]
        for wait, (field, value) in changes:
            at += timedelta(minutes=wait + 1)
            events.append({"ticket": name, "at": _local(at), "field": field, "value": value})
    company = dataset(tickets=tickets, ticket_events=events, contracts=CONTRACTS, commitments=LINES)
    derived = derive(company, project(calendars=CALENDARS, calendar="ouvre"), now)
    found = {row["ticket"]: row for row in derived.tables["tickets"].to_pylist()}
    for row in tickets:
        if by_hand.utc(row["created"]) > now:
            assert row["ticket"] not in found
            continue
        mine = [event for event in events if event["ticket"] == row["ticket"]]
        hand = by_hand.Ticket(row, mine, LINES, {"K": "ouvre"}, now)
        got = found[row["ticket"]]
        assert (got["status"], got["tto_stop"], got["ttr_stop"]) == (hand.status, hand.owned, hand.resolved)
        for metric, watch in (("tto", hand.tto), ("ttr", hand.ttr)):
            assert (got[f"{metric}_commitment"], got[f"{metric}_verdict"], got[f"{metric}_late"]) \
                == (watch["line"], watch["verdict"], watch["late"])
            stop = hand.owned if metric == "tto" else hand.resolved
            assert got[f"{metric}_minutes"] == (watch["minutes"] if stop else None)


def _local(at: datetime) -> str:
    """A local time of Paris, that occurs once."""
    local = at.astimezone(by_hand.PARIS)
    return (local.replace(hour=4) if local.fold else local).strftime("%Y-%m-%d %H:%M")
