"""The relation "impacts", read from plain objects, reaches what iTop's own get_related reached."""

from __future__ import annotations

import json
from collections import defaultdict
from fractions import Fraction
from typing import Any

import pytest

from clairevoie.sources.itop.reading import harvest
from clairevoie.sources.itop.relations import impacts, redundancy
from tests.sources.replayed import ANSWERS, RECORDED, recorded, replay, settings

Names = dict[str, dict[str, str]]  # ci -> upstream ci -> group


@pytest.fixture(scope="module")
def graph() -> tuple[Names, dict[str, str], set[str]]:
    """(upstreams of each CI, what each group needs, obsolete CIs), by iTop's keys."""
    with pytest.MonkeyPatch.context() as environment, replay.serving(replay.Recording(ANSWERS)) as url:
        environment.setenv("ITOP_USER", replay.USER)
        environment.setenv("ITOP_PASSWORD", replay.PASSWORD)
        read = harvest(settings(url), "test")
    known = {str(item.key) for item in read["FunctionalCI"]}
    upstreams: Names = defaultdict(dict)
    for _, row in impacts(read, known).rows:
        upstreams[_key(row["downstream"])][_key(row["upstream"])] = row["group"]
    needs = {_key(row["ci"]): row["needs"] for _, row in redundancy(read, known).rows}
    return upstreams, needs, {str(i.key) for i in read["FunctionalCI"] if i["obsolescence_flag"] == "true"}


def _key(identifier: str) -> str:
    return identifier.removeprefix("FunctionalCI-")


def _holds(group: list[str], down: set[str], needs: str) -> bool:
    up = sum(member not in down for member in group)
    share = needs.endswith("%")
    return up >= (Fraction(int(needs.rstrip("%")) * len(group), 100) if share else int(needs))


def fallen(graph: tuple[Names, dict[str, str], set[str]], start: str, *, redundant: bool) -> set[str]:
    """Everything that falls with `start`, by DEFINITIONS §5, tried until nothing changes."""
    upstreams, needs, obsolete = graph
    down = {start}
    while True:
        more = set()
        for ci, links in upstreams.items():
            if ci in down or ci in obsolete:
                continue
            alive = {up: group for up, group in links.items() if up not in obsolete or up == start}
            plain = any(up in down for up, group in alive.items() if not (redundant and group))
            counted = [up for up, group in alive.items() if group and up not in obsolete]
            if plain or (redundant and counted and any(up in down for up in counted)
                         and not _holds(counted, down, needs[ci])):
                more.add(ci)
        if not more:
            return down
        down |= more


@pytest.mark.shared_data
@pytest.mark.parametrize("redundant", [False, True])
def test_what_falls_with_each_ci_is_what_itop_answers(graph: tuple[Names, dict[str, str], set[str]],
                                                      redundant: bool) -> None:
    compared = 0
    for ci in recorded("FunctionalCI"):
        file = RECORDED / "get_related" / f"{ci['class']}_{ci['key']}__down_{'red' if redundant else 'nored'}.json"
        answer: dict[str, Any] = json.loads(file.read_bytes())["objects"]
        classes = {one["class"] for one in recorded("FunctionalCI")}
        theirs = {one["key"] for one in answer.values() if one["class"] in classes}
        if ci["key"] in graph[2]:
            continue  # an obsolete start is asked about nowhere on our pages
        assert fallen(graph, ci["key"], redundant=redundant) == theirs, ci["name"]
        compared += len(theirs)
    assert compared > 200


def test_a_disabled_redundancy_is_no_group(graph: tuple[Names, dict[str, str], set[str]]) -> None:
    upstreams, needs, _ = graph
    farms = {f["key"]: f["redundancy"] for f in recorded("Farm")}
    assert {key: needs.get(key) for key in farms} == {key: None if n == "disabled" else n for key, n in farms.items()}
    assert all(not group for key, n in farms.items() if n == "disabled" for group in upstreams[key].values())
    assert needs["83"] == "50%"
