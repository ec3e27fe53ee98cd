"""Availability and the state of services on a company written by hand."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import compute
from clairevoie.figures.spans import merged, within, without
from clairevoie.portal import Figure
from clairevoie.tables.slices import Slice
from tests.figures.ledger import AS_OF, PARIS, dataset, project, rows

WATCH = ("availability", "service_state")
CONTRACTS = """
contract | client | name | kind    | start      | end        | calendar
K1       | acme   | K1   | managed | 2026-09-15 |            | office
W1       | acme   | W1   | managed | 2025-01-01 | 2026-10-20 | always
Z1       | zeta   | Z1   | managed | 2025-01-01 |            | always
"""
SERVICES = """
contract | service
K1       | mail
K1       | vpn
K1       | phone
W1       | web
"""
# Without a commitment, the contract's calendar: office hours for the VPN.
COMMITMENTS = """
commitment | contract | service | metric       | calendar | target_pct
c-mail     | K1       | mail    | availability | always   | 99.5
c-mail-tto | K1       | mail    | tto          | office   | 95
"""
CIS = """
contract | service | ci     | group
K1       | vpn     | fw     |
K1       | vpn     | link-a | links
K1       | vpn     | link-b | links
"""
ITEMS = """
ci     | client | name   | class | status
fw     | acme   | fw     | x     | production
link-a | acme   | link-a | x     | production
link-b | acme   | link-b | x     | production
"""
MONITORS = """
contract | service | ci | from             | to
K1       | mail    |    | 2026-09-15 00:00 |
W1       | web     |    | 2026-10-05 00:00 |
         |         | fw | 2026-10-01 00:00 |
"""
OUTAGES = """
outage | service | ci     | client | start            | end              | kind
O1     | mail    |        | acme   | 2026-10-10 10:00 | 2026-10-10 12:00 | outage
O2     | mail    |        | acme   | 2026-10-10 11:00 | 2026-10-10 13:00 | outage
O3     | mail    |        | acme   | 2026-10-12 22:00 | 2026-10-13 00:00 | planned
O4     | mail    |        | acme   | 2026-10-12 23:00 | 2026-10-13 00:30 | outage
O5     | mail    |        | acme   | 2026-10-14 08:00 | 2026-10-14 12:00 | degradation
O6     |         | fw     | acme   | 2026-10-06 07:00 | 2026-10-06 09:00 | outage
O7     |         | link-a | acme   | 2026-10-07 09:00 | 2026-10-07 12:00 | outage
O8     | mail    |        | zeta   | 2026-10-15 00:00 | 2026-10-16 00:00 | outage
O9     | web     |        | acme   | 2026-10-31 23:30 |                  | outage
O10    | vpn     |        | acme   | 2026-10-30 17:00 |                  | outage
O11    | mail    |        | acme   | 2026-11-02 08:00 | 2026-11-02 09:00 | outage
"""
MAIL, VPN, WEB, PHONE = ((("contract", contract), ("service", service)) for contract, service in
                         (("K1", "mail"), ("K1", "vpn"), ("W1", "web"), ("K1", "phone")))
Key = tuple[str, str, tuple[tuple[str, str], ...]]


def sliced(**tables: str) -> Slice:
    """The company's rows at as_of; some tables may be given otherwise."""
    told = {"clients": "client | name\nacme | Acme\nzeta | Zeta", "contracts": CONTRACTS,
            "contract_services": SERVICES, "commitments": COMMITMENTS, "service_cis": CIS, "cis": ITEMS,
            "monitors": MONITORS, "outages": OUTAGES} | tables
    company = dataset(**{name: rows(text) for name, text in told.items()})
    return Slice("acme", derive(company, project(), AS_OF).tables)


def figures(of: Slice) -> dict[Key, Figure]:
    """Every figure of the watch."""
    return {(f.kpi, f.period, f.by): f for f in compute(of, project(), AS_OF, WATCH)}


@pytest.fixture(scope="module")
def found() -> dict[Key, Figure]:
    return figures(sliced())


OCTOBER = 31 * 24 * 60 + 60  # its minutes, with the hour that comes twice


@pytest.mark.parametrize(("month", "by", "agreed", "down", "outages", "longest"), [
    ("2026-10", MAIL, OCTOBER, 180 + 30, 2, 180),  # O1 and O2 are one; of O4 what was not planned
    ("2026-10", VPN, 22 * 600, 60 + 60, 2, 60),  # O6 from 8 h on, O10 until Friday 18 h; a link has another beside it
    ("2026-10", WEB, 16 * 1440, 0, 0, 0),  # watched from the 5th to the contract's last day
    ("2026-10", (), OCTOBER + 22 * 600 + 16 * 1440, 330, 4, 180),
    ("2026-09", MAIL, 16 * 1440, 0, 0, 0),  # from the contract's first day
    ("2026-11", MAIL, 8 * 60, 0, 0, 0),  # up to as_of
])
def test_an_availability_is_the_agreed_time_less_the_outages_in_it(
    found: dict[Key, Figure], month: str, by: Any, agreed: int, down: int, outages: int, longest: int
) -> None:
    figure = found["availability", month, by]
    assert (figure.state, figure.value) == ("ok", (agreed - down) / agreed)
    assert dict(figure.beside) == {"outages": outages, "longest": longest, "down": down, "agreed": agreed}
    assert figure.target == (0.995 if by == MAIL else None)


