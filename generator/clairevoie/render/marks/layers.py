"""A graph in layers, left to right: shared platforms, own items, services. Numbers in, coordinates out.

Ours, not a program's: a client's worker starts none, and the same graph gives the same bytes everywhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from clairevoie.portal import WhatIf

HEIGHT, STEP, HEAD = 36, 46, 34
MOST, _SERVICES = 240, 80  # boxes that are drawn at most, and how many of them may be services
_WIDTH, _WIDEST, _NARROWEST, _GAP = 900, 168, 132, 44
_SWEEPS = 8


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its place in the panel, its corner."""

    node: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A link: its number and its places in the panel, and its curve."""

    link: int
    upper: int
    lower: int
    path: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a column: of the shared, of the own, of the services."""

    x: int
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """boxes in the order of tabbing: left to right, top to bottom; letters: how many fit on a line of a box.

    left: how many nodes are not drawn.
    """

    width: int
    height: int
    box: int
    letters: int
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    heads: tuple[Head, ...]
    left: int = 0


def layers(whole: WhatIf, most: int = MOST) -> Drawing:
    """Every node in its column, ordered so that few links cross; of very many, those whose loss stops most."""
    kept = _kept(whole, most)
    panel, numbers = _part(whole, kept)
    drawn = _drawn(panel)
    boxes = tuple(Box(kept[box.node], box.x, box.y) for box in drawn.boxes)
    edges = tuple(Edge(numbers[edge.link], kept[edge.upper], kept[edge.lower], edge.path) for edge in drawn.edges)
    return replace(drawn, boxes=boxes, edges=edges, left=len(whole.nodes) - len(kept))


def _kept(panel: WhatIf, most: int) -> list[int]:
    if len(panel.nodes) <= most:
        return list(range(len(panel.nodes)))
    weight = {one.node: (len(one.interrupted), len(one.degraded), one.items) for one in panel.alone}
    counts = Counter(lower for _, lower, _ in panel.links)
    services = sorted(range(panel.items, len(panel.nodes)), key=lambda node: (-counts[node], node))[:_SERVICES]
    items = sorted(range(panel.items), key=lambda node: ([-one for one in weight.get(node, (0, 0, 0))], node))
    return sorted([*items[:most - len(services)], *services])


def _part(panel: WhatIf, kept: Sequence[int]) -> tuple[WhatIf, list[int]]:
    """These nodes with the links among them, renumbered, and which links of the whole those are."""
    place = {node: number for number, node in enumerate(kept)}
    numbers = [number for number, (upper, lower, _) in enumerate(panel.links) if upper in place and lower in place]
    links = tuple((place[upper], place[lower], group) for upper, lower, group in (panel.links[at] for at in numbers))
    nodes = tuple(panel.nodes[node] for node in kept)
    return replace(panel, nodes=nodes, items=sum(node < panel.items for node in kept), links=links), numbers


