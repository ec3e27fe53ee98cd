"""The gate on the demo's own sites: words of others planted in real files, and a client's own words."""

from __future__ import annotations

import random
import tempfile
from itertools import product
from pathlib import Path
from typing import Protocol

from clairevoie.gate import examine
from clairevoie.gate.folding import fold
from clairevoie.gate.tokens import Words, is_short, read
from tests.demo import CLIENTS
from tests.gate.own import found, granted
from tests.gate.planting import TEXTS

_TIMES = 12  # each way of writing in each kind of file of each site
_KINDS = (".html", ".csv", ".json", ".svg")


class Place(Protocol):
    """The demo's workspace and its built sites."""

    @property
    def workspace(self) -> Path: ...
    @property
    def output(self) -> Path: ...


def planted(place: Place) -> tuple[int, list[str]]:
    """A word of another client at a random place of a real file, in every way of writing."""
    tokens = place.workspace / ".clairevoie" / "work" / "tokens.jsonl"
    words, dice, faults, cases = read(tokens), random.Random(5), list[str](), 0
    for client, kind in product(CLIENTS, _KINDS):
        with tempfile.TemporaryDirectory() as folder:
            others = [one for one in words if one.owner != client]
            expected = _plant(place.output / client, kind, Path(folder), others, dice)
            hits = {hit.file: hit for hit in examine({client: Path(folder)}, tokens).hits_of(client)}
        cases += len(expected)
        faults += [f"{client}: {file}: {why}" for file, why in expected.items() if file not in hits]
    return cases, faults


def own(place: Place) -> tuple[int, list[str]]:
    """A client's own words that its files offer are found on its site; cases are words."""
    counts = {client: found(place.output / client, granted(place.output / client)) for client in CLIENTS}
    faults = [f"{client}: {there} of {words}" for client, (there, words) in counts.items() if there < 0.95 * words]
    return sum(words for _, words in counts.values()), faults


def _plant(site: Path, kind: str, folder: Path, words: list[Words], dice: random.Random) -> dict[str, str]:
    """Files of the site, each with one word in it: name → what was written."""
    sources, expected = sorted(site.rglob(f"*{kind}")), {}
    for number, (name, (write, _)) in enumerate(sorted(TEXTS.items()) * _TIMES if sources else ()):
        content, text = dice.choice(sources).read_bytes(), _word(words, dice)
        # Between two words of an ASCII stretch: inside one it would be no word of its own.
        at = dice.choice([place for place, byte in enumerate(content) if byte == 32] or [len(content)])
        written = write(text, dice)
        (folder / f"{number}{kind}").write_bytes(content[:at] + b" " + written + b" " + content[at:])
        expected[f"{number}{kind}"] = f"{name}: {written!r}"
    return expected


def _word(words: list[Words], dice: random.Random) -> str:
    while True:
        text = dice.choice(dice.choice(words).texts)
        if not is_short(fold(text.encode())) and len(text) > 5:
            return text
