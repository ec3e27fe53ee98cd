"""Questions asked of the demo, against lists worked out by hand from its CSV files."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner

from clairevoie.cli import cli
from clairevoie.cli.touched import as_json, as_text
from clairevoie.errors import ConfigurationError
from clairevoie.impact import Answer, Estate, Term, weak_points
from clairevoie.pipeline.touching import asked, estate
from tests.demo import AS_OF, copy_workspace
from tests.impact.shapes import whole


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_workspace(tmp_path_factory.mktemp("impact") / "workspace")


@pytest.fixture(scope="module")
def demo(workspace: Path) -> Estate:
    return estate(workspace, datetime.fromisoformat(AS_OF), datetime(2026, 11, 1, 7, tzinfo=UTC))[0]


def _fails(known: Estate, *words: str) -> Answer:
    return asked(known, words, ())[0]


def _leaves(known: Estate, *words: str) -> Answer:
    return asked(known, (), words)[0]


def test_nuageo_down_is_the_list_worked_out_by_hand(demo: Estate) -> None:
    answer = _fails(demo, "provider:nuageo")
    assert sorted(one.ci for one in answer.down) == [
        "hel-mel-01", "lef-mel-01", "lnk-nuageo-paris", "ors-mel-01", "pf-paris"]
    assert sorted(one.ci for one in answer.impacted) == [
        "dc-nereis-2", "hel-ad-02", "hel-bck-01", "hel-db-01", "hel-erp-01", "hel-erp-02", "hen-bck-01", "hen-web-01",
        "lef-bck-01", "lef-tms-02", "ors-bck-01"]
    assert [one.ci for one in answer.degraded] == ["lef-tms-01"]  # the farm of Lyon still carries it
    assert sorted((one.contract, one.service) for one in answer.services if one.effect == "interrupted") == [
        ("C-2024-009", "sauvegardes"), ("C-2024-030", "erp"), ("C-2024-030", "messagerie"),
        ("C-2024-030", "sauvegardes"), ("C-2025-006", "sauvegardes"), ("C-2025-010", "backup"), ("C-2025-010", "mail"),
        ("C-2025-020", "portail-releve"), ("C-2026-003", "messagerie")]
    assert sorted((one.contract, one.service) for one in answer.services if one.effect == "degraded") == [
        ("C-2024-009", "tms"), ("C-2024-030", "annuaire")]
    assert [one.client for one in answer.clients] == ["orsted", "helianthe", "helianthe-energie", "lefevre"]
    erp = next(one for one in answer.services if one.service == "erp")
    assert sorted(line.commitment for line in erp.commitments) == sorted([
        "C-2024-030/erp/availability",
        *(f"C-2024-030/P{level}/{metric}" for level in (1, 2, 3, 4) for metric in ("tto", "ttr"))])
    assert all(not one.commitments for one in answer.services if one.effect == "degraded")
    assert [one.contact for one in answer.contacts] == [
        "ct-nuageo-1", "ct-nuageo-2", "ct-hel-2", "ct-hel-1", "ct-hen-1", "ct-hen-2", "ct-lef-2", "ct-lef-3",
        "ct-ors-2", "ct-ors-1"]


def test_fibralia_leaving_names_its_contract_its_notice_and_the_revenue_behind_it(demo: Estate) -> None:
    answer = _leaves(demo, "provider:fibralia")
    assert [(one.contract, one.why) for one in answer.contracts] == [
        ("C-2024-002", ("service", "contract", "fed")), ("C-2025-006", ("service", "contract", "fed")),
        ("C-2026-003", ("service", "contract", "fed"))]
    (supply,) = answer.supplies
    assert (supply.term.end, supply.term.notice) == (date(2027, 6, 30), date(2027, 3, 30))
    assert supply.annual_cost == Decimal("22800.00")
    assert answer.exposed == {"EUR": Decimal("158400.00") + Decimal("104400.00") + Decimal("58200.00")}
    assert {one.exposed.basis for one in answer.contracts} == {"fee", "price"}


def test_the_services_touched_are_worth_their_monthly_amounts(demo: Estate) -> None:
    (tms,) = [one for one in _fails(demo, "ci:pf-paris").contracts if one.contract == "C-2024-009"]
    assert (tms.exposed.amount, tms.exposed.basis) == (12 * (Decimal(4100) + Decimal(1150)), "services")


def test_who_leaves_takes_contracts_suppliers_work_and_tickets_along(demo: Estate) -> None:
    orsted = _leaves(demo, "client:orsted")
    assert [one.contract for one in orsted.contracts] == ["C-2025-010"]
    assert [(one.provider_contract, one.only) for one in orsted.supplies] == [("NUA-2025-301", False)]
    ferrand = _leaves(demo, "person:m.ferrand")
    assert {one.contract for one in ferrand.work} == {"C-2024-002", "C-2024-009", "C-2025-010", "C-2026-003",
                                                      "C-2026-008"}
    assert ferrand.tickets == ("I-004307", "R-001804")


def test_several_fail_together(demo: Estate) -> None:
    both = _fails(demo, "ci:pf-lyon", "ci:pf-paris")
    assert "lef-tms-01" in {one.ci for one in both.impacted}
    assert {one.ci for one in _fails(demo, "location:Paris").down} >= {"pf-paris", "lef-tms-02"}


def test_a_retired_item_fails_only_where_it_is_named_itself(demo: Estate) -> None:
    assert "lef-old-01" not in {one.ci for one in _fails(demo, "location:Siège").down}
    assert [one.ci for one in _fails(demo, "ci:lef-old-01").down] == ["lef-old-01"]


@pytest.mark.parametrize(("word", "said"), [
    ("ci:pf-lyonn", "--down: unknown ci 'pf-lyonn'; did you mean 'pf-lyon'?"),
    ("provider:nuage", "--down: unknown provider 'nuage'; did you mean 'nuageo'?"),
    ("host:x", "--down: unknown kind 'host'; known: ci, location, provider, service"),
    ("pf-lyon", "--down: 'pf-lyon' is not KIND:KEY; kinds: ci, provider, location, service"),
    ("ci:???", "--down: unknown ci '???'; 52 are known, 'cas-bck-01' first"),
])
def test_what_nothing_is_called_is_one_line_with_the_nearest(demo: Estate, word: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        asked(demo, (word,), ())
    assert [str(fault) for fault in caught.value.faults] == [said]


def test_single_points_of_failure_and_redundancy_that_does_not_hold(demo: Estate) -> None:
    weak = weak_points(demo)
    assert [(one.ci, len(one.services)) for one in weak.singles[:3]] == [
        ("san-lyon", 11), ("pf-lyon", 10), ("lnk-nuageo-paris", 6)]
    alone = {one.ci for one in weak.singles}
    assert alone == {ci for ci in demo.cis if any(
        one.effect == "interrupted" for one in _fails(demo, f"ci:{ci}").services)}
    assert [(one.of, one.why) for one in weak.hollow] == [("TMS exploitation", "common"),
                                                          ("ERP achats et stocks", "common")]


def test_each_way_in_which_a_written_redundancy_does_not_hold() -> None:
    def cis(*names: str) -> list[dict[str, object]]:
        return [{"ci": one, "name": one, "class": "x", "status": "on"} for one in names]

    def estate_of(groups: dict[str, tuple[str, Sequence[str]]]) -> Estate:
        return Estate(whole({
            "cis": cis("host", "a", "b", *groups),
            "impacts": [{"upstream": "host", "downstream": "a"}, {"upstream": "host", "downstream": "b"},
                        *({"upstream": up, "downstream": ci, "group": "g"} for ci, (_, ups) in groups.items()
                          for up in ups)],
            "redundancy": [{"ci": ci, "group": "g", "needs": needs} for ci, (needs, _) in groups.items()],
        }), {}, {}, date(2026, 1, 1))

    weak = weak_points(estate_of({"one": ("1", ["a"]), "odd": ("some", ["a", "b"]), "every": ("100%", ["a", "b"]),
                                  "same": ("1", ["a", "b"]), "fine": ("1", ["a", "host"])}))
    assert {one.of: (one.why, one.by) for one in weak.hollow} == {
        "one": ("alone", ()), "odd": ("unread", ()), "every": ("all", ()), "same": ("common", ("host",)),
        "fine": ("common", ("host",))}


def test_a_suppliers_contract_that_ended_holds_and_feeds_nothing_any_more() -> None:
    rows: dict[str, list[dict[str, object]]] = {
        "cis": [{"ci": "a", "name": "a", "class": "x", "status": "on", "client": "c"}],
        "clients": [{"client": "c", "name": "C"}],
        "contracts": [{"contract": "k", "client": "c", "name": "K", "kind": "managed", "calendar": "x",
                       "start": date(2026, 1, 1)}],
        "providers": [{"provider": "p", "name": "P"}],
        "provider_contracts": [{"provider_contract": "s", "provider": "p", "name": "S", "start": date(2020, 1, 1)}],
        "provider_contract_cis": [{"provider_contract": "s", "ci": "a"}],
        "contract_providers": [{"contract": "k", "provider_contract": "s"}],
    }
    for running, hit in ((True, ["a"]), (False, [])):
        known = Estate(whole(rows), {"k": Term(running=True)}, {"s": Term(running=running)}, date(2026, 1, 1))
        answer = _leaves(known, "provider:p")
        assert [one.ci for one in answer.down] == hit
        assert [one.contract for one in answer.contracts] == (["k"] if running else [])
        assert answer.unplaced == (() if running else ("a",))


def test_the_commitments_named_are_those_that_apply() -> None:
    line = {"contract": "k", "metric": "ttr", "limit": "60", "calendar": "x", "target_pct": 90.0}
    known = Estate(whole({
        "cis": [{"ci": "a", "name": "a", "class": "x", "status": "on", "client": "c"}],
        "clients": [{"client": "c", "name": "C"}],
        "contracts": [{"contract": "k", "client": "c", "name": "K", "kind": "managed", "calendar": "x",
                       "start": date(2026, 1, 1)}],
        "service_cis": [{"contract": "k", "service": "mail", "ci": "a"}],
        "commitments": [{**line, "commitment": "all P1", "priority": "P1"}, {**line, "commitment": "all"},
                        {**line, "commitment": "mail P1", "priority": "P1", "service": "mail"},
                        {**line, "commitment": "web P1", "priority": "P1", "service": "web"},
                        {**line, "commitment": "rate", "metric": "availability"},
                        {**line, "commitment": "mail rate", "metric": "availability", "service": "mail"}],
    }), {"k": Term(running=True)}, {}, date(2026, 1, 1))
    (mail,) = _fails(known, "ci:a").services
    assert [one.commitment for one in mail.commitments] == ["mail rate", "all", "mail P1"]


def test_the_command_answers_in_text_and_in_json_and_says_what_it_may_be_asked(demo: Estate, workspace: Path) -> None:
    words = ["impact", "--workspace", str(workspace), "--as-of", AS_OF]
    text = CliRunner().invoke(cli, [*words, "--down", "ci:pf-lyon", "--single"])
    assert text.exit_code == 0, text.output
    assert text.output.startswith("ci:pf-lyon: 1 down,") and "37 items interrupt a service alone" in text.output
    whole = json.loads(CliRunner().invoke(cli, [*words, "--leaves", "provider:nuageo", "--format", "json"]).stdout)
    assert [one["asked"] for one in whole["answers"]] == [["provider:nuageo"]]
    assert whole["answers"][0]["exposed"] == {"EUR": "530400.00"}
    nothing = CliRunner().invoke(cli, words)
    assert nothing.exit_code == 2 and "--down ci:" in nothing.output


def test_the_order_of_rows_alters_no_answer(demo: Estate) -> None:
    dice = random.Random(3)
    order = {name: dice.sample(range(len(table)), len(table)) for name, table in demo.tables.items()}
    moved = replace(demo, tables={name: table.take(pa.array(order[name], pa.int64()))
                                  for name, table in demo.tables.items()})
    owner = demo.rows("tickets", "person")[0]["person"]
    said = [(as_text(answers, weak), as_json(answers, weak)) for known in (demo, moved)
            for answers, weak in [(asked(known, ("ci:pf-lyon", "ci:pf-paris"), ("provider:nuageo", f"person:{owner}")),
                                   weak_points(known))]]
    assert said[0] == said[1]


def test_text_is_inert_and_json_is_whole() -> None:
    evil = "pf\x1b[2J\\x00 or\u202ename"
    known = Estate(whole({
        "cis": [{"ci": evil, "name": evil, "class": "x", "status": "on", "client": "c"}],
        "clients": [{"client": "c", "name": "C", "currency": "CHF"}],
        "contracts": [{"contract": "k", "client": "c", "name": "K", "kind": "managed", "calendar": "x",
                       "start": date(2026, 1, 1)}],
        "contract_cis": [{"contract": "k", "ci": evil}],
    }), {"k": Term(running=True)}, {}, date(2026, 1, 1))
    answers = asked(known, (f"ci:{evil}",), ())
    text = as_text(answers, weak_points(known))
    assert "\x1b" not in text and "\u202e" not in text
    assert "revenue unknown" in text
    assert "; 0 services interrupted, 0 degraded; 1 contract, 1 client\n" in text and "0 degraded, 1 item;" in text
    (read,) = json.loads(as_json(answers, weak_points(known)))["answers"]
    assert read["down"][0]["name"] == evil
    assert read["contracts"][0]["exposed"] == {"amount": None, "currency": "CHF", "basis": "unknown"}
