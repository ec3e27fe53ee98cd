"""The graphs of the demo's clients: nobody else's words, and the same answers as all links together."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import yaml

from clairevoie.pipeline.touching import estate
from tests.demo import AS_OF, CLIENTS, REPOSITORY
from tests.e2e.foreign import rows_of
from tests.e2e.graphs import differing, faults_of_form, island, words_of_works
from tests.isolation.oracle import plain_foreign

WITH = ("castelbourg", "helianthe", "lefevre", "orsted")
SOURCES = REPOSITORY / "data_sources"


def _names(client: str) -> dict[str, str]:
    """For each name that the client reads, the item: its own by name, shared ones by their declared label."""
    settings = yaml.safe_load((REPOSITORY / "content" / "clients" / client / "client.yml").read_text(encoding="utf-8"))
    with (SOURCES / "cmdb" / "cis.csv").open(encoding="utf-8", newline="") as file:
        own = {row["name"]: row["ci"] for row in csv.DictReader(file) if row["client"] == client}
    return own | {label: ci for ci, label in settings.get("shared_cis", {}).items()}


def test_the_page_is_where_it_is_granted_and_holds_own_and_shared_words_only(demo_output: Path) -> None:
    assert {client for client in CLIENTS if (demo_output / client / "whatif").is_dir()} == set(WITH)
    for client in WITH:
        graph = island(demo_output / client)
        assert set(graph["labels"][:graph["cis"]]) <= set(_names(client)), client
        assert set(graph["contracts"]) - {""} <= _contracts(client)


def test_no_client_item_or_work_of_another_is_on_a_page_of_works_nor_in_a_calendar(demo_output: Path) -> None:
    every = {client: {name for name in (client, *(row["name"] for row in rows_of(SOURCES, "clients")
                                                  if row["client"] == client)) if len(name) > 3} for client in CLIENTS}
    items, works = rows_of(SOURCES, "cis"), rows_of(SOURCES, "interventions")
    searched = 0
    for client in CLIENTS:
        own = every[client] | _names(client).keys() | {"helianthe"}  # a subsidiary's name holds its parent's
        own |= {row[key] for row in items for key in ("ci", "name") if row["client"] == client}
        others = {who: words for who, words in every.items() if who != client}
        others[""] = {row[key] for row in items for key in ("ci", "name") if row["client"] != client}
        others[""] |= {row["intervention"] for row in works if row["client"] not in (client, "")}
        assert plain_foreign(words_of_works(demo_output / client), own, others) == [], client
        searched += sum(map(len, others.values()))
    assert searched > 500


def test_drawing_and_list_bear_the_names_of_the_graph_and_groups_count_what_is_there(demo_output: Path) -> None:
    for client in WITH:
        assert faults_of_form(demo_output / client, island(demo_output / client)) == []


def test_each_item_alone_is_judged_on_the_clients_graph_as_on_the_whole(
    demo_output: Path, demo_workspace: Path
) -> None:
    known = estate(demo_workspace, datetime.fromisoformat(AS_OF), datetime(2026, 11, 1, 7, tzinfo=UTC))[0]
    answers = [differing(island(demo_output / client), _names(client), known, _contracts(client)) for client in WITH]
    assert [found for _, found in answers] == [[]] * len(WITH)
    assert sum(compared for compared, _ in answers) > 250


def _contracts(client: str) -> set[str]:
    with (SOURCES / "gestion" / "contracts.csv").open(encoding="utf-8", newline="") as file:
        return {row["contract"] for row in csv.DictReader(file) if row["client"] == client}
