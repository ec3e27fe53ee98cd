"""Durations, commitments and verdicts of tickets worked out by hand."""

# ruff: noqa: E501  # a table is read across

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from clairevoie.figures.derive import derive
from clairevoie.tables.dataset import Dataset
from tests.figures.ledger import AS_OF, at, dataset, project, rows

# Office hours are 8 h to 18 h, Monday to Friday. 5 October 2026 is a Monday; the clocks go back on Sunday 25 October.
CONTRACTS = """
contract | client | name | kind    | start      | end        | calendar | renewal | terminated
K1       | acme   | K1   | managed | 2025-01-01 | 2027-12-31 | office   |         |
K2       | acme   | K2   | managed | 2025-01-01 | 2026-06-30 | always   |         |
K3       | acme   | K3   | managed | 2025-01-01 | 2026-06-30 | office   | tacit   |
L1       | lune   | L1   | managed | 2025-01-01 | 2027-12-31 | always   |         |
"""
COMMITMENTS = """
commitment | contract | service | ticket_kind | priority | metric | limit | calendar | target_pct
tto-p1     | K1       |         |             | P1       | tto    | 30    | always   | 99
tto-any    | K1       |         |             |          | tto    | 240   | office   | 95
ttr-p1     | K1       |         |             | P1       | ttr    | 240   | always   | 99
ttr-p2     | K1       |         |             | P2       | ttr    | 480   | office   | 95
ttr-p3     | K1       |         |             | P3       | ttr    | 2d    | office   | 90
ttr-mail   | K1       | mail    | incident    | P3       | ttr    | 600   | office   | 90
k2-ttr     | K2       |         |             | P3       | ttr    | 120   | office   | 90
k3-ttr     | K3       |         |             | P3       | ttr    | 300   | office   | 90
k3-slow    | K3       |         |             | P3       | ttr    | 900   | office   | 90
l-ttr      | L1       |         |             |          | ttr    | 60    | always   | 90
"""
SERVICES = """
contract | service
K2       | backup
K3       | backup
"""
TICKETS = """
ticket | client | contract | service | kind     | priority | status   | created          | owned            | resolved         | pending_minutes
T01    | acme   | K1       | desk    | incident | P2       | closed   | 2026-10-05 09:00 |                  |                  |
T02    | acme   | K1       | desk    | incident | P2       | closed   | 2026-10-09 16:00 |                  |                  |
T03    | acme   | K1       | desk    | incident | P1       | resolved | 2026-10-24 23:30 |                  |                  |
T04    | acme   | K1       | desk    | request  | P3       | resolved | 2026-10-05 12:00 | 2026-10-05 16:00 | 2026-10-07 12:00 |
T05    | acme   | K1       | desk    | request  | P3       | resolved | 2026-10-05 12:00 | 2026-10-05 16:01 | 2026-10-07 12:01 |
T06    | acme   | K1       | mail    | incident | P3       | resolved | 2026-10-05 08:00 | 2026-10-05 09:00 | 2026-10-06 11:00 | 180
T07    | acme   |          | backup  | incident | P3       | resolved | 2026-10-05 08:00 | 2026-10-05 08:30 | 2026-10-05 14:00 |
T08    | acme   |          | backup  | incident | P3       | resolved | 2026-05-04 08:00 | 2026-05-04 08:30 | 2026-05-04 14:00 |
T09    | acme   |          | desk    | incident | P3       | resolved | 2026-10-05 08:00 | 2026-10-05 08:30 | 2026-10-05 14:00 |
T10    | acme   | K1       | desk    | incident | P2       | new      | 2026-10-30 13:00 |                  |                  |
T11    | acme   | K1       | desk    | incident | P2       | pending  | 2026-10-29 08:00 |                  |                  |
T12    | acme   | K1       | desk    | incident | P2       | cancelled| 2026-10-06 08:00 |                  |                  |
T13    | acme   | K1       | desk    | incident | P2       | closed   | 2026-10-30 08:00 |                  | 2026-11-02 09:00 |
T14    | acme   | K1       | desk    | incident | P2       | new      | 2026-11-01 09:00 |                  |                  |
T15    | acme   | K1       | desk    | incident | P1       | resolved | 2026-10-12 08:00 |                  |                  |
T16    | acme   | L1       | desk    | incident | P1       | resolved | 2026-10-12 08:00 | 2026-10-12 08:10 | 2026-10-12 09:00 |
T17    | lune   | L1       | desk    | incident | P1       | resolved | 2026-10-31 23:30 | 2026-10-31 23:40 | 2026-11-01 00:30 |
T18    | acme   | K1       | desk    | incident | P2       | assigned | 2026-10-30 13:00 |                  |                  |
T19    | acme   | K1       | desk    | incident | P2       | resolved | 2026-10-13 08:00 |                  | 2026-10-13 10:00 |
"""
EVENTS = """
ticket | at               | field    | value
T01    | 2026-10-05 09:30 | status   | assigned
T01    | 2026-10-05 11:00 | status   | pending
T01    | 2026-10-06 09:00 | status   | assigned
T01    | 2026-10-06 10:00 | status   | resolved
T01    | 2026-10-12 08:00 | status   | closed
T02    | 2026-10-09 17:00 | status   | assigned
T02    | 2026-10-12 10:00 | status   | resolved
T02    | 2026-10-13 09:00 | status   | assigned
T02    | 2026-10-13 14:01 | status   | resolved
T02    | 2026-10-20 08:00 | status   | closed
T03    | 2026-10-24 23:50 | owner    | lea
T03    | 2026-10-25 00:30 | status   | assigned
T03    | 2026-10-25 03:30 | status   | resolved
T10    | 2026-10-30 13:00 | status   | new
T11    | 2026-10-29 09:00 | status   | waiting_approval
T11    | 2026-10-29 11:00 | status   | new
T11    | 2026-10-29 12:00 | status   | assigned
T11    | 2026-10-30 12:00 | status   | pending
T12    | 2026-10-06 09:00 | status   | assigned
T12    | 2026-10-06 10:00 | status   | cancelled
T13    | 2026-10-30 09:00 | status   | assigned
T13    | 2026-11-02 09:00 | status   | resolved
T15    | 2026-10-12 08:00 | priority | P3
T15    | 2026-10-12 08:40 | status   | assigned
T15    | 2026-10-12 09:00 | priority | P1
T15    | 2026-10-12 13:00 | status   | resolved
"""
# minutes and verdicts by hand; "-" is empty
EXPECTED = """
ticket | tto | ttr | tto_c   | ttr_c    | tto_v  | ttr_v  | status   | tto_why       | ttr_why
T01    | 30  | 180 | tto-any | ttr-p2   | met    | met    | closed   | -             | -
T02    | 60  | 541 | tto-any | ttr-p2   | met    | missed | closed   | -             | -
T03    | 20  | 300 | tto-p1  | ttr-p1   | met    | missed | resolved | -             | -
T04    | 240 | 1200| tto-any | ttr-p3   | met    | met    | resolved | -             | -
T05    | 241 | 1201| tto-any | ttr-p3   | missed | missed | resolved | -             | -
T06    | 60  | 600 | tto-any | ttr-mail | met    | met    | resolved | -             | -
T07    | 30  | 360 | -       | k3-ttr   | -      | missed | resolved | no_commitment | -
T08    | 30  | 360 | -       | k2-ttr   | -      | missed | resolved | no_commitment | -
T09    | 30  | 360 | -       | -        | -      | -      | resolved | no_commitment | no_commitment
T10    | -   | -   | tto-any | ttr-p2   | -      | -      | new      | running       | running
T11    | 120 | -   | tto-any | ttr-p2   | met    | -      | pending  | -             | running
T12    | 60  | -   | tto-any | ttr-p2   | -      | -      | cancelled| cancelled     | cancelled
T13    | 60  | -   | tto-any | ttr-p2   | met    | -      | assigned | -             | running
T15    | 40  | 300 | tto-any | ttr-p1   | met    | missed | resolved | -             | -
T16    | 10  | 60  | -       | -        | -      | -      | resolved | no_commitment | no_commitment
T17    | 10  | 60  | -       | l-ttr    | -      | met    | resolved | no_commitment | -
T18    | -   | -   | tto-any | ttr-p2   | -      | -      | assigned | not_recorded  | running
T19    | 120 | 120 | tto-any | ttr-p2   | met    | met    | resolved | -             | -
"""
# T01 runs 9 h 00-11 h 00 and 9 h-10 h the next day. T02: 2 h on Friday, 8 h-10 h on Monday, then again 9 h-14 h 01: 541.
# T03 is picked up by name at 23 h 50; from 23 h 30 to 3 h 30 there are 5 hours, the clocks going back. T04 is at both limits:
# 2 days of 10 h. T06 waited 3 of its 13 hours. T07: K2 ended in June, K3 goes on tacitly and its shortest is 300. T08: in May
# both hold, the shortest is K2's. T15 was P3 at pick-up (240 in office hours), P1 at the end. T16 names another's contract.


