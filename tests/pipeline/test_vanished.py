"""A client, a contract or a commitment that was good and is no more holds its source: what hangs on it is not lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from clairevoie import pipeline
from tests.pipeline.small import LATER, NOW, TICKETS, company, outcomes, pull, source, write

CONTRACTS = "contract,client,name,kind,start,monthly_fee,calendar\n"
GOOD = "C1,acme,One,managed,2026-01-01,1500.00,ouvre\nC2,acme,Two,managed,2026-01-01,100.00,ouvre\n"
PACT = "commitment,contract,priority,metric,limit,target_pct,calendar\n"
LOST = "contracts: 'C1', known at the last reading, is not there, and 12 rows name it"


def _contracts(root: Path) -> Path:
    """Ten tickets of acme under C1, ten under none; a commitment of C1."""
    company(root)
    source(root, "deals", "type: csv\ntables: {contracts: {}, commitments: {}}\n")
    write(root, "deals/contracts.csv", CONTRACTS + GOOD)
    write(root, "deals/commitments.csv", f"{PACT}K1,C1,P2,ttr,240,95,ouvre\nK2,C1,P3,ttr,480,95,ouvre\n")
    lines = [f"T{n},acme,{'C1' if n % 2 else ''},incident,P2,resolved,x,2026-10-01T10:00,2026-10-01T11:00\n"
             for n in range(20)]
    write(root, "desk/tickets.csv", TICKETS.replace("client,", "client,contract,") + "".join(lines))
    assert pull(root).exit_code == 0
    return root


@pytest.mark.parametrize(("rows", "said"), [
    (GOOD.replace("1500.00", "#DIV/0!"), f"{LOST}; set aside today: deals/contracts.csv:2:monthly_fee: "),
    (GOOD.replace("ouvre", "ouvert", 1), f"{LOST}; set aside today: deals/contracts.csv:2:calendar: unknown "),
    (GOOD.replace("C1,", "C9,"), f"{LOST}; held at"),
])
def test_a_contract_that_rows_name_holds_its_source_and_no_ticket_is_lost(
        tmp_path: Path, rows: str, said: str) -> None:
    root = _contracts(tmp_path)
    write(root, "deals/contracts.csv", CONTRACTS + rows)
    report = pull(root, LATER)
    assert (report.exit_code, outcomes(report)) == (3, {"crm": "read", "deals": "held", "desk": "read"})
    (fault,) = map(str, report.faults)
    assert said in fault
    assert fault.endswith("if that is real: clairevoie pull --accept deals")
    built = pipeline.build(root, LATER, LATER, root / "output")
    assert not [notice for notice in built.notices if "put together" in notice]
    accepted = pull(root, LATER, accept=("deals",))
    assert accepted.exit_code == 0
    assert [line for line in accepted.notices if line.startswith("source deals: taken, as it is accepted: contracts")]


def test_a_commitment_that_cannot_be_read_any_more_holds_its_source(tmp_path: Path) -> None:
    root = _contracts(tmp_path)
    write(root, "deals/commitments.csv", f"{PACT}K1,C1,P2,ttr,4 heures,95,ouvre\nK2,C1,P3,ttr,480,95,ouvre\n")
    report = pull(root, LATER)
    assert outcomes(report)["deals"] == "held"
    said = "commitments: 'K1', known at the last reading, is not there; set aside today: deals/commitments.csv:2:limit"
    assert said in str(report.faults[0])


def test_a_client_that_rows_name_holds_its_source_alone(tmp_path: Path) -> None:
    root = _contracts(tmp_path)
    write(root, "crm/clients.csv", "client,name\nbeta,Beta\n")
    report = pull(root, LATER)
    assert outcomes(report) == {"crm": "held", "deals": "read", "desk": "read"}
    assert "clients: 'acme', known at the last reading, is not there, and 23 rows name it" in str(report.faults[0])


def test_a_contract_that_nobody_names_may_go_and_one_that_moves_to_another_source_may_too(tmp_path: Path) -> None:
    root = _contracts(tmp_path)
    write(root, "deals/contracts.csv", CONTRACTS + GOOD.splitlines(keepends=True)[0])
    assert pull(root, LATER).exit_code == 0
    write(root, "deals/contracts.csv", CONTRACTS + GOOD.splitlines(keepends=True)[1])
    source(root, "other", "type: csv\ntables: {contracts: {}}\n")
    write(root, "other/contracts.csv", CONTRACTS + GOOD.splitlines(keepends=True)[0])
    assert pull(root, LATER).exit_code == 0


def test_a_log_without_a_key_names_things_too(tmp_path: Path) -> None:
    root = company(tmp_path)
    source(root, "watch", "type: csv\ntables: {ticket_events: {}, outages: {}}\noptional: true\n")
    write(root, "watch/ticket_events.csv", "ticket,at,field,value\nT1,2026-10-02T10:00,status,new\n")
    write(root, "watch/outages.csv", "service,client,start,kind\nmail,acme,2026-10-02T10:00,outage\n")
    pull(root)
    write(root, "crm/clients.csv", "client,name\nbeta,Beta\n")
    assert outcomes(pull(root, LATER))["crm"] == "held"


def test_a_first_reading_takes_what_it_can_read(tmp_path: Path) -> None:
    root = company(tmp_path)
    source(root, "deals", "type: csv\ntables: {contracts: {}}\n")
    write(root, "deals/contracts.csv", CONTRACTS + GOOD.replace("1500.00", "#DIV/0!"))
    assert pull(root, NOW).exit_code == 0


@pytest.mark.parametrize("rows", [GOOD.replace("C1,", "C9,"), GOOD.replace("1500.00", "?")])
def test_a_source_that_is_asked_alone_is_held_by_what_is_stored_of_the_others(tmp_path: Path, rows: str) -> None:
    root = _contracts(tmp_path)
    write(root, "deals/contracts.csv", CONTRACTS + rows)
    assert outcomes(pull(root, LATER, "deals")) == {"deals": "held"}
    (root / "data_sources" / "desk" / "tickets.csv").unlink()
    assert outcomes(pull(root, LATER)) == {"crm": "read", "deals": "held", "desk": "held"}


def test_a_contract_that_another_source_gives_holds_nothing_whoever_is_asked(tmp_path: Path) -> None:
    root = _contracts(tmp_path)
    source(root, "other", "type: csv\ntables: {contracts: {}}\n")
    write(root, "other/contracts.csv", CONTRACTS + GOOD)
    pull(root, LATER, "other")
    write(root, "deals/contracts.csv", CONTRACTS + GOOD.splitlines(keepends=True)[1])
    assert outcomes(pull(root, LATER, "deals")) == {"deals": "read"}


def test_a_row_that_was_bad_before_holds_no_contract_that_nobody_names(tmp_path: Path) -> None:
    root = _contracts(tmp_path)
    bad = "C8,acme,Eight,managed,2026-01-01,?,ouvre\n"
    write(root, "deals/contracts.csv", CONTRACTS + GOOD + bad)
    assert pull(root, LATER).exit_code == 0
    write(root, "deals/contracts.csv", CONTRACTS + GOOD.splitlines(keepends=True)[0] + bad)
    assert pull(root, LATER).exit_code == 0
