"""The engine against the definition said again, on random graphs."""

from __future__ import annotations

import random

import pyarrow as pa

from clairevoie.impact import Fall, fall, graph, paths
from tests.impact import brute
from tests.impact.shapes import Shape, random_shape, random_starts, tables_of
from tests.sampling import FACTOR


def random_faults(count: int, seed: int) -> tuple[int, list[str]]:
    """Random graphs with their falls compared, nodes and ways: (graphs, what differs)."""
    dice, faults = random.Random(seed), []
    for number in range(count):
        shape = random_shape(dice)
        built = graph(tables_of(shape))
        for starts in {random_starts(shape, dice) for _ in range(3)}:
            fallen = fall(built, starts)
            said, expected = "".join(map(str, fallen.state)), brute.states(shape, starts)
            if said != expected:
                faults.append(f"graph {number}, {starts}: {said}, expected {expected}")
            elif wrong := _wrong_way(shape, starts, fallen):
                faults.append(f"graph {number}, {starts}: {wrong}")
    return count, faults


def _wrong_way(shape: Shape, starts: tuple[int, ...], fallen: Fall) -> str:
    found, far = paths(fallen), brute.shortest(shape, starts)
    for node, digit in enumerate(fallen.state):
        if digit == 2 and not (brute.is_way(shape, found[node], starts) and len(found[node]) == far[node] + 1):
            return f"way {found[node]}"
        if digit == 1 and found[node][0] not in starts:
            return f"way {found[node]} to what is degraded"
    return ""


def test_random_graphs_fall_as_the_definition_says() -> None:
    assert random_faults(100 * FACTOR, 7 if FACTOR == 1 else random.randrange(1 << 30)) == (100 * FACTOR, [])


def _states(*, links: list[tuple[int, int, int]], groups: tuple[str | None, ...], down: set[int], cis: int = 4,
            obsolete: frozenset[int] = frozenset(), nodes: int = 0) -> str:
    shape = Shape(nodes or cis, cis, obsolete, tuple(links), groups)
    return "".join(map(str, fall(graph(tables_of(shape)), down).state))


def test_one_of_two_holds_and_is_degraded_then_falls_with_the_second() -> None:
    links = [(0, 2, 0), (1, 2, 0), (2, 3, -1)]
    assert _states(links=links, groups=("1",), down={0}) == "3010"
    assert _states(links=links, groups=("1",), down={0, 1}) == "3322"


def test_more_than_there_is_falls_with_the_first_and_none_at_all_never() -> None:
    links = [(0, 2, 0), (1, 2, 0)]
    assert _states(links=links, groups=("5",), down={0}) == "3020"
    assert _states(links=links, groups=("0",), down={0, 1}) == "3310"
    assert _states(links=links, groups=("a lot",), down={1}) == "0320", "what cannot be read holds nothing"


def test_two_thirds_of_three_may_lose_one() -> None:
    links = [(0, 3, 0), (1, 3, 0), (2, 3, 0)]
    assert _states(links=links, groups=("66%",), down={0}) == "3001"
    assert _states(links=links, groups=("67%",), down={0}) == "3002"
    assert _states(links=links, groups=("100%",), down={0}) == "3002"


def test_a_share_is_read_as_it_is_written_in_french_and_of_two_rows_the_strictest_holds() -> None:
    links = [(0, 3, 0), (1, 3, 0), (2, 3, 0)]
    assert _states(links=links, groups=("50\u202f%",), down={0}) == "3001"
    tables = dict(tables_of(Shape(4, 4, frozenset(), tuple(links), ("1",))))
    strict = tables["redundancy"].slice(0, 1).to_pylist()[0] | {"needs": "3"}
    for rows in ([strict, *tables["redundancy"].to_pylist()], [*tables["redundancy"].to_pylist(), strict]):
        tables["redundancy"] = pa.Table.from_pylist(rows, tables["redundancy"].schema)
        assert fall(graph(tables), {0}).state.tolist() == [3, 0, 0, 2]


def test_obsolete_items_are_not_counted_nor_crossed_but_may_fail_themselves() -> None:
    links = [(0, 1, -1), (1, 2, -1), (1, 3, -1)]
    assert _states(links=links, groups=(), down={0}, obsolete=frozenset({1})) == "3000"
    assert _states(links=links, groups=(), down={1}, obsolete=frozenset({1, 3})) == "0320"


def test_a_cycle_falls_once() -> None:
    assert _states(links=[(0, 1, -1), (1, 2, -1), (2, 0, -1)], groups=(), down={1}) == "2320"


def test_a_service_is_degraded_by_what_it_stands_on_and_by_what_its_own_group_lost() -> None:
    links = [(0, 2, 0), (1, 2, 0), (2, 4, -1), (0, 5, 1), (3, 5, 1)]
    assert _states(links=links, groups=("1", "1"), down={0}, nodes=6) == "301011"
    assert _states(links=links, groups=("1", "1"), down={0, 1}, nodes=6) == "332021"
