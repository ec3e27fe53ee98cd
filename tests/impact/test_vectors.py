"""One set of vectors, run by the engine in Python and by the one in the page."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import Any

import py_mini_racer
import pyarrow as pa
import pytest

from clairevoie.impact import DOWN, fall, graph, paths
from tests.demo import REPOSITORY
from tests.impact.shapes import name, service, tables_of
from tests.impact.vectors import FILE, made, shape_of, written

SCRIPT = REPOSITORY / "themes" / "clairevoie" / "static" / "whatif.js"
_RUN = """
const graphs = %s, faults = [];
graphs.forEach((one, number) => {
  const graph = whatif.prepared(one);
  for (const { down, states, ways } of one.cases) {
    const fallen = whatif.fall(graph, down), found = whatif.ways(graph, fallen);
    if (fallen.state.join("") !== states) faults.push(`${number} ${down}: ${fallen.state.join("")}, not ${states}`);
    for (const [node, way] of Object.entries(ways)) {
      if (String(found.get(Number(node))) !== String(way)) faults.push(`${number} ${down}: ${found.get(Number(node))}`);
    }
  }
});
JSON.stringify({ faults: faults.slice(0, 9), cases: graphs.reduce((sum, one) => sum + one.cases.length, 0) });
"""


def in_the_page(graphs: list[dict[str, Any]]) -> dict[str, Any]:
    """What the script of the page finds wrong, and how many cases it ran."""
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
            ways = {str(node): list(way) for node, way in paths(fallen).items() if fallen.state[node] != DOWN}
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


def test_the_order_of_rows_alters_no_way(vectors: list[dict[str, Any]]) -> None:
    dice = random.Random(6)
    moved = [one | {"links": dice.sample(one["links"], len(one["links"]))} for one in vectors]
    assert in_the_page(moved)["faults"] == []
    assert sum(_ways(one, tables_of(shape_of(one))) != _ways(one, _shuffled(one, dice)) for one in vectors[:25]) == 0


def _shuffled(one: dict[str, Any], dice: random.Random) -> Mapping[str, pa.Table]:
    return {key: table.take(pa.array(dice.sample(range(len(table)), len(table)), pa.int64()))
            for key, table in tables_of(shape_of(one)).items()}


def _ways(one: dict[str, Any], tables: Mapping[str, pa.Table]) -> list[list[tuple[str | tuple[str, str], ...]]]:
    known = graph(tables)
    names: list[str | tuple[str, str]] = [*known.cis, *known.services]
    starts = ([known.place[name(node)] if node < one["cis"] else names.index(("k", service(node)))
               for node in case["down"]] for case in one["cases"])
    return [sorted((tuple(names[node] for node in way) for way in paths(fall(known, down)).values()), key=str)
            for down in starts]


def both(count: int) -> tuple[int, list[str]]:
    """Fresh vectors in both engines: (cases, what differs)."""
    graphs = json.loads(json.dumps(made(count, 4242)))  # as a file has them: keys are texts
    found = in_the_page(graphs)
    return found["cases"], [*found["faults"], *in_python(graphs)]
