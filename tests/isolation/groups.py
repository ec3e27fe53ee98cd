"""Groups among the clients of a company made at random: a parent, some that share sums with it, one that does not."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from clairevoie.figures.rollup import ROLLED

_LEAST = 3  # clients: a parent, one that shares, one that does not
_BOTH = 5  # from so many on two share, and cover one another


def grouped(seed: int, rows: list[dict[str, str]], settings: Mapping[str, dict[str, Any]]) -> dict[str, set[str]]:
    """Make a group of some of these clients, in their rows and grants; parent → those that share with it.

    Of all pages and figures the parent is granted the sums. Of two that share, one may be shown everything late.
    """
    if len(rows) < _LEAST:
        return {}
    dice = random.Random(f"group {seed}")
    parent, silent, *sharing = dice.sample(sorted(row["client"] for row in rows), 4 if len(rows) >= _BOTH else _LEAST)
    for row in rows:
        row["parent"] = parent if row["client"] in (silent, *sharing) else ""
    for client in sharing:
        figures = dice.sample(ROLLED, len(ROLLED) - 1) if len(sharing) > 1 else list(ROLLED)
        settings[client]["grants"]["group"] = {"parent": parent, "figures": figures, "alone": len(sharing) == 1}
    if len(sharing) > 1:
        _late(settings[sharing[0]]["grants"], dice.choice((0, 0, 12)))
    of_parent = settings[parent]["grants"]
    of_parent["pages"] = [*of_parent["pages"], "group"]
    of_parent["figures"] = [*dict.fromkeys((*of_parent["figures"], *ROLLED))]
    return {parent: set(sharing)}


def _late(grants: dict[str, Any], days: int) -> None:
    """Shown so many days late; a register is of today, and refused then."""
    grants["delay_days"] = days
    if days:
        grants["pages"] = [page for page in grants["pages"] if page != "register"]
