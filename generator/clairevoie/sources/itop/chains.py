"""The dated changes of a ticket, believed only where they are whole: from its first state to today's."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from clairevoie.sources.itop.answer import Item
from clairevoie.sources.itop.harvest import Harvest, Rows
from clairevoie.sources.itop.vocabulary import PRIORITY, TICKET_STATUS, ours

_FIELDS = {"status": TICKET_STATUS, "priority": PRIORITY}
_FIRST = "new"


@dataclass(frozen=True, slots=True)
class Chain:
    """One ticket's changes of one field: (when, our word), the first at its creation; where they come from."""

    ticket: Item
    steps: tuple[tuple[str, str], ...]
    changes: tuple[Item, ...]

    @property
    def owned(self) -> str:
        """When it was first owned, "" while it was not."""
        return next((at for at, status in self.steps if status in ("assigned", "pending")), "")


def chains(harvest: Harvest, field: str, notices: list[str]) -> dict[tuple[str, str], Chain]:
    """The whole chains of `status` or `priority`, by (class, key) of their ticket.

    Where part of a history is lost (iTop prunes it), the ticket's own dates are used instead, and it is counted.
    """
    changes = _changes(harvest, field)
    found, broken = {}, 0
    for cls in ("Incident", "UserRequest"):
        for item in harvest[cls]:
            own = changes.get((cls, str(item.key)), [])
            if not _is_whole(item, own, field):
                broken += 1
            elif field == "status" or own:
                found[cls, str(item.key)] = _chain(item, own, field)
    if broken:
        notices.append(f"tickets whose history of {field} is not whole: {broken}, their dates are used instead")
    return found


def events(chained: dict[tuple[str, str], Chain], field: str, shown: set[str]) -> Rows:
    """The table of events of the tickets in `shown` (their references)."""
    rows = Rows("ticket_events", f"history of {field}")
    for chain in chained.values():
        if chain.ticket["ref"] in shown:
            for (at, value), source in zip(chain.steps, (chain.ticket, *chain.changes), strict=True):
                rows.add(source, ticket=chain.ticket["ref"], at=at, field=field, value=value)
    return rows


def _changes(harvest: Harvest, field: str) -> dict[tuple[str, str], list[Item]]:
    """The changes of each ticket in the order they were written, which is that of their keys."""
    found: dict[tuple[str, str], list[Item]] = {}
    for change in harvest[f"history of {field}"]:
        found.setdefault((change["objclass"], change["objkey"]), []).append(change)
    return found


def _is_whole(item: Item, own: list[Item], field: str) -> bool:
    if not own:
        return field != "status" or item["status"] == _FIRST
    joined = all(before["newvalue"] == after["oldvalue"] for before, after in pairwise(own))
    begins = field != "status" or own[0]["oldvalue"] == _FIRST
    return joined and begins and own[-1]["newvalue"] == item[field]


def _chain(item: Item, own: list[Item], field: str) -> Chain:
    """The chain in our words; steps that are none there (new → escalated_tto) are left out."""
    words = _FIELDS[field]
    value = ours(words, own[0]["oldvalue"] if own else item[field])
    steps, kept = [(item["start_date"], value)], []
    for change in own:
        value = ours(words, change["newvalue"])
        if value != steps[-1][1]:
            steps.append((change["date"], value))
            kept.append(change)
    return Chain(item, tuple(steps), tuple(kept))
