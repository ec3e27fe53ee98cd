"""What may happen to the rows of everybody else, while a client's own stay as they are."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Mapping

from tests.isolation import estates
from tests.isolation.companies import Company, Row
from tests.isolation.naming import MARK, Marks

_KEYS = {"tickets": "ticket", "cis": "ci", "contacts": "contact", "interventions": "intervention", "outages": "outage",
         "time_entries": "entry", "actions": "action", "surveys": "survey", "checks": "check", "invoices": "invoice"}
_TEXTS = ("title", "name", "note", "breach_note", "requester", "location", "signatories")
_NUMBERS = ("hours", "amount", "monthly_fee", "value", "daily_rate", "score")


def changed(made: Company, client: str, kind: str, seed: int) -> Company:
    """The company after a change of `kind` (of "all" kinds) to rows of others than `client`; its own stay."""
    dice = random.Random(f"{kind} {seed}")
    after = copy.deepcopy(made)
    for one in ("leave", "change", "add", "remove", "reorder", "arrive") if kind == "all" else (kind,):
        CHANGES[one](after, client, dice)
    return after


def of_others(made: Company, table: str, client: str) -> list[int]:
    """The places of the rows that belong to somebody else: by their client, or by the marks in their first cells.

    A subsidiary that shares sums with the client is nobody else.
    """
    near = ("", client, *made.sharing.get(client, ()))
    return [place for place, row in enumerate(made.tables[table]) if _owner(made, row) not in near]


def _strangers(made: Company, client: str) -> list[str]:
    return sorted(made.names.keys() - {client} - made.sharing.get(client, set()))


def _owner(made: Company, row: Row) -> str:
    """Whose a row is; a link between two clients is nobody's here, and stays."""
    if row.get("client"):
        return row["client"]
    owners = {made.owners[mark] for mark in _marks(row)} - {""}
    return owners.pop() if len(owners) == 1 else ""


def _marks(row: Row) -> set[str]:
    return {mark for cell in row.values() for mark in MARK.findall(cell.lower())}


def _change(made: Company, client: str, dice: random.Random) -> None:
    """Other words and numbers in half of the rows; other notes, colours, languages and grants."""
    for table, rows in made.tables.items():
        for place in of_others(made, table, client):
            if dice.random() < 0.5:
                rows[place] = _other(rows[place], dice)
    for other in _strangers(made, client):
        said = made.settings[other]
        said["languages"] = ["en" if "fr" in said["languages"] else "fr"]
        said["accent"] = f"#{dice.randrange(0x40):02x}2080"
        said["grants"]["pages"] = dice.sample(said["grants"]["pages"], len(said["grants"]["pages"]))
        made.notes[other] = f"Title: Autre mot\nDate: 2026-10-21\n\nUn mot {dice.randrange(10**6)}.\n"


def _other(row: Row, dice: random.Random) -> Row:
    words = {column: f"{row[column]} {dice.randrange(10**6)}" for column in _TEXTS if row.get(column)}
    numbers = {column: str(dice.randrange(1, 40)) for column in _NUMBERS if row.get(column)}
    priority = {"priority": dice.choice(("P1", "P2", "P3"))} if row.get("ticket") and row.get("priority") else {}
    return row | words | numbers | priority


def _add(made: Company, client: str, dice: random.Random) -> None:
    """Copies of a third of the rows under new keys, at any place; links of others' to what is shared."""
    for table, key in _KEYS.items():
        rows = made.tables[table]
        more = [rows[place] | {key: f"{rows[place][key]}-{dice.randrange(10**6)}"}
                for place in of_others(made, table, client) if dice.random() < 0.3]
        for row in more:
            rows.insert(dice.randrange(len(rows) + 1), row)
    shared = [row["ci"] for row in made.tables["cis"] if not row.get("client")]
    others = [made.tables["cis"][place]["ci"] for place in of_others(made, "cis", client)]
    known = {(row["upstream"], row["downstream"]) for row in made.tables["impacts"]}
    new = {(dice.choice(shared), ci) for ci in others} - known
    made.tables["impacts"] += [{"upstream": one, "downstream": other} for one, other in sorted(new)]


def _remove(made: Company, client: str, dice: random.Random) -> None:
    """Half of the rows but for clients, contracts, CIs and what others name."""
    for table in (*_KEYS, "ticket_events", "commitments", "budgets", "capacity", "contract_services"):
        if table not in ("tickets", "cis", "interventions"):
            gone = {place for place in of_others(made, table, client) if dice.random() < 0.5}
            made.tables[table] = [row for place, row in enumerate(made.tables[table]) if place not in gone]


def _leave(made: Company, client: str, dice: random.Random) -> None:
    """A client leaves with all that is its own, and whatever links to it."""
    gone = dice.choice(_strangers(made, client))
    marks = {mark for mark, owner in made.owners.items() if owner == gone}
    for table, rows in made.tables.items():
        made.tables[table] = [row for row in rows if row.get("client") != gone and marks.isdisjoint(_marks(row))]
    del made.names[gone], made.settings[gone]


def _reorder(made: Company, client: str, dice: random.Random) -> None:
    """The rows of others in another order, before, between and behind the client's own, which keep theirs."""
    for table, rows in made.tables.items():
        places = set(of_others(made, table, client))
        others = [rows[place] for place in sorted(places)]
        mine = [row for place, row in enumerate(rows) if place not in places]
        dice.shuffle(others)
        made.tables[table] = list(mine)
        for row in others:
            made.tables[table].insert(dice.randrange(len(made.tables[table]) + 1), row)


def _rename(made: Company, client: str, dice: random.Random) -> None:
    """Another client has another id and another name, sorted elsewhere."""
    old = dice.choice(_strangers(made, client))
    new = dice.choice(("a", "m", "zz")) + f"-new-{dice.randrange(1000)}"
    for rows in made.tables.values():
        for place, row in enumerate(rows):
            if row.get("client") == old:
                rows[place] = row | {"client": new} | ({"name": f"Nouveau {new}"} if row.get("name") == made.names[old]
                                                       else {})
    made.names[new] = f"Nouveau {new}"
    made.settings[new] = made.settings[old] | {"client": new}
    del made.names[old], made.settings[old]


def _arrive(made: Company, client: str, dice: random.Random) -> None:
    """A client arrives, on the same shared CIs, with the same services and people."""
    marks = Marks(dice, made.owners)
    name = dice.choice(("a", "m", "zz")) + f"-late-{dice.randrange(1000)}"
    estate = estates.estate(dice, marks, made.common, name, f"Arrivée {name}")
    for table, rows in estate.tables.items():
        for row in rows:
            made.tables[table].insert(dice.randrange(len(made.tables[table]) + 1), row)
    made.names[name], made.settings[name] = f"Arrivée {name}", estate.settings


CHANGES: Mapping[str, Callable[[Company, str, random.Random], None]] = {
    "change": _change, "add": _add, "remove": _remove, "leave": _leave, "reorder": _reorder, "rename": _rename,
    "arrive": _arrive,
}
