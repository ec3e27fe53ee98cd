"""Read, check and slice a generated workload in one go, beside pandas.read_csv of the same files in the same run."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import workload

AS_OF = datetime.fromisoformat("2026-10-31T18:00+01:00")
TIMES, MEGABYTES = 4, 2_500


def main() -> int:
    """Prepare, measure both in processes of their own, compare; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--csv", type=Path, required=True, help="the generator's folder of CSVs")
    parser.add_argument("--stages", action="store_true", help="also print what each stage of ours takes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        workload.prepare(place, options.csv)
        theirs = _measured("pandas.read_csv of the same files", lambda: _pandas(place))
        ours = _measured("read, checked, stored and sliced", lambda: _ours(place, stages=options.stages))
    times = ours[0] / theirs[0]
    print(f"{times:.2f} times the CPU of pandas (goal {TIMES}), {ours[1]:,.0f} MB (goal {MEGABYTES:,})")
    return int(times > TIMES or ours[1] > MEGABYTES)


def _pandas(place: Path) -> None:
    import pandas as pd

    frames = [pd.read_csv(file) for file in sorted((place / "data_sources" / "workload").glob("*.csv"))]
    print(f"{sum(map(len, frames)):,} rows")


def _ours(place: Path, *, stages: bool) -> None:
    sys.path.insert(0, str(workload.HERE.parent / "generator"))
    from clairevoie.pipeline.pulling import load_or_pull
    from clairevoie.pipeline.report import Report
    from clairevoie.pipeline.slicing import slice_all
    from clairevoie.project.load import load

    project, report = load(place), Report()
    began = time.process_time()
    readings = load_or_pull(project, AS_OF, report, fresh=True)
    if stages:
        print(f"  pull {time.process_time() - began:.1f} s", flush=True)
    cut = slice_all(project, readings, AS_OF, place / "output")
    rows = sum(sum(tables.values()) for tables in cut.rows.values())
    print(f"{rows:,} rows, {len(cut.set_aside):,} set aside, {len(cut.clients):,} slices, exit {report.exit_code}")


def _measured(what: str, work: Callable[[], None]) -> tuple[float, float]:
    """CPU seconds and peak megabytes of a process that does this and nothing else (imports included)."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        work()
        sys.stdout.flush()
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{what}: ended with {status}")
    cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"{what}: CPU {cpu:.1f} s, peak {peak:,.0f} MB", flush=True)
    return cpu, peak


if __name__ == "__main__":
    sys.exit(main())
