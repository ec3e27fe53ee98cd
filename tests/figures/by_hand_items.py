"""What the demo's lost items do to a service, from the CSV files and sets alone: nothing of ours is called."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from tests.figures.by_hand import read


@cache
def interrupts(contract: str, service: str, lost: frozenset[str]) -> bool:
    """Whether a service stops with these items: what stands on something lost is lost too, until nothing is added.

    Of items that stand in for one another so many must stay as redundancy.csv says, one where it says nothing.
    """
    retired = {row["ci"] for row in read("cmdb/cis.csv") if row["obsolete"] == "true"}
    under: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in read("cmdb/impacts.csv"):
        under[row["downstream"]].append((row["upstream"], row["group"]))
    must = {(row["ci"] or f"{row['contract']}/{row['service']}", row["group"]): int(row["needs"])
            for row in read("cmdb/redundancy.csv")}
    gone, before = set(lost), set[str]()
    while gone != before:
        before = set(gone)
        gone |= {ci for ci, links in under.items() if ci not in retired and _falls(ci, links, before, must)}
    carried = [(row["ci"], row["group"]) for row in read("cmdb/service_cis.csv")
               if (row["contract"], row["service"]) == (contract, service)]
    return _falls(f"{contract}/{service}", carried, gone, must)


def _falls(name: str, links: list[tuple[str, str]], gone: set[str], must: dict[tuple[str, str], int]) -> bool:
    if any(upper in gone for upper, group in links if not group):
        return True
    groups = {group for upper, group in links if group and upper in gone}
    return any(sum(of == group and upper not in gone for upper, of in links) < must.get((name, group), 1)
               for group in groups)
