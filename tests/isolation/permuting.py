"""The same rows in another order: what is left of a workspace when only the order of rows, columns and files moved."""

from __future__ import annotations

import copy
import csv
import io
import random
import tempfile
from collections.abc import Iterable
from pathlib import Path

import yaml

from tests.demo import files_of
from tests.isolation import ground
from tests.isolation.companies import Company, company
from tests.isolation.trials import differing

_STATUSES = ("new", "assigned", "pending", "resolved", "closed")


def permuted(workspace: Path, seed: int) -> int:
    """Shuffle the rows and the columns of every CSV of a workspace, each dealt out to as many files as one pattern
    reads; gives the number of rows moved."""
    dice = random.Random(seed)
    files = sorted((workspace / "data_sources").rglob("*.csv"))
    moved = sum(_shuffled(file, dice) for file in files)
    for several in _of_one_pattern(files):
        texts = [file.read_bytes() for file in several]
        dice.shuffle(texts)
        for file, text in zip(several, texts, strict=True):
            file.write_bytes(text)
    return moved


def compare(seeds: Iterable[int], *, plain: bool = True, most: int = 3) -> tuple[int, list[str]]:
    """A client's site of a random company a seed, before and after; how many bytes were compared, what moved."""
    total, moved = 0, []
    for seed in seeds:
        made = tied(company(30_000 + seed, most=most), seed)
        client = random.Random(seed).choice(sorted(made.names))
        with tempfile.TemporaryDirectory(prefix="clairevoie-order-") as scratch:
            sites = [_site(made, client, Path(scratch) / str(other), other, plain=plain) for other in (seed, seed + 1)]
        total += sum(map(len, sites[0].values()))
        moved += [f"company {seed}, {client}: {name}" for name in differing(*sites)]
    return total, moved


def tied(made: Company, seed: int) -> Company:
    """The company, several things said of its tickets in one second, and twice of what has no key."""
    dice, after = random.Random(f"ties {seed}"), copy.deepcopy(made)
    log = after.tables["ticket_events"]
    for event in list(log):
        if dice.random() < 0.5:
            log += [event | {"field": "status", "value": status} for status in dice.sample(_STATUSES, 2)]
            log += [event | {"field": "priority", "value": level} for level in ("P1", "P2")]
    if needs := after.tables.get("redundancy"):
        needs += [row | {"needs": "50%"} for row in needs]
    return after


def _site(made: Company, client: str, root: Path, seed: int, *, plain: bool) -> dict[str, bytes]:
    ground.lay(made, root, plain=plain)
    dice, folder = random.Random(f"order {seed}"), root / "data_sources" / "all"
    for name in made.tables:
        _dealt(folder, name, dice)
    tables = {name: {"file": f"{name}-*.csv"} for name in sorted(made.tables)}
    (folder / "source.yml").write_text(yaml.safe_dump({"type": "csv", "tables": tables}), encoding="utf-8")
    report = ground.built(root, root / "output", [client], searching=False)
    assert [site.outcome for site in report.sites if site.site == client] == ["built"], report.faults
    return files_of(root / "output" / client)


def _dealt(folder: Path, table: str, dice: random.Random) -> None:
    """A table in one to three files, in any order."""
    whole = folder / f"{table}.csv"
    _shuffled(whole, dice)
    head, *rows = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    whole.unlink()
    parts = dice.randint(1, 3)
    for part in range(parts):
        text = "".join([head, *rows[part::parts]])
        (folder / f"{table}-{dice.randrange(10**6)}-{part}.csv").write_text(text, encoding="utf-8")


def _shuffled(file: Path, dice: random.Random) -> int:
    text = file.read_text(encoding="utf-8-sig")
    first = text.partition("\n")[0]
    comma = ";" if first.count(";") > first.count(",") else ","
    head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    order = dice.sample(range(len(head)), len(head))
    moved = dice.sample(rows, len(rows))
    out = io.StringIO(newline="")
    lines = ([row[place] for place in order] if len(row) == len(order) else row for row in (head, *moved))
    csv.writer(out, delimiter=comma, lineterminator="\n").writerows(lines)
    file.write_text(out.getvalue(), encoding="utf-8", newline="")
    return sum(one is not other for one, other in zip(rows, moved, strict=True))


def _of_one_pattern(files: list[Path]) -> list[list[Path]]:
    """saisies-2025.csv with saisies-2026.csv."""
    found: dict[tuple[Path, str], list[Path]] = {}
    for file in files:
        word, dash, _ = file.stem.partition("-")
        if dash:
            found.setdefault((file.parent, word), []).append(file)
    return [several for several in found.values() if len(several) > 1]