@pytest.fixture(scope="module")
def company() -> Dataset:
    clients = rows("client | name | timezone\nacme | Acme | Europe/Paris\nlune | Lune | America/Montreal")
    return dataset(
        clients=clients, contracts=rows(CONTRACTS), commitments=rows(COMMITMENTS), contract_services=rows(SERVICES),
        tickets=rows(TICKETS), ticket_events=rows(EVENTS),
    )


@pytest.fixture(scope="module")
def found(company: Dataset) -> dict[str, dict[str, Any]]:
    return _rows(derive(company, project(), AS_OF))


def _rows(derived: Dataset) -> dict[str, dict[str, Any]]:
    return {row["ticket"]: row for row in derived.tables["tickets"].to_pylist()}


@pytest.mark.parametrize("expected", rows(EXPECTED), ids=lambda row: row["ticket"])
def test_durations_commitments_and_verdicts_are_those_worked_out_by_hand(
    found: dict[str, dict[str, Any]], expected: dict[str, str]
) -> None:
    row = found[expected["ticket"]]
    names = ("tto_minutes", "ttr_minutes", "tto_commitment", "ttr_commitment", "tto_verdict", "ttr_verdict", "status",
             "tto_why", "ttr_why")
    texts = ["-" if row[name] is None else f"{row[name]:g}" if "minutes" in name else row[name] for name in names]
    assert texts == list(expected.values())[1:]


