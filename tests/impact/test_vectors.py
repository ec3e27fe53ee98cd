"""One set of vectors, run by the engine in Python and by the one in the page."""

from __future__ import annotations

import json
from typing import Any

import py_mini_racer
import pytest

from clairevoie.impact import IMPACTED, fall, graph, paths
from tests.demo import REPOSITORY
from tests.impact.shapes import tables_of
from tests.impact.vectors import FILE, made, shape_of, written

SCRIPT = REPOSITORY / "themes" / "clairevoie" / "static" / "whatif.js"
_RUN = """
const graphs = %s, faults = [];
graphs.forEach((one, number) => {
  const graph = whatif.prepared(one);
  for (const { down, states, ways } of one.cases) {
    const fallen = whatif.fall(graph, down), found = whatif.ways(graph, fallen);
    if (fallen.state.join("") !== states) faults.push(`${number} ${down}: ${fallen.state.join("")}, not ${states}`);
    for (const [node, far] of Object.entries(ways)) {
      const way = found.get(Number(node));
      if (!way || way.length !== far + 1 || !down.includes(way[0])) faults.push(`${number} ${down}: way ${way}`);
    }
  }
});
JSON.stringify({
  faults: faults.slice(0, 9), cases: graphs.reduce((sum, one) => sum + one.cases.length, 0),
  ways: graphs.map((one) => one.cases.map(({ down }) => {
    const graph = whatif.prepared(one);
    return [...whatif.ways(graph, whatif.fall(graph, down))].sort((a, b) => a[0] - b[0]);
  })) });
"""


def in_the_page(graphs: list[dict[str, Any]]) -> dict[str, Any]:
    """What the script of the page finds wrong, how many cases it ran, and its ways."""
    engine = py_mini_racer.MiniRacer()
    engine.eval(SCRIPT.read_text(encoding="utf-8"))
    found: dict[str, Any] = json.loads(str(engine.eval(_RUN % json.dumps(graphs))))
    return found


def in_python(graphs: list[dict[str, Any]]) -> list[str]:
    """What the engine in Python finds wrong."""
    faults = []
    for number, one in enumerate(graphs):
        known = graph(tables_of(shape_of(one)))
        for case in one["cases"]:
            fallen = fall(known, case["down"])
            ways = {str(node): len(way) - 1 for node, way in paths(fallen).items() if fallen.state[node] == IMPACTED}
            if "".join(map(str, fallen.state)) != case["states"] or ways != case["ways"]:
                faults.append(f"{number} {case['down']}")
    return faults


@pytest.fixture(scope="module")
def vectors() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return read


def test_the_vectors_are_what_the_definition_gives() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), "run: python -m tests.impact.vectors"


def test_the_engine_in_python_agrees(vectors: list[dict[str, Any]]) -> None:
    assert in_python(vectors) == []


def test_the_engine_in_the_page_agrees(vectors: list[dict[str, Any]]) -> None:
    found = in_the_page(vectors)
    assert (found["faults"], found["cases"]) == ([], sum(len(one["cases"]) for one in vectors))


def test_both_explain_by_the_same_ways(vectors: list[dict[str, Any]]) -> None:
    theirs = in_the_page(vectors)["ways"]
    for one, ways in zip(vectors, theirs, strict=True):
        known = graph(tables_of(shape_of(one)))
        for case, found in zip(one["cases"], ways, strict=True):
            assert {node: tuple(way) for node, way in found} == paths(fall(known, case["down"])), case["down"]


def both(count: int) -> tuple[int, list[str]]:
    """Fresh vectors in both engines: (cases, what differs)."""
    graphs = made(count, 4242)
    found = in_the_page(graphs)
    return found["cases"], [*found["faults"], *in_python(graphs)]
