"""The CMDB table of bad inputs, as far as loading and slicing go: every fault counted, nothing lost, nothing endless.

What wait for the impact pages: that a walk over a cycle (G01), a chain or a star (G07) shows each node once; an unknown
CI shown as such (G02), here set aside and counted; the consequence page of a provider (G10), the state beside a retired
CI (G13) and the words of an empty graph (G14).
"""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from clairevoie.tables.dataset import Dataset
from clairevoie.tables.slices import cut, open_company, open_slice
from tests.sources.folders import read
from tests.tables.raws import Rows, dataset

CLIENTS: dict[str, Rows] = {"clients": [{"client": "a"}, {"client": "b"}]}


def _cis(*names: str, **cells: str) -> dict[str, Rows]:
    return {"cis": [{"ci": name, "client": "a"} | cells for name in names]}


def _edges(*pairs: str) -> dict[str, Rows]:
    return {"impacts": [{"upstream": pair[0], "downstream": pair[1]} for pair in pairs]}


def _sliced(found: Dataset, place: Path) -> Path:
    cut(found, place / "slices")
    return place / "slices"


def test_g01_a_cycle_and_a_self_loop_are_read_and_sliced(tmp_path: Path) -> None:
    found = dataset(CLIENTS | _cis("x", "y") | _edges("xy", "yx", "xx"))
    edges = open_slice(_sliced(found, tmp_path), "a").tables["impacts"].to_pylist()
    assert [(edge["upstream"], edge["downstream"]) for edge in edges] == [("x", "x"), ("x", "y"), ("y", "x")]


def test_g02_a_link_to_an_unknown_ci_is_set_aside_and_counted() -> None:
    found = dataset(CLIENTS | _cis("x") | _edges("x?"))
    assert [str(row) for row in found.set_aside] == ["source/impacts.csv:2:downstream: unknown ci '?'"]


@pytest.mark.parametrize("other", [{"client": "a", "class": "vm"}, {"client": "a", "name": "Other"}])
def test_g03_a_second_row_of_a_ci_that_says_otherwise_is_set_aside(other: dict[str, str]) -> None:
    found = dataset(CLIENTS | {"cis": [{"ci": "x", "client": "a"}, {"ci": "x"} | other]})
    assert [(row.line, row.column) for row in found.set_aside] == [(3, "ci")]


def test_g06_a_ci_of_nobody_is_internal_and_one_of_two_clients_is_told(tmp_path: Path) -> None:
    found = dataset(CLIENTS | {"cis": [{"ci": "nobody's"}, {"ci": "x", "client": "a"}, {"ci": "x", "client": "b"}]})
    folder = _sliced(found, tmp_path)
    assert open_slice(folder, "a").tables["cis"]["ci"].to_pylist() == ["x"]
    assert open_slice(folder, "b").tables["cis"]["ci"].to_pylist() == []
    assert open_company(folder).tables["cis"]["ci"].to_pylist() == ["nobody's"]
    assert [row.line for row in found.set_aside] == [4]


@pytest.mark.parametrize("shape", ["chain", "star"])
def test_g07_a_chain_of_ten_thousand_and_a_star_of_fifty_thousand_end_in_time(tmp_path: Path, shape: str) -> None:
    count = 10_000 if shape == "chain" else 50_000
    names = [f"c{number}" for number in range(count + 1)]
    edges = [{"upstream": one if shape == "chain" else "c0", "downstream": other}
             for one, other in pairwise(names)]
    begun = time.process_time()
    found = dataset(CLIENTS | _cis(*names) | {"impacts": edges})
    assert len(open_slice(_sliced(found, tmp_path), "a").tables["impacts"]) == count
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("name", ['"><img src=x onerror=alert(1)>', "é" * 5000, "🚲 \u202eshop\u202c", "a\u0301"])
def test_g08_a_hostile_name_of_a_ci_is_a_name(name: str) -> None:
    assert dataset(CLIENTS | _cis("x", name=name)).tables["cis"]["name"].to_pylist() == [name]


def test_g10_a_provider_that_is_gone_keeps_its_contracts_and_is_told() -> None:
    contract = {"provider_contract": "pc", "provider": "gone", "name": "N", "start": "2025-01-01"}
    found = dataset(CLIENTS | {"provider_contracts": [contract], "contracts": [{"contract": "k", "client": "a"}],
                               "contract_providers": [{"contract": "k", "provider_contract": "pc"}]})
    assert found.tables["provider_contracts"]["provider"].to_pylist() == ["gone"]
    assert len(found.tables["contract_providers"]) == 1
    assert any("'gone'" in notice for notice in found.notices)


def test_g11_a_relation_that_is_told_a_thousand_times_is_one_edge() -> None:
    found = dataset(CLIENTS | _cis("x", "y") | _edges(*["xy"] * 1000))
    assert len(found.tables["impacts"]) == 1
    assert [notice for notice in found.notices if "999 rows say again" in notice]


def test_g13_a_retired_ci_keeps_its_state_and_its_tickets(tmp_path: Path) -> None:
    found = dataset(CLIENTS | _cis("x", status="obsolete", obsolete="1") | {
        "tickets": [{"ticket": "T", "client": "a"}], "ticket_cis": [{"ticket": "T", "ci": "x", "role": "impacted"}]})
    mine = open_slice(_sliced(found, tmp_path), "a")
    assert mine.tables["cis"].to_pylist()[0]["status"] == "obsolete"
    assert mine.tables["ticket_cis"]["ticket"].to_pylist() == ["T"]


def test_g14_a_client_without_any_ci_has_empty_tables(tmp_path: Path) -> None:
    mine = open_slice(_sliced(dataset(CLIENTS), tmp_path), "a")
    assert (len(mine.tables["cis"]), len(mine.tables["impacts"])) == (0, 0)


def test_g15_what_no_column_of_ours_is_for_is_not_read(tmp_path: Path) -> None:
    header = "ci,client,name,class,status,password,ip,serial,snmp_community,__proto__"
    text = f"{header}\nx,a,N,server,production,Pa55word,192.0.2.7,SN-777,community-7,1\n"
    found = read(tmp_path / "source", {"cis.csv": text, "clients.csv": "client,name\na,A\n"}, tables={
        "cis": {}, "clients": {}})
    folder = _sliced(found, tmp_path)
    stored = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert found.tables["cis"]["ci"].to_pylist() == ["x"]
    for secret in (b"Pa55word", b"192.0.2.7", b"SN-777", b"community-7", b"snmp"):
        assert secret not in stored
