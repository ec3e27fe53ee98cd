"""Whose word is it? An independent reading of the CSVs, and changes to everybody else's rows.

Nothing of the package is used here: this is the oracle of the isolation proof.
"""

from __future__ import annotations

import csv
import html
import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

Row = dict[str, str]

# table → the columns whose cells name something of the row's client
WORDS = {
    "clients": ("client", "name"), "contracts": ("contract", "name"), "tickets": ("ticket", "requester"),
    "cis": ("ci", "name"), "contacts": ("name", "email"), "interventions": ("intervention",),
}


def rows_of(sources: Path, table: str) -> list[Row]:
    """The rows of <table>.csv, in whichever source folder it stands."""
    return [row for file in sorted(sources.rglob(f"{table}.csv"))
            for row in csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())]


def words_by_client(sources: Path) -> dict[str, set[str]]:
    """client → every name, id, host, ticket reference and address that is its own."""
    words: dict[str, set[str]] = defaultdict(set)
    for table, columns in WORDS.items():
        for row in rows_of(sources, table):
            if row.get("client"):
                words[row["client"]] |= {row[column] for column in columns if row.get(column)}
    return dict(words)


def text_of(site: Path) -> str:
    """Every byte of a site as one text: as it is, unescaped, folded; file names too."""
    parts = []
    for file in sorted(site.rglob("*")):
        if file.is_file():
            raw = file.read_bytes().decode("utf-8", "replace")
            parts += [file.name, raw, html.unescape(raw)]
    return _fold("\n".join(parts))


def foreign_words(text: str, own: set[str], others: dict[str, set[str]]) -> list[tuple[str, str]]:
    """(client, word) for each word of another client that stands in `text` and is no part of an own word."""
    mine = _fold("\n".join(own))
    return sorted((client, word) for client, words in others.items() for word in words
                  if (folded := _fold(word)) in text and folded not in mine and _stands(folded, text))


SUMMED = {"helianthe": ("helianthe-energie",)}  # client → those whose granted sums it reads


def change_others(workspace: Path, client: str, kind: str) -> int:
    """Change, add or remove rows of every other client in the workspace's CSVs; gives the rows touched.

    Of those that share sums with it no row comes or goes: what their rows say still moves nothing.
    """
    dice = random.Random(f"{client}{kind}")
    touched = 0
    for table in ("tickets", "contracts", "cis", "contacts", "interventions", "clients"):
        for file in sorted((workspace / "data_sources").rglob(f"{table}.csv")):
            touched += _rewrite(file, client, dice, _CHANGES[kind], table)
    return touched


def _rewrite(file: Path, client: str, dice: random.Random, change: Callable[[Row, str, random.Random], list[Row]],
             table: str) -> int:
    text = file.read_text(encoding="utf-8")
    reader = csv.DictReader(text.splitlines())
    touched = 0
    result: list[Row] = []
    for row in reader:
        summed = SUMMED.get(client, ()) if change is not _changed else ()
        foreign = row.get("client") not in (client, "", None, *summed)
        touched += foreign
        result += change(row, table, dice) if foreign else [row]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(reader.fieldnames or ()), lineterminator="\n")
        writer.writeheader()
        writer.writerows(result)
    return touched


def _changed(row: Row, table: str, dice: random.Random) -> list[Row]:
    column = {"tickets": "title", "interventions": "title"}.get(table, "name")
    return [row | {column: f"{row.get(column, '')} modifié {dice.randrange(10_000)}"}]


def _added(row: Row, table: str, dice: random.Random) -> list[Row]:
    if table in ("clients", "contracts") or dice.random() < 0.7:
        return [row]
    key = {"tickets": "ticket", "cis": "ci", "contacts": "contact", "interventions": "intervention"}[table]
    return [row, row | {key: f"{row[key]}-bis"}]


def _removed(row: Row, table: str, dice: random.Random) -> list[Row]:
    return [] if table != "clients" and dice.random() < 0.5 else [row]


_CHANGES: dict[str, Callable[[Row, str, random.Random], list[Row]]] = {
    "change": _changed, "add": _added, "remove": _removed}


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _stands(word: str, text: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text) is not None
