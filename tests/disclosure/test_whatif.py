"""If this falls, what stops: what of the graph a client is given, under which grants."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from clairevoie.disclosure import client_portal
from clairevoie.portal import WhatIf
from clairevoie.project.model import ClientSpec, Grants
from tests.disclosure.company import AS_OF, GRANTS, TABLE_ROWS, at, project, slice_of

Rows = Mapping[str, list[dict[str, Any]]]


def _ci(name: str, client: str | None = "lefevre", **cells: Any) -> dict[str, Any]:
    return {"ci": name, "client": client, "name": f"Name of {name}", "class": "x", "status": "on", "obsolete": False,
            **cells}


ROWS: Rows = {
    **TABLE_ROWS,
    "cis": [_ci("a"), _ci("b", provider="nuageo"), _ci("old", obsolete=True), _ci("farm", None, provider="nuageo"),
            _ci("core", None), _ci("spare", None)],
    "impacts": [{"upstream": up, "downstream": down, "group": group} for up, down, group in (
        ("farm", "core", None), ("core", "a", "g"), ("spare", "a", "g"), ("farm", "b", None), ("old", "b", None))],
    "redundancy": [{"ci": "a", "group": "g", "needs": "1"}],
    "service_cis": [{"contract": contract, "service": "S-MAIL", "ci": ci}
                    for contract, ci in (("C-1", "a"), ("C-1", "b"), ("C-0", "a"))],
    "contracts": [*TABLE_ROWS["contracts"],
                  {**TABLE_ROWS["contracts"][0], "contract": "C-0", "renewal": "none", "end": date(2026, 1, 31)}],
}


def panel(grants: Grants = GRANTS, shared: Mapping[str, str] | None = None, rows: Rows = ROWS) -> WhatIf:
    spec = ClientSpec("lefevre", Path("/nowhere"), ("fr", "en"), grants, "", shared_cis=shared or {})
    site = client_portal(slice_of(rows), (), (), project(), spec, (), AS_OF, "0a1b2c3d")
    (page,) = [page for page in site.pages if page.id == "whatif"]
    found = page.panels["whatif"]
    assert isinstance(found, WhatIf)
    return found


def _said(found: WhatIf) -> dict[str, tuple[list[str], list[str], int]]:
    names = [node.label for node in found.nodes]
    return {names[one.node]: ([names[at] for at in one.interrupted], [names[at] for at in one.degraded], one.items)
            for one in found.alone}


PAST = [{"outage": name, "ci": ci, "service": service, "client": client, "kind": kind or "outage",
         "start": at(f"2026-{day}T10:00+02:00"), "end": end and at(f"2026-{day}T{end}+02:00")}
        for name, ci, service, client, kind, day, end in (
            ("O-1", "a", None, None, "", "05-04", "10:30"), ("O-2", "a", None, None, "degradation", "06-04", "11:00"),
            ("O-3", "a", None, None, "planned", "07-04", "11:00"), ("O-4", "farm", None, None, "", "08-04", "11:00"),
            ("O-5", "a", None, None, "", "09-04", "11:00"), ("O-6", "a", None, None, "", "10-04", None),
            ("O-7", None, "S-MAIL", "lefevre", "", "06-04", "10:10"),
            ("O-8", None, "S-MAIL", "lefevre", "", "05-04", None))]


def _past(outages: tuple[str, ...] | None, shared: Mapping[str, str] | None = None) -> list[tuple[object, ...]] | None:
    tables = GRANTS.tables if outages is None else {**GRANTS.tables, "outages": outages}
    found = panel(replace(GRANTS, tables=tables), shared, {**ROWS, "outages": PAST})
    return None if found.past is None else [(found.nodes[one.node].label, one.kind, one.start.date().isoformat()[5:],
                                             one.end is None, one.services) for one in found.past]


def test_when_an_item_last_failed_is_there_where_it_is_granted_three_times_at_most_and_never_what_was_planned() -> None:
    assert _past(None) is None and _past(("ci", "start")) is None
    mail = ("Messagerie",)
    assert _past(("start", "end", "kind")) == [
        ("Name of a", "outage", "10-04", True, mail), ("Name of a", "outage", "09-04", False, mail),
        ("Name of a", "degradation", "06-04", False, mail)]
    assert {one[1] for one in _past(("start", "end")) or ()} == {""}


def test_a_shared_item_has_a_past_where_it_has_a_label() -> None:
    found = _past(("start", "end", "kind"), {"farm": "Ferme"})
    assert found and ("Ferme", "outage", "08-04", False, ("Messagerie",)) in found


def test_what_failed_before_the_granted_months_is_not_there() -> None:
    grants = replace(GRANTS, tables={**GRANTS.tables, "outages": ("start", "end")}, months=1)
    found = panel(grants, rows={**ROWS, "outages": PAST})
    assert found.since == date(2026, 10, 1) and [one.start.date() for one in found.past or ()] == [date(2026, 10, 4)]


def test_the_page_is_there_only_where_it_is_granted() -> None:
    grants = replace(GRANTS, pages=tuple(page for page in GRANTS.pages if page != "whatif"))
    spec = ClientSpec("lefevre", Path("/nowhere"), ("fr",), grants)
    site = client_portal(slice_of(ROWS), (), (), project(), spec, (), AS_OF, "0a1b2c3d")
    assert "whatif" not in {page.id for page in site.pages}
    assert "whatif" not in {table.id for table in site.tables}


def test_own_items_and_labelled_shared_ones_are_there_and_nothing_else() -> None:
    found = panel(shared={"farm": "Ferme partagée"})
    assert [(node.label, node.kind) for node in found.nodes] == [
        ("Name of a", "own"), ("Name of b", "own"), ("Ferme partagée", "shared"), ("Messagerie", "service")]
    assert "core" not in json.dumps(asdict(found)) and "spare" not in json.dumps(asdict(found))


def test_an_address_is_made_of_what_the_client_reads_never_of_an_identifier_that_it_may_not() -> None:
    hidden = replace(GRANTS, tables={**GRANTS.tables, "cis": ("class",)})
    found = panel(hidden, shared={"farm": "Ferme partagée"})
    assert [(node.key, node.label) for node in found.nodes] == [
        ("equipement", "Équipement"), ("equipement-2", "Équipement"), ("ferme-partagee", "Ferme partagée"),
        ("", "Messagerie")]
    assert "Name of" not in json.dumps(asdict(found))
    assert found.table is None


def test_hidden_items_that_answers_need_are_nameless_and_only_where_the_operator_says_so() -> None:
    without, with_ = panel(shared={"farm": "Ferme"}), panel(shared={"farm": "Ferme", "*": "Infrastructure partagée"})
    assert [node.label for node in with_.nodes if node.kind == "hidden"] == ["Infrastructure partagée"] * 2
    assert all(not node.key for node in with_.nodes if node.kind == "hidden")
    assert _said(without)["Ferme"] == (["Messagerie"], [], 1)  # through b; a is not known to lose anything
    assert _said(with_)["Ferme"] == (["Messagerie"], [], 2)  # core falls too, and spare keeps a up
    assert set(_said(with_)) == {"Name of a", "Name of b", "Ferme"}


def test_hidden_items_that_no_answer_needs_are_left_out_all_the_same() -> None:
    assert [node.kind for node in panel(shared={"*": "Infrastructure"}).nodes] == ["own", "own", "service"]


def test_what_a_group_needs_tells_nothing_of_members_that_are_not_there() -> None:
    rows = {**ROWS, "redundancy": [{"ci": "a", "group": "g", "needs": "3"}]}  # of core and spare; one is shown
    found = panel(shared={"core": "Coeur"}, rows=rows)
    assert found.groups == ("1",)
    assert _said(found)["Coeur"][0] == ["Messagerie"]
    assert panel(shared={"core": "Coeur", "*": "Infrastructure"}, rows=rows).groups == ("2",)


def test_the_order_of_nameless_items_tells_nothing_of_their_identifiers() -> None:
    def called(core: str, spare: str) -> Rows:
        names = {"core": core, "spare": spare}
        return {table: [{key: names.get(str(cell), cell) if key in ("ci", "upstream", "downstream") else cell
                         for key, cell in row.items() if key != "name" or table != "cis"} for row in rows]
                for table, rows in ROWS.items()}

    shared = {"farm": "Ferme", "*": "Infrastructure"}
    one = panel(shared=shared, rows=called("aaa", "zzz"))
    assert [node.kind for node in one.nodes] == ["own", "own", "shared", "hidden", "hidden", "service"]
    assert panel(shared=shared, rows=called("zzz", "aaa")) == one


def test_a_provider_is_a_choice_only_where_this_client_is_told_its_name() -> None:
    assert panel(shared={"farm": "Ferme"}).several == ()
    named = panel(replace(GRANTS, providers={"nuageo": "Nuageo", "other": "Autre"}), shared={"farm": "Ferme"})
    (one,) = named.several
    assert (one.key, one.label, [named.nodes[at].label for at in one.nodes]) == ("nuageo", "Nuageo",
                                                                                ["Name of b", "Ferme"])


def test_all_of_a_provider_and_an_item_of_the_same_name_are_two_choices() -> None:
    found = panel(replace(GRANTS, providers={"nuageo": "Nuageo", "x": "Nuageo all"}), shared={"farm": "Nuageo"})
    assert [node.key for node in found.nodes if node.kind == "shared"] == ["nuageo"]
    assert [one.key for one in found.several] == ["nuageo-all"]


def test_what_a_commitment_says_of_a_service_stands_before_what_it_says_of_all() -> None:
    whole = {**TABLE_ROWS["commitments"][0], "contract": "C-1", "metric": "ttr", "service": None, "ticket_kind": None}
    rows = {**ROWS, "commitments": [
        {**whole, "commitment": "all", "priority": None, "limit": "480"},
        {**whole, "commitment": "first", "priority": "P1", "limit": "240"},
        {**whole, "commitment": "mail", "priority": "P1", "limit": "120", "service": "S-MAIL"},
        {**whole, "commitment": "request", "priority": "P1", "limit": "30", "ticket_kind": "request"}]}
    (service,) = [node for node in panel(rows=rows).nodes if node.kind == "service"]
    assert [(one.priority, one.limit) for one in service.restorations] == [("P1", "120"), ("", "480")]


def test_a_commitment_is_said_only_with_its_page_and_a_contract_with_its_own() -> None:
    (service,) = [node for node in panel().nodes if node.kind == "service"]
    assert service.contract == "C-1"
    assert [(one.priority, one.limit, one.day_minutes) for one in service.restorations] == [
        ("P1", "240", 1440), ("P2", "2d", 600)]
    few = replace(GRANTS, pages=("overview", "whatif"))
    (service,) = [node for node in panel(few).nodes if node.kind == "service"]
    assert (service.contract, service.restorations) == ("", ())


def test_services_of_contracts_that_ended_and_retired_items_are_not_there() -> None:
    found = panel()
    assert [node.contract for node in found.nodes if node.kind == "service"] == ["C-1"]
    assert "old" not in json.dumps(asdict(found))


def test_what_each_item_does_alone_is_a_table_with_a_row_each() -> None:
    found = panel(shared={"farm": "Ferme"})
    assert found.table
    assert [row[0] for row in found.table.rows] == [found.nodes[one.node].label for one in found.alone]
    assert found.table.rows[0] == ("Name of a", "Messagerie", None, 0)
