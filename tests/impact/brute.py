"""DEFINITIONS §5 said again, slowly: nothing of the engine is used here.

Tried over and over until nothing changes; sets and lists only.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from tests.impact.shapes import Shape


def states(shape: Shape, down: Collection[int]) -> str:
    """One digit a node: 0 intact, 1 degraded, 2 impacted, 3 down."""
    fallen = set(down)
    impacted: set[int] = set()
    above = _by_lower(shape)
    changed = True
    while changed:
        changed = False
        for node in range(shape.nodes):
            if node in fallen or node in impacted or node in shape.obsolete:
                continue
            if _is_hit(shape, above[node], fallen | impacted):
                impacted.add(node)
                changed = True
    lost = fallen | impacted
    weak = {node for node in range(shape.nodes)
            if node not in lost and node not in shape.obsolete and _lost_a_member(above[node], shape, lost)}
    weak |= {lower for upper, lower, _ in shape.links if lower >= shape.cis and upper in weak and lower not in lost}
    return "".join("3" if node in fallen else "2" if node in impacted else "1" if node in weak else "0"
                   for node in range(shape.nodes))


def is_way(shape: Shape, way: Collection[int], down: Collection[int]) -> bool:
    """Whether a way leads from what is down to what is impacted, by links that carry the fall."""
    steps = list(way)
    gone = {node for node, digit in enumerate(states(shape, down)) if digit in "23"}
    return steps[0] in down and all(
        lower in gone and any(u == upper and v == lower and (g < 0 or not _holds(shape, g, gone))
                              for u, v, g in shape.links)
        for upper, lower in pairwise(steps))


def shortest(shape: Shape, down: Collection[int]) -> dict[int, int]:
    """How many links lie between a failure and each impacted node, at least."""
    gone = {node for node, digit in enumerate(states(shape, down)) if digit in "23"}
    far = dict.fromkeys(down, 0)
    for _ in range(shape.nodes):
        for u, v, g in shape.links:
            if u in far and v in gone and v not in down and (g < 0 or not _holds(shape, g, gone)):
                far[v] = min(far.get(v, shape.nodes), far[u] + 1)
    return far


def ways(shape: Shape, down: Collection[int]) -> dict[int, tuple[int, ...]]:
    """For each node that is touched the one way that explains it: a shortest one, of several the first from the end."""
    digits, far = states(shape, down), shortest(shape, down)
    gone = {node for node, digit in enumerate(digits) if digit in "23"}
    found: dict[int, tuple[int, ...]] = {node: (node,) for node in down}
    for node in sorted(far.keys() - set(down), key=far.__getitem__):
        found[node] = (*found[min(u for u, v, g in shape.links if v == node and far.get(u) == far[node] - 1
                                  and (g < 0 or not _holds(shape, g, gone)))], node)
    for node in (node for node, digit in enumerate(digits) if digit == "1"):
        above = [u for u, v, _ in shape.links if v == node]
        high = [u for u in above if u in gone and u not in shape.obsolete] or [u for u in above if digits[u] == "1"]
        found[node] = (*min((found[u] for u in sorted(high)), key=len), node)
    return found


def _by_lower(shape: Shape) -> list[list[tuple[int, int]]]:
    found: list[list[tuple[int, int]]] = [[] for _ in range(shape.nodes)]
    for upper, lower, group in shape.links:
        found[lower].append((upper, group))
    return found


def _is_hit(shape: Shape, above: list[tuple[int, int]], gone: set[int]) -> bool:
    broken = [group for upper, group in above if upper in gone]
    return any(group < 0 or not _holds(shape, group, gone) for group in broken)


def _holds(shape: Shape, group: int, gone: set[int]) -> bool:
    members = [upper for upper, _, of in shape.links if of == group and upper not in shape.obsolete]
    up = sum(member not in gone for member in members)
    needs = shape.groups[group] or "1"
    if needs.endswith("%"):
        return up * 100 >= len(members) * int(needs[:-1])
    return up >= int(needs)


def _lost_a_member(above: list[tuple[int, int]], shape: Shape, gone: set[int]) -> bool:
    return any(group >= 0 and upper in gone and upper not in shape.obsolete for upper, group in above)