@pytest.mark.parametrize(("month", "by", "state", "reason"), [
    ("2026-09", VPN, "not_measured", "no_monitor"),
    ("2026-10", PHONE, "not_measured", "no_monitor"),
    ("2026-09", WEB, "not_measured", "no_monitor"),
    ("2026-08", MAIL, "no_data", "no_rows"),  # the contract had not begun
    ("2026-11", WEB, "no_data", "no_rows"),  # it is over
    ("2026-11", VPN, "no_data", "no_rows"),  # Sunday: no agreed time yet
])
def test_time_that_nothing_watches_is_no_availability(
    found: dict[Key, Figure], month: str, by: Any, state: str, reason: str
) -> None:
    figure = found["availability", month, by]
    assert (figure.value, figure.state, figure.reason) == (None, state, reason)


def test_the_state_of_a_service_is_its_worst_open_outage(found: dict[Key, Figure]) -> None:
    states = {by: (f.state, f.value) for (kpi, _, by), f in found.items() if kpi == "service_state"}
    assert states == {(): ("ok", 2), MAIL: ("ok", 0), VPN: ("ok", 2), PHONE: ("not_measured", None)}
    whole = found["service_state", "to_date", ()]
    assert (whole.n, dict(whole.beside)) == (2, {"working": 1, "degraded": 0, "interrupted": 1, "not_measured": 1})


@pytest.mark.parametrize(("outage", "severity", "planned"), [
    ("X | mail |        | 2026-11-01 07:00 | degradation", 1, False),
    ("X |      | fw     | 2026-11-01 07:00 | degradation", 0, False),  # mail does not stand on it
    ("X | mail |        | 2026-11-01 07:00 | planned", 2, True),
    ("X | mail |        | 2026-11-01 08:01 | outage", 0, False),  # after as_of
])
def test_what_lasts_is_what_counts_now(outage: str, severity: int, planned: bool) -> None:
    of = sliced(outages=f"outage | service | ci | start | kind\n{outage}")
    mail = figures(of)["service_state", "to_date", MAIL]
    assert (mail.value, dict(mail.beside)) == (severity, {"planned": 1} if planned else {})


def test_a_lost_member_of_a_group_makes_a_service_slow() -> None:
    of = sliced(outages="outage | ci | start | kind\nX | link-b | 2026-11-01 07:00 | outage")
    assert figures(of)["service_state", "to_date", VPN].value == 1
    assert dict(figures(of)["availability", "2026-10", VPN].beside)["down"] == 0


def test_without_any_monitor_nothing_is_measured() -> None:
    of = figures(sliced(monitors="contract | from"))
    assert {f.state for f in of.values()} == {"not_measured"} and {f.reason for f in of.values()} == {"no_source"}


def test_spans_are_what_minutes_say() -> None:
    dice = random.Random(7)
    for _ in range(200):
        one, other = ([(start, start + dice.randrange(6)) for start in dice.sample(range(40), dice.randrange(6))]
                      for _ in range(2))
        minutes = [{minute for start, end in spans for minute in range(start, end)} for spans in (one, other)]
        both = within(merged(one), merged(other))
        apart = without(merged(one), merged(other))
        for spans, expected in ((merged(one), minutes[0]), (both, minutes[0] & minutes[1]),
                                (apart, minutes[0] - minutes[1])):
            assert [minute for start, end in spans for minute in range(start, end)] == sorted(expected)
            assert all(start < end for start, end in spans)


FIRST, LAST = datetime(2026, 10, 20, 22, tzinfo=UTC), datetime(2026, 10, 29, 23, tzinfo=UTC)  # of Paris: 21 to 29


def _random_spans(dice: random.Random, count: int, longest: int) -> list[tuple[datetime, datetime]]:
    """Spans of whole minutes between FIRST and LAST, over the night in which an hour comes twice."""
    whole = int((LAST - FIRST).total_seconds() // 60)
    starts = (FIRST + timedelta(minutes=dice.randrange(whole)) for _ in range(dice.randrange(1, count)))
    return [(start, min(start + timedelta(minutes=dice.randrange(1, longest)), LAST)) for start in starts]


def _minutes(spans: list[tuple[datetime, datetime]]) -> set[datetime]:
    return {start + timedelta(minutes=place) for start, end in spans
            for place in range(int((end - start).total_seconds() // 60))}


def _is_agreed(minute: datetime, calendar: str) -> bool:
    local = minute.astimezone(PARIS)
    return calendar == "always" or (local.weekday() < 5 and 8 <= local.hour < 18)


@pytest.mark.parametrize("calendar", ["always", "office"])
def test_an_availability_is_that_of_a_count_minute_by_minute(calendar: str) -> None:
    dice = random.Random(11)
    for _ in range(12):
        watched, down, planned = (_random_spans(dice, count, longest) for count, longest in
                                  ((4, 6000), (8, 900), (4, 900)))
        agreed = {minute for minute in _minutes(watched) if _is_agreed(minute, calendar)}
        lost = agreed & _minutes(down) - _minutes(planned)
        of = sliced(commitments=f"commitment | contract | service | metric | calendar | target_pct\n"
                                f"c | K1 | mail | availability | {calendar} | 99",
                    monitors=_written("contract | service | from | to", "K1 | mail", watched),
                    outages=_written("outage | service | client | kind | start | end", "O{n} | mail | acme | outage",
                                     down) + _written("", "P{n} | mail | acme | planned", planned))
        figure = figures(of)["availability", "2026-10", MAIL]
        beside = dict(figure.beside)
        assert (beside.get("agreed", 0), beside.get("down", 0)) == (len(agreed), len(lost))
        assert figure.value == ((len(agreed) - len(lost)) / len(agreed) if agreed else None)


def _written(header: str, row: str, spans: list[tuple[datetime, datetime]]) -> str:
    """Rows of text, instants in Paris; of the hour that comes twice the first is meant."""
    return header + "".join(f"\n{row.format(n=n)} | {_local(start)} | {_local(end)}"
                            for n, (start, end) in enumerate(spans))


def _local(at: datetime) -> str:
    return at.astimezone(PARIS).strftime("%Y-%m-%d %H:%M")
