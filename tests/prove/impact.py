"""The proofs of impact: random graphs, what iTop answered, hosts lost alone and in pairs."""

from __future__ import annotations

from collections.abc import Callable

from tests.conftest import SHARED
from tests.disclosure.test_incidents_by_all_links import random_incidents
from tests.disclosure.test_planned_by_all_links import random_works
from tests.impact.estates import alone_and_in_pairs
from tests.impact.recorded import compared, itop
from tests.impact.test_fall import random_faults
from tests.impact.test_vectors import both
from tests.pipeline.companies_of_two import with_nameless_nodes


def graphs(_: object) -> tuple[int, list[str]]:
    """Random graphs with cycles, groups in counts and per cent, and obsolete nodes."""
    return random_faults(5_000, 2026)


def answers(_: object) -> tuple[int, list[str]]:
    """Every recorded answer of get_related."""
    return compared(itop()) if SHARED.is_dir() else (0, ["the recorded answers are not beside this repository"])


def hosts(name: str) -> Callable[[object], tuple[int, list[str]]]:
    """Every host of an estate of others lost alone and in pairs."""
    def prove(_: object) -> tuple[int, list[str]]:
        return alone_and_in_pairs(name) if SHARED.is_dir() else (0, [f"{name} is not beside this repository"])

    return prove


PROOFS: dict[str, Callable[[object], tuple[int, list[str]]]] = {
    "impact: 5,000 random graphs": graphs,
    "impact: vectors in both engines": lambda _: both(2_500),
    "impact: iTop's get_related": answers,
    "impact: clients' graphs against the whole": lambda _: with_nameless_nodes(1_000, 31),
    "impact: 2,000 planned works": lambda _: random_works(2_000, 7),
    "impact: 2,000 incidents of providers": lambda _: random_incidents(2_000, 9),
    "impact: hosts of itop_sample": hosts("itop_sample"),
    "impact: hosts of fedora_infra": hosts("fedora_infra"),
}