def test_what_is_after_as_of_is_not_seen(found: dict[str, dict[str, Any]]) -> None:
    assert "T14" not in found
    assert found["T13"]["resolved"] is None
    assert found["T13"]["open"]


def test_months_are_those_of_the_clients_zone(found: dict[str, dict[str, Any]]) -> None:
    assert found["T17"]["created_month"] == found["T17"]["resolved_month"] == "2026-10"  # 0 h 30 in Paris, 18 h 30 there
    assert found["T02"]["resolved_month"] == "2026-10"
    assert found["T10"]["resolved_month"] is None


def test_a_reopened_ticket_says_so_and_keeps_its_last_resolution(found: dict[str, dict[str, Any]]) -> None:
    assert [ticket for ticket, row in found.items() if row["reopened"]] == ["T02"]
    assert found["T02"]["resolved"] == at("2026-10-13 14:01").astimezone(UTC)


def test_open_tickets_show_the_clock_that_matters_now(found: dict[str, dict[str, Any]]) -> None:
    names = ("open", "clock", "clock_elapsed", "clock_limit", "clock_due", "clock_stopped", "stopped_since")
    shown = {ticket: tuple(found[ticket][name] for name in names) for ticket in ("T10", "T11", "T13", "T01")}
    # T10: Friday 13 h to 18 h; its 240 minutes ran out at 17 h, so it is late.
    assert shown["T10"] == (True, "tto", 300, 240, _utc("2026-10-30 17:00"), False, None)
    # T11: 8 h-9 h, 11 h-18 h on Thursday (the approval waited for 2 h), 8 h-12 h on Friday, then it waits.
    assert shown["T11"] == (True, "ttr", 720, 480, None, True, _utc("2026-10-30 12:00"))
    # T13: ten hours on Friday, 480 minutes were over at 16 h.
    assert shown["T13"] == (True, "ttr", 600, 480, _utc("2026-10-30 16:00"), False, None)
    assert shown["T01"] == (False, None, None, None, None, False, None)
    assert [t for t, row in found.items() if row["tto_late"]] == ["T10"]
    assert [t for t, row in found.items() if row["ttr_late"]] == ["T11", "T13"]


def test_an_earlier_as_of_sees_the_tickets_as_they_stood(company: Dataset) -> None:
    early = _rows(derive(company, project(), at("2026-10-12 18:00")))
    assert early["T02"]["status"] == "resolved"
    assert early["T02"]["ttr_minutes"] == 240
    assert early["T02"]["ttr_verdict"] == "met"
    assert not early["T02"]["reopened"]
    # T05 at noon on the 6th: picked up, not yet resolved
    middle = _rows(derive(company, project(), at("2026-10-06 12:00")))["T05"]
    assert (middle["status"], middle["open"], middle["clock"], middle["clock_elapsed"]) == ("assigned", True, "ttr", 600)
    assert middle["clock_due"] == _utc("2026-10-07 12:00")