def _drawn(panel: WhatIf) -> Drawing:
    column = _columns(panel)
    count = max(column) + 1
    box = min(max((_WIDTH - _GAP * (count - 1)) // count, _NARROWEST), _WIDEST)
    order = _ordered(panel, column, count)
    height = _heights(panel, order)
    xs = [place * (box + _GAP) + 2 for place in range(count)]
    boxes = tuple(Box(node, xs[place], height[node]) for place, nodes in enumerate(order) for node in nodes)
    at = {one.node: one for one in boxes}
    edges = tuple(Edge(number, upper, lower, _curve(at[upper], at[lower], box))
                  for number, (upper, lower, _) in enumerate(panel.links))
    return Drawing(xs[-1] + box + 2, max(height.values()) + HEIGHT + 4, box, round((box - 16) / 6.4), boxes, edges,
                   _heads(panel, order, xs))


def _columns(panel: WhatIf) -> list[int]:
    """The shared by how deep they stand on one another, then the own, then the services in one column."""
    shared = [node.kind in ("shared", "hidden") for node in panel.nodes[:panel.items]]
    of_shared = _depths([place for place, is_shared in enumerate(shared) if is_shared], panel)
    of_own = _depths([place for place, is_shared in enumerate(shared) if not is_shared], panel)
    first = max(of_shared.values(), default=-1) + 1
    last = first + max(of_own.values(), default=-1) + 1
    return [of_shared[place] if place in of_shared else first + of_own[place] if place in of_own else last
            for place in range(len(panel.nodes))]


def _depths(nodes: Sequence[int], panel: WhatIf) -> dict[int, int]:
    """The longest way to each node among these; what turns in a cycle stands where it is first met."""
    within = set(nodes)
    below: Mapping[int, list[int]] = defaultdict(list)
    waiting = dict.fromkeys(nodes, 0)
    for upper, lower, _ in panel.links:
        if upper in within and lower in within and upper != lower:
            below[upper].append(lower)
            waiting[lower] += 1
    depth = dict.fromkeys(nodes, 0)
    todo = list(nodes)
    while todo:
        node = next((one for one in todo if waiting[one] <= 0), todo[0])
        todo.remove(node)
        for lower in below[node]:
            waiting[lower] -= 1
            if lower in todo:
                depth[lower] = max(depth[lower], min(depth[node] + 1, 3))
    return depth


def _ordered(panel: WhatIf, column: Sequence[int], count: int) -> list[list[int]]:
    """The nodes of each column, swept left and right by the mean place of what they are linked to."""
    order: list[list[int]] = [[] for _ in range(count)]
    for node in sorted(range(len(panel.nodes)), key=lambda one: (panel.nodes[one].label, one)):
        order[column[node]].append(node)
    links: Mapping[int, list[int]] = defaultdict(list)
    for upper, lower, _ in panel.links:
        links[upper].append(lower)
        links[lower].append(upper)
    for sweep in range(_SWEEPS):
        rank = {node: (place + 0.5) / len(nodes) for nodes in order for place, node in enumerate(nodes)}
        for nodes in (order if sweep % 2 == 0 else reversed(order)):
            means = {node: sum(rank[one] for one in links[node]) / len(links[node]) if links[node] else rank[node]
                     for node in nodes}
            nodes.sort(key=lambda node: (means[node], rank[node]))
            rank |= {node: (place + 0.5) / len(nodes) for place, node in enumerate(nodes)}
    return order


def _heights(panel: WhatIf, order: Sequence[Sequence[int]]) -> dict[int, int]:
    """Each node near the mean height of what it is linked to on its left, its column kept in order."""
    tall = max(len(nodes) for nodes in order)
    height: dict[int, int] = {}
    above: Mapping[int, list[int]] = defaultdict(list)
    for upper, lower, _ in panel.links:
        above[lower].append(upper)
    for nodes in order:
        free = HEAD
        for place, node in enumerate(nodes):
            near = [height[one] for one in above[node] if one in height]
            wanted = sum(near) // len(near) if near else free
            lowest = HEAD + (tall - (len(nodes) - place)) * STEP  # the rest of the column still fits
            height[node] = min(max(wanted, free), max(lowest, free))
            free = height[node] + STEP
    return height


def _curve(upper: Box, lower: Box, width: int) -> str:
    x1, y1, x2, y2 = upper.x + width, upper.y + HEIGHT // 2, lower.x, lower.y + HEIGHT // 2
    if x2 <= upper.x:  # in one column, or backwards: round the right side
        x2 = lower.x + width
        return f"M{x1} {y1}C{x1 + 30} {y1} {x2 + 30} {y2} {x2} {y2}"
    bend = max((x2 - x1) // 2, 20)
    return f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"


def _heads(panel: WhatIf, order: Sequence[Sequence[int]], xs: Sequence[int]) -> tuple[Head, ...]:
    found: dict[str, int] = {}
    for nodes, x in zip(order, xs, strict=True):
        kind = panel.nodes[nodes[0]].kind if nodes else ""
        found.setdefault("shared" if kind == "hidden" else kind, x)
    return tuple(Head(x, kind) for kind, x in found.items() if kind)
