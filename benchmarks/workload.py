"""Build a generated workload in one go and print CPU, wall and peak memory."""

from __future__ import annotations

import argparse
import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
AS_OF = "2026-10-31T18:00+01:00"
GRANTS = """\
client: {client}
grants:
  pages: [overview, commitments, contracts, tickets, infrastructure, planning, contacts, definitions]
  figures: [ticket_volume, tto_met, ttr_met, mttr, backlog, hours_consumed, budget_consumed, budget_remaining]
  tables:
    tickets: [ticket, kind, priority, status, title, service, created, owned, resolved, tto, ttr]
    time_entries: [date, ticket, hours, deducted]
    cis: [ci, name, class, status]
  people: none
  downloads: all
"""


def main() -> None:
    """Prepare, build, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--csv", type=Path, required=True, help="the generator's folder of CSVs")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="make the workspace here and keep it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        place = options.keep or Path(scratch)
        clients = prepare(place, options.csv)
        _measure(place, options.jobs, clients)


def prepare(place: Path, csvs: Path) -> int:
    """Make a workspace of the generator's CSVs; gives the number of clients."""
    shutil.copytree(HERE / "workload", place / "data_sources" / "workload", dirs_exist_ok=True)
    shutil.copy(HERE / "portal.yml", place / "portal.yml")
    for file in sorted(csvs.glob("*.csv")):
        shutil.copy(file, place / "data_sources" / "workload")
    with (csvs / "clients.csv").open(encoding="utf-8", newline="") as rows:
        names = [row["client_id"] for row in csv.DictReader(rows)]
    for client in names:
        folder = place / "content" / "clients" / client
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "client.yml").write_text(GRANTS.format(client=client), encoding="utf-8")
    return len(names)


def _measure(place: Path, jobs: int, clients: int) -> None:
    words = [sys.executable, str(HERE.parent / "publish.py"), "build", "--workspace", str(place), "--as-of", AS_OF,
             "--jobs", str(jobs), "--report", str(place / "report.json")]
    start = time.monotonic()
    done = subprocess.run(words, check=False, stdout=subprocess.DEVNULL, env=os.environ)
    wall = time.monotonic() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    sites = sum(1 for site in (place / "output").iterdir() if (site / "index.html").is_file())
    cpu = used.ru_utime + used.ru_stime
    print(f"exit {done.returncode} · {sites} sites of {clients} clients and the staff · CPU {cpu:.1f} s"
          f" · wall {wall:.1f} s · peak {used.ru_maxrss / 1024:.0f} MB in the largest process · jobs {jobs}")


if __name__ == "__main__":
    main()
