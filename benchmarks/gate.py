"""How many bytes a second the gate searches, and its share of a build's CPU."""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.workload import AS_OF, HERE, prepare
from clairevoie import gate

INTERNAL = "internal"


def main() -> None:
    """Build some sites of a workload or all, then search them again with the words of all clients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--csv", type=Path, help="the generator's folder of CSVs; without it, --keep was built before")
    parser.add_argument("--sites", type=int, help="build only the sites of the first N clients; the words are of all")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--build", type=float, help="CPU seconds of the build of --keep, where it is not built now")
    parser.add_argument("--keep", type=Path, help="make the workspace here and keep it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        place = options.keep or Path(scratch)
        built = options.build or _cpu(lambda: _build(place, options.csv, options.sites, options.jobs))
        _report(place, built)


def _build(place: Path, csvs: Path, sites: int | None, jobs: int) -> None:
    prepare(place, csvs)
    words = [sys.executable, str(HERE.parent / "publish.py"), "build", "--workspace", str(place), "--as-of", AS_OF,
             "--jobs", str(jobs), "--report", str(place / "report.json")]
    with (csvs / "clients.csv").open(encoding="utf-8", newline="") as rows:
        names = [row["client_id"] for row in csv.DictReader(rows)]
    for name in names[:sites] if sites else ():
        words += ["--client", name]
    subprocess.run(words, check=False, stdout=subprocess.DEVNULL, env=os.environ)


def _report(place: Path, built: float) -> None:
    output, tokens = place / "output", place / ".clairevoie" / "work" / "tokens.jsonl"
    sites = {site.name: site for site in sorted(output.iterdir()) if site.name[0] != "." and site.name != INTERNAL}
    words = sum(len(json.loads(line)["texts"]) for line in tokens.open(encoding="utf-8"))
    found: list[gate.Report] = []
    used = _cpu(lambda: found.append(gate.check(sites, tokens)))
    size = sum(site.bytes for site in found[0].sites)
    own = sum(site.found for site in found[0].sites)
    print(f"{len(sites)} sites · {size / 1e6:.0f} MB · {words:,} words · gate {used:.1f} s of CPU"
          f" · {size / 1e6 / used:.1f} MB/s · build {built:.1f} s of CPU · share {100 * used / built:.1f} % ·"
          f" {sum(len(site.hits) for site in found[0].sites)} hits · {own:,} own words found")


def _cpu(work: Callable[[], object]) -> float:
    """CPU seconds of the processes that a piece of work starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
