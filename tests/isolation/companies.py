"""Companies made at random: clients that share CIs, people and services, with whose every word is."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.isolation import estates, groups, naming
from tests.isolation.naming import Marks

Row = dict[str, str]
Tables = dict[str, list[Row]]
_ENDS = {"ticket_cis": ("ticket", "ci"), "impacts": ("upstream", "downstream"), "contract_cis": ("contract", "ci"),
         "intervention_cis": ("intervention", "ci")}


@dataclass(slots=True)
class Company:
    """tables: all rows. owners: mark → whose it is. allowed: client → marks of the company's that its rows name.

    granted: client → marks that its grants and the calendar of this company let it see. sharing: client → subsidiaries
    of which it reads sums.
    """

    names: dict[str, str]
    common: estates.Common
    tables: Tables = field(default_factory=lambda: defaultdict(list))
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)  # client → client.yml
    owners: dict[str, str] = field(default_factory=dict)
    allowed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    granted: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    notes: dict[str, str] = field(default_factory=dict)  # client → a note in Markdown
    sharing: dict[str, set[str]] = field(default_factory=dict)


def company(seed: int, least: int = 2, most: int = 30, *, names: Mapping[str, str] | None = None,
            share: float = 0.8) -> Company:
    """A company of `least` to `most` clients (or of those in `names`: id → name); the same seed gives the same.

    share: of all that can be granted, what each client is granted. Clients that are not named make a group.
    """
    dice, named = random.Random(f"company {seed}"), names is not None
    names, marks = dict(names or naming.clients(dice, dice.randint(least, most))), Marks(dice)
    common = estates.common(dice, marks)
    made = Company(names, common)
    for table, rows in common.tables.items():
        made.tables[table] += rows
    for client, name in names.items():
        _move_in(made, estates.estate(dice, marks, common, client, name, share), client)
    for table in _ENDS:
        made.tables[table] += _crossed(dice, made, table)
    made.owners = marks.owner
    if not named:
        made.sharing = groups.grouped(seed, made.tables["clients"], made.settings)
    for rows in made.tables.values():
        dice.shuffle(rows)
    return made


def _move_in(made: Company, estate: estates.Estate, client: str) -> None:
    for table, rows in estate.tables.items():
        made.tables[table] += rows
    made.settings[client] = estate.settings
    made.notes[client] = estate.note
    made.allowed[client] = estate.allowed
    made.granted[client] = estate.granted


def _crossed(dice: random.Random, made: Company, table: str) -> list[Row]:
    """Links from things of one client to things of another, as a slip at the desk makes them."""
    columns = _ENDS[table]
    cis = [row for row in made.tables["cis"] if row.get("client")]
    things = {"ticket": "tickets", "contract": "contracts", "intervention": "interventions"}.get(columns[0], "cis")
    ones = [row for row in made.tables[things] if row.get("client")]
    found = []
    for _ in range(len(made.names)):
        one, other = dice.choice(ones), dice.choice(cis)
        if one["client"] != other["client"]:
            key = "ci" if things == "cis" else columns[0]
            found.append({columns[0]: one[key], columns[1]: other["ci"]})
    return [dict(pair) for pair in dict.fromkeys(tuple(row.items()) for row in found)]