def test_ignoring_dates_takes_contracts_that_are_over(company: Dataset) -> None:
    found = _rows(derive(company, project(which_commitment="ignore_dates"), AS_OF))
    assert found["T07"]["ttr_commitment"] == "k2-ttr"


def test_a_ticket_that_is_open_again_without_a_log_is_open_and_said_to_be_reopened() -> None:
    again = dataset(tickets=rows("""
        ticket | client | kind     | priority | status   | created          | owned            | resolved
        A      | acme   | incident | P2       | assigned | 2026-10-05 09:00 | 2026-10-05 10:00 | 2026-10-06 10:00
        B      | acme   | incident | P2       | closed   | 2026-10-05 09:00 | 2026-10-05 10:00 |
    """))
    found = _rows(derive(again, project(), AS_OF))
    assert (found["A"]["open"], found["A"]["reopened"], found["A"]["ttr_minutes"]) == (True, True, None)
    assert (found["B"]["open"], found["B"]["ttr_why"], found["B"]["ttr_minutes"]) == (False, "not_recorded", None)


def test_an_unknown_calendar_is_told_and_its_commitments_unused() -> None:
    company = dataset(
        contracts=rows("contract | client | name | kind | start | calendar\nK | a | K | managed | 2025-01-01 | moon"),
        commitments=rows("commitment | contract | metric | limit | calendar | target_pct\nC | K | ttr | 60 | moon | 95"),
        tickets=rows("ticket | client | contract | kind | priority | status | created\nT | a | K | incident | P1 | new"
                     " | 2026-10-05 09:00"),
    )
    derived = derive(company, project(), AS_OF)
    assert derived.notices == ("calendar 'moon' is not in portal.yml: its commitments are not used",)
    assert _rows(derived)["T"]["ttr_why"] == "no_commitment"


def test_time_entries_after_the_local_day_are_dropped_and_plans_kept() -> None:
    company = dataset(
        clients=rows("client | name | timezone\nacme | A | Europe/Paris\nfar | F | Pacific/Auckland"),
        time_entries=rows("""
            entry | date       | person | client | hours | billable
            E1    | 2026-11-01 | p      | acme   | 1     | yes
            E2    | 2026-11-02 | p      | acme   | 1     | yes
            E3    | 2026-11-01 | p      | far    | 1     | yes
            E4    | 2026-11-02 | p      |        | 1     | no
        """),
        assignments=rows("person | client | from | to | share\np | acme | 2027-01-01 | 2027-02-01 | 1"),
    )
    derived = derive(company, project(), AS_OF)
    assert derived.tables["time_entries"]["entry"].to_pylist() == ["E1", "E3"]
    assert derived.tables["assignments"].num_rows == 1


def test_an_intervention_done_after_as_of_is_still_a_plan_or_under_way() -> None:
    company = dataset(interventions=rows("""
        intervention | title | kind   | status    | start            | end              | effect | actual_start     | actual_end       | actual_effect
        AHEAD        | a     | change | done      | 2026-11-01 20:00 | 2026-11-01 22:00 | none   | 2026-11-01 20:00 | 2026-11-01 21:00 | outage
        GOING        | g     | change | done      | 2026-11-01 07:00 | 2026-11-01 07:30 | none   | 2026-11-01 07:00 | 2026-11-01 09:00 | outage
        LATE         | l     | change | done      | 2026-11-01 07:00 | 2026-11-01 07:30 | none   | 2026-11-01 08:30 | 2026-11-01 09:00 | none
        OVER         | o     | change | done      | 2026-11-01 07:00 | 2026-11-01 07:30 | none   | 2026-11-01 07:00 | 2026-11-01 08:00 | none
        EARLY        | e     | change | done      | 2026-11-01 07:00 | 2026-11-01 12:00 | none   |                  |                  | none
        OFF          | f     | change | cancelled | 2026-11-02 07:00 | 2026-11-02 12:00 | none   |                  |                  |
    """))
    found = derive(company, project(), AS_OF).tables["interventions"].to_pylist()
    assert {row["intervention"]: (row["status"], row["actual_effect"]) for row in found} == {
        "AHEAD": ("confirmed", None), "GOING": ("in_progress", None), "LATE": ("confirmed", None),
        "OVER": ("done", "none"), "EARLY": ("done", "none"), "OFF": ("cancelled", None)}


def test_nothing_to_derive_is_derived() -> None:
    assert derive(dataset(), project(), AS_OF).tables["tickets"].num_rows == 0


def _utc(text: str) -> datetime:
    return at(text).astimezone(UTC)
