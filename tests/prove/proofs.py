"""The proofs, each: a place with the demo built → (cases, faults)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations, product
from pathlib import Path

from tests.browser.walk import SETTINGS, browser, pages_of, served, walk
from tests.demo import CLIENTS, REPOSITORY, SITES, build, copy_workspace, files_of
from tests.e2e.foreign import change_others, foreign_words, text_of, words_by_client
from tests.prove import (
    apis,
    bad_inputs,
    behind,
    buckets,
    clock,
    folders,
    gates,
    impact,
    isolation,
    money,
    orders,
    rows,
    sources,
)


@dataclass(frozen=True, slots=True)
class Place:
    """The demo's workspace and its built sites."""

    workspace: Path
    output: Path


def pairs(place: Place) -> tuple[int, list[str]]:
    """Every word of every client against every byte of every other client's site."""
    words = words_by_client(place.workspace / "data_sources")
    texts = {client: text_of(place.output / client) for client in CLIENTS}
    faults = [f"{word!r} of {other} in {reader}'s site" for reader, other in permutations(CLIENTS, 2)
              for _, word in foreign_words(texts[reader], words[reader], {other: words[other]})]
    return len(CLIENTS) * (len(CLIENTS) - 1), faults


def unmoved(place: Place) -> tuple[int, list[str]]:
    """Change, add, remove the rows of all other clients: the site's bytes stay."""
    faults = []
    for client, kind in product(CLIENTS, ("change", "add", "remove")):
        with tempfile.TemporaryDirectory() as scratch:
            workspace = copy_workspace(Path(scratch) / "workspace")
            assert change_others(workspace, client, kind)
            build(workspace, Path(scratch) / "output", "--client", client)
            faults += [f"{client} {kind}: {name}" for name in _differ(place.output, Path(scratch) / "output", client)]
    return len(CLIENTS) * 3, faults


def same_bytes(place: Place) -> tuple[int, list[str]]:
    """Builds on other paths, with one and two workers, other locales, zones and hash seeds."""
    cases = list(product(("1", "2"), (("C", "UTC", "0"), ("fr_FR.UTF-8", "Pacific/Auckland", "4242"),
                                      ("C.UTF-8", "America/St_Johns", "random"))))
    faults = []
    for jobs, (locale, zone, seed) in cases:
        with tempfile.TemporaryDirectory() as scratch:
            workspace = copy_workspace(Path(scratch) / f"un chemin {jobs}", fonts=False)
            env = {"LC_ALL": locale, "LANG": locale, "TZ": zone, "PYTHONHASHSEED": seed}
            build(workspace, Path(scratch) / "output", "--jobs", jobs, env=env)
            faults += [f"jobs {jobs} {locale} {zone} {seed}: {name}" for site in SITES
                       for name in _differ(place.output, Path(scratch) / "output", site)]
    return len(cases), faults


def pages(place: Place) -> tuple[int, list[str]]:
    """Every page of every site at 1440 and 390 px, light and dark, with axe."""
    paths, count, faults = pages_of(place.output), 0, []
    with served(place.output) as address, browser() as chromium:
        for width, scheme in SETTINGS:
            found = walk(chromium, address, paths, width, scheme, axe=True)
            count += found.pages
            faults += found.faults()
    return count, faults


def properties(_: Place) -> tuple[int, list[str]]:
    """Every property test with forty times its sample, drawn anew; cases are tests."""
    files = sorted(str(file) for file in (REPOSITORY / "tests").rglob("test_*.py")
                   if "tests.sampling" in file.read_text(encoding="utf-8"))
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-k", "not browser", *files], check=False,
                          encoding="utf-8", capture_output=True, cwd=REPOSITORY,
                          env=os.environ | {"CLAIREVOIE_EXAMPLES": "40"})
    passed = re.search(r"(\d+) passed", done.stdout)
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return int(passed[1]) if passed else 0, failed or ([] if passed else [done.stdout[-500:]])


def _differ(left: Path, right: Path, site: str) -> list[str]:
    ours, theirs = files_of(left / site), files_of(right / site)
    return sorted(f"{site}/{name}" for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


PROOFS: dict[str, Callable[[Place], tuple[int, list[str]]]] = {
    "isolation, ordered pairs": pairs,
    "others' rows move nothing": unmoved,
    "same bytes anywhere": same_bytes,
    "rows and files in any order": orders.orders,
    "pages in Chromium, axe": pages,
    "properties, forty times": properties,
    "bad inputs, by their id": bad_inputs.bad_inputs,
    "72 ways of writing": sources.writings,
    **{f"fuzz, {kind} files": sources.fuzzed(kind) for kind in ("csv", "xlsx", "json", "xml", "yaml")},
    "S3: every call fails": buckets.s3_faults,
    "S3: publishers at once": buckets.s3_races,
    "S3: 200 sites": buckets.s3_many,
    "folder: every call fails": folders.folder_faults,
    "folder: publishers at once": folders.folder_races,
    "APIs: 20,000 answers": apis.answers,
    "clock: minute by minute": clock.minute_by_minute,
    "gate: words planted in sites": gates.planted,
    "gate: own words are found": gates.own,
    "money: random ledgers": money.ledgers,
    "figures from their rows": rows.figures,
    **behind.PROOFS,
    **impact.PROOFS,
    **isolation.PROOFS,
}
