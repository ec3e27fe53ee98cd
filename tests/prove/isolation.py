"""The isolation proofs in full: random companies, pairs, seeded leaks; each prints what it saw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.isolation import leaks_in_pages
from tests.isolation.leaks import IN_CHARTS, LEAKS
from tests.isolation.seeding import caught, sound
from tests.isolation.trials import Found, compare, search

COMPANIES, WHOLE, PAIRS = 100, 10, 200


def companies(_: Any) -> tuple[int, list[str]]:
    """A hundred companies whose pages print whatever crossed the wall."""
    return _said(search(range(COMPANIES)))


def whole_companies(_: Any) -> tuple[int, list[str]]:
    """Ten companies with the real theme."""
    return _said(search(range(500, 500 + WHOLE), plain=False, most=12))


def pairs(_: Any) -> tuple[int, list[str]]:
    """Two hundred pairs: change, add, remove, leave, reorder, rename, arrive."""
    found = compare(PAIRS)
    print(f"    {found.line()}")
    return found.pairs.total(), found.moved


def leaks(_: Any) -> tuple[int, list[str]]:
    """Every seeded leak; prints who caught it."""
    assert leaks_in_pages.__doc__
    plain, drawn = sound(), sound(plain=False)
    missed = []
    for name, leak in LEAKS.items():
        by = caught(leak, drawn if name in IN_CHARTS else plain)
        print(f"    {name:<58} {by or 'NOBODY'}", flush=True)
        missed += [] if by else [f"{name}: caught by nobody"]
    return len(LEAKS), missed


def _said(found: Found) -> tuple[int, list[str]]:
    print(f"    {found.line()}")
    few = [] if found.shown >= 0.95 * found.granted else [f"only {found.shown} of {found.granted} granted words seen"]
    return found.companies, [*found.foreign, *found.refused, *few]


PROOFS: dict[str, Callable[[Any], tuple[int, list[str]]]] = {
    "isolation: random companies": companies,
    "isolation: ten on the full theme": whole_companies,
    "isolation: non-interference": pairs,
    "isolation: seeded leaks": leaks,
}
