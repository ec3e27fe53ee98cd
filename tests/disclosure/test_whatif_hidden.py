"""What a client's graph needs of items of others is told by how they lean on one another, and by nothing else."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import pytest

from clairevoie.disclosure.whatif_hidden import Hidden, hidden
from clairevoie.impact import graph
from tests.figures.ledger import dataset
from tests.sampling import FACTOR

MINE = ("mine-0", "mine-1", "mine-2")


@dataclass(frozen=True)
class Estate:
    """Items of others, links (upper, lower, group), and what the groups of an item need."""

    others: tuple[str, ...]
    links: tuple[tuple[str, str, str], ...]
    needs: tuple[tuple[str, str, str], ...]

    def told(self) -> Hidden:
        """What is handed to the client of `MINE`, which carries a service on its last item."""
        rows = [{"ci": ci, "client": ci.partition("-")[0], "name": ci, "class": "x", "status": "production"}
                for ci in (*MINE[:1], *self.others, *MINE[1:])]
        own = {"contract": "K", "service": "s", "ci": MINE[-1]}
        tables = dataset(cis=rows, impacts=[dict(zip(("upstream", "downstream", "group"), link, strict=True))
                                            for link in self.links],
                         redundancy=[dict(zip(("ci", "group", "needs"), row, strict=True)) for row in self.needs],
                         service_cis=[own], contract_services=[{"contract": "K", "service": "s"}]).tables
        mine = dataset(cis=[row for row in rows if row["ci"] in MINE], service_cis=[own],
                       contract_services=[{"contract": "K", "service": "s"}]).tables
        return hidden(graph(tables), mine, {"K"})


def estate(dice: random.Random) -> Estate:
    others = tuple(f"b-{number}" for number in range(dice.randint(2, 7)))
    ends = [(dice.choice((*MINE, *others)), dice.choice((*MINE, *others))) for _ in range(14)]
    pairs = dict.fromkeys(pair for pair in ends if pair[0] != pair[1] and not {*pair} <= {*MINE})
    links = tuple((*pair, dice.choice(("", "g", "h"))) for pair in pairs)
    return Estate(others, links, tuple((ci, "g", dice.choice("12")) for ci in others))


@pytest.mark.parametrize("seed", range(12 * FACTOR))
def test_neither_names_nor_the_order_of_rows_nor_what_yet_others_have_tells(seed: int) -> None:
    dice = random.Random(seed)
    before = estate(dice)
    others, links = list(before.others), list(before.links)
    dice.shuffle(others)
    dice.shuffle(links)
    more = replace(before, others=("a-0", *others, "z-0"), links=(("a-0", "z-0", "g"), *links, ("z-0", "b-0", "")),
                   needs=(("z-0", "g", "2"), *before.needs))
    assert more.told() == before.told() == _renamed(before, dice).told()


def _renamed(before: Estate, dice: random.Random) -> Estate:
    names = [f"y-{number}" for number in range(len(before.others))]
    dice.shuffle(names)
    new = dict(zip(before.others, names, strict=True))
    return Estate(tuple(new.values()), tuple((new.get(one, one), new.get(other, other), group)
                                             for one, other, group in before.links),
                  tuple((new[ci], group, needs) for ci, group, needs in before.needs))


def test_items_of_others_are_told_where_an_answer_needs_them() -> None:
    assert any(estate(random.Random(seed)).told().items > 1 for seed in range(12))
