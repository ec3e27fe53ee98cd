"""`check` says where a client's graph would answer otherwise than the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

from clairevoie.pipeline.comparing import beyond, differences
from clairevoie.project.model import ClientSpec, Company, Grants, Project
from clairevoie.tables.arrow import empty
from clairevoie.tables.schema import TABLES
from tests.impact.shapes import whole
from tests.pipeline.companies_of_two import with_nameless_nodes
from tests.sampling import FACTOR

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)


def _differences(links: list[tuple[str, str, str | None]], shared: dict[str, str], pages: tuple[str, ...] = ("whatif",)
                 ) -> list[str]:
    project, tables = _company(links, shared, pages)
    return differences(project, tables, NOW)


def _company(links: list[tuple[str, str, str | None]], shared: dict[str, str], pages: tuple[str, ...] = ("whatif",)
             ) -> tuple[Project, Mapping[str, pa.Table]]:
    rows = whole({
        "clients": [{"client": "a", "name": "A"}, {"client": "b", "name": "B"}],
        "contracts": [{"contract": "k", "client": "a", "name": "K", "kind": "managed", "start": date(2026, 1, 1),
                       "calendar": "x"}],
        "cis": [{"ci": ci, "client": ci[0] if ci[0] in "ab" else None, "name": ci, "class": "x", "status": "on"}
                for ci in ("a1", "a2", "b1", "farm", "core", "spare")],
        "impacts": [{"upstream": up, "downstream": down, "group": group} for up, down, group in links],
        "service_cis": [{"contract": "k", "service": "mail", "ci": "a2"}],
        "services": [{"service": "mail", "name": "Mail"}],
    })
    spec = ClientSpec("a", Path("/nowhere"), ("en",), Grants(pages=pages), shared_cis=shared)
    company = Company("n", "N", "N")
    project = Project(Path("/nowhere"), company, "Europe/Paris", "EUR", "x", ("en",), {}, (), (spec,), {})
    return project, {name: rows.get(name, empty(name)) for name in TABLES}


def test_a_graph_that_hides_nothing_says_nothing() -> None:
    assert _differences([("farm", "a1", None), ("a1", "a2", None)], {"farm": "Farm"}) == []


def test_a_hidden_platform_between_two_that_are_shown_is_named_unless_it_stays_as_a_nameless_node() -> None:
    links: list[tuple[str, str, str | None]] = [("farm", "core", None), ("core", "a2", None)]
    (said,) = _differences(links, {"farm": "Farm"})
    assert said == ("client a: if farm falls, its page says that a2 is intact; it is interrupted:"
                    " something that the page hides lies between")
    assert _differences(links, {"farm": "Farm", "*": "Hidden"}) == []


def test_a_hidden_member_of_a_group_makes_the_page_too_dark() -> None:
    links: list[tuple[str, str, str | None]] = [("farm", "a2", "g"), ("spare", "a2", "g")]
    (said,) = _differences(links, {"farm": "Farm"})
    assert "its page says that a2 is interrupted; it is degraded" in said
    assert _differences(links, {"farm": "Farm", "*": "Hidden"}) == []


def test_another_clients_item_between_is_named_for_staff_unless_it_is_a_nameless_node() -> None:
    links: list[tuple[str, str, str | None]] = [("a1", "b1", None), ("b1", "a2", None)]
    (said,) = _differences(links, {})
    assert said.startswith("client a: if a1 falls, its page says that a2 is intact")
    assert _differences(links, {"*": "Hidden"}) == []


def test_all_of_a_provider_is_compared_where_the_client_is_told_its_name() -> None:
    project, tables = _company([("core", "a2", None)], {})
    cis = [{**row, "provider": "nuageo" if row["ci"] in ("a1", "core") else None} for row in tables["cis"].to_pylist()]
    tables = {**tables, "cis": pa.Table.from_pylist(cis, tables["cis"].schema)}
    assert differences(project, tables, NOW) == []
    (spec,) = project.clients
    told = replace(project, clients=(replace(spec, grants=replace(spec.grants, providers={"nuageo": "Nuageo"})),))
    (said,) = differences(told, tables, NOW)
    assert said.startswith("client a: if all of Nuageo falls, its page says that a2 is intact; it is interrupted")


def test_members_that_fall_together_are_compared_where_the_page_lacks_one() -> None:
    links: list[tuple[str, str, str | None]] = [("a1", "a2", "g"), ("farm", "a2", "g"), ("spare", "a2", "g")]
    (said,) = _differences(links, {"farm": "Farm"})  # each alone, a2 is degraded on both
    assert said.startswith("client a: if a1 and farm fall, its page says that a2 is interrupted; it is degraded")
    assert _differences(links, {"farm": "Farm", "*": "Hidden"}) == []
    assert _differences(links, {"farm": "Farm", "spare": "Spare"}) == []


def test_what_is_handed_of_others_bears_none_of_their_names() -> None:
    project, tables = _company([("a1", "b1", "secret"), ("farm", "b1", "secret"), ("b1", "a2", "own")], {"*": "Hidden"})
    found = beyond(project, tables, NOW)["a"]
    assert found.items == 2  # the platform beside it in its group, too
    assert "b1" not in repr(found) and "secret" not in repr(found) and "farm" not in repr(found)
    assert [row[2] for row in found.impacts if row[1] == "a2"] == ["own"]  # its own item, its own word


def test_a_client_without_the_page_is_not_asked_about() -> None:
    assert _differences([("farm", "core", None), ("core", "a2", None)], {"farm": "Farm"}, pages=()) == []


def test_with_nameless_nodes_a_clients_graph_answers_as_the_whole_one_does() -> None:
    assert with_nameless_nodes(15 * FACTOR, 8) == (15 * FACTOR, [])
