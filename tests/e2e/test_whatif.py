"""The graphs of the demo's clients: nobody else's words, and the same answers as all links together."""

from __future__ import annotations

import csv
import html
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from clairevoie.impact import IMPACTED, fall, graph, of_links
from clairevoie.pipeline.touching import estate
from tests.demo import AS_OF, CLIENTS, REPOSITORY

WITH = ("castelbourg", "helianthe", "lefevre", "orsted")


def _island(output: Path, client: str) -> dict[str, Any]:
    text = (output / client / "whatif" / "index.html").read_text(encoding="utf-8")
    found = re.search('<script type="application/json" id="graph">(.*?)</script>', text, re.DOTALL)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


def _names(client: str) -> dict[str, str]:
    """For each name that the client reads, the item: its own by name, shared ones by their declared label."""
    settings = yaml.safe_load((REPOSITORY / "content" / "clients" / client / "client.yml").read_text(encoding="utf-8"))
    with (REPOSITORY / "data_sources" / "cmdb" / "cis.csv").open(encoding="utf-8", newline="") as file:
        own = {row["name"]: row["ci"] for row in csv.DictReader(file) if row["client"] == client}
    return own | {label: ci for ci, label in settings["shared_cis"].items()}


def test_the_page_is_where_it_is_granted_and_holds_own_and_shared_words_only(demo_output: Path) -> None:
    assert {client for client in CLIENTS if (demo_output / client / "whatif").is_dir()} == set(WITH)
    for client in WITH:
        island = _island(demo_output, client)
        assert set(island["labels"][:island["cis"]]) <= set(_names(client)), client
        assert set(island["contracts"]) - {""} <= _contracts(client)


def test_no_word_of_another_client_is_anywhere_on_the_page_and_drawing_and_list_bear_the_same_names(demo_output: Path
                                                                                                    ) -> None:
    with (REPOSITORY / "data_sources" / "cmdb" / "cis.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for client in WITH:
        text = (demo_output / client / "whatif" / "index.html").read_text(encoding="utf-8")
        own = {row[key] for row in rows for key in ("ci", "name") if row["client"] == client} | _names(client).keys()
        foreign = {row[key] for row in rows for key in ("ci", "name") if row["client"] != client} - own
        assert [word for word in foreign if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)] == []
        island = _island(demo_output, client)
        drawn = [html.unescape(label) for label in re.findall('<a class="node"[^>]* aria-label="([^"]*)"', text)]
        assert len(drawn) == island["nodes"] and all(any(label == name or label.startswith(f"{name}, ")
                                                         for name in island["labels"]) for label in drawn)
        listed = re.findall('<a href="#i-[^"]*" data-key="([^"]*)">', text)
        assert listed == [key for key in island["keys"] if key]


def test_each_item_alone_is_judged_on_the_clients_graph_as_on_the_whole(demo_output: Path) -> None:
    workspace = demo_output.parent / "workspace"
    known = estate(workspace, datetime.fromisoformat(AS_OF), datetime(2026, 11, 1, 7, tzinfo=UTC))[0]
    whole, compared = graph(known.tables), 0
    for client in WITH:
        island, names = _island(demo_output, client), _names(client)
        small = of_links(island["cis"], island["nodes"] - island["cis"], island["links"], island["groups"])
        for place in range(island["cis"]):
            state = fall(small, (place,)).state[island["cis"]:]
            all_of = fall(whole, (whole.place[names[island["labels"][place]]],)).state[len(whole.cis):]
            theirs = {(contract, known.services[service]): value for (contract, service), value
                      in zip(whole.services, all_of.tolist(), strict=True)}
            services = zip(island["contracts"][island["cis"]:], island["labels"][island["cis"]:], strict=True)
            for key, value in zip(services, state.tolist(), strict=True):
                expected = theirs[key] if key in theirs else _by_name(theirs, key[1], _contracts(client))
                assert min(value, IMPACTED) == min(expected, IMPACTED), (client, key)
                compared += 1
    assert compared > 250


def _contracts(client: str) -> set[str]:
    with (REPOSITORY / "data_sources" / "gestion" / "contracts.csv").open(encoding="utf-8", newline="") as file:
        return {row["contract"] for row in csv.DictReader(file) if row["client"] == client}


def _by_name(states: dict[tuple[str, str], int], name: str, contracts: set[str]) -> int:
    """The state of a service whose contract the client is not told."""
    (found,) = {state for (contract, service), state in states.items() if service == name and contract in contracts}
    return found
