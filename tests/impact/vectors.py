"""Test vectors for every engine: graphs, what fails, what the definition said again gives.

`python -m tests.impact.vectors` writes them.

states: a digit a node (0 intact, 1 degraded, 2 impacted, 3 down); ways: for each node that is impacted or degraded the
nodes of the way that explains it: a shortest one, of several the one whose nodes come first from the end.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from tests.impact import brute
from tests.impact.shapes import Shape, random_shape, random_starts

FILE = Path(__file__).with_name("vectors.json")
_GRAPHS, _CASES = 100, 4


def written() -> str:
    """The file as it must be: one graph a line."""
    lines = [json.dumps(one, separators=(",", ":")) for one in made(_GRAPHS, 11)]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def made(count: int, seed: int) -> list[dict[str, Any]]:
    """Graphs with their cases, from the dice."""
    dice = random.Random(seed)
    return [_graph(random_shape(dice), dice) for _ in range(count)]


def shape_of(graph: dict[str, Any]) -> Shape:
    """A graph of the file."""
    links = tuple((upper, lower, group) for upper, lower, group in graph["links"])
    return Shape(graph["nodes"], graph["cis"], frozenset(graph["obsolete"]), links, tuple(graph["groups"]))


def _graph(shape: Shape, dice: random.Random) -> dict[str, Any]:
    starts = sorted({random_starts(shape, dice) for _ in range(_CASES)})
    cases = []
    for down in starts:
        states, found = brute.states(shape, down), brute.ways(shape, down)
        ways = {str(node): found[node] for node, digit in enumerate(states) if digit in "12"}
        cases.append({"down": list(down), "states": states, "ways": ways})
    return {"nodes": shape.nodes, "cis": shape.cis, "obsolete": sorted(shape.obsolete),
            "links": [list(link) for link in shape.links], "groups": [needs or "1" for needs in shape.groups],
            "cases": cases}


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
