"""A control of the search: a client's own words, which its grants put on its own site, are found there."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from clairevoie.gate import examine

OWN = {"ticket": "ticket", "ci": "host"}  # columns whose cells are the client's own words


def granted(site: Path) -> set[tuple[str, str]]:
    """(kind, word) of every row that the site offers as a file, read by plain Python."""
    return {(OWN[column], row[column]) for row in _rows(site) for column in OWN if row.get(column)}


def found(site: Path, words: set[tuple[str, str]]) -> tuple[int, int]:
    """(words that the gate finds in the site, all): each is searched as if it were the site's own."""
    with tempfile.TemporaryDirectory() as folder:
        tokens = Path(folder) / "tokens.jsonl"
        tokens.write_text("".join(json.dumps({"owner": site.name, "kind": kind, "texts": [word]}) + "\n"
                                  for kind, word in sorted(words)), encoding="utf-8")
        report = examine({site.name: site}, tokens).sites[0]
    return report.found, report.own


def _rows(site: Path) -> Iterator[dict[str, str]]:
    for file in sorted((site / "data").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
