"""A generated workload read, checked, stored and cut into slices in one go, beside pandas.read_csv of the same files.

Each line is a process of its own, imports included, with the bytecode kept that a person's machine keeps. The goal is
measured on rows read, checked, stored and sliced, against the plain call `pandas.read_csv(file)`, the least CPU of
three runs of each, one beside the other: what others do on a machine can take a third more. Beside it: pandas
told to lose nothing (`dtype=str, keep_default_na=False`), the command `clairevoie pull` alone (which stores, and slices
nothing), and all that a build does before its first site, which adds the facts of each ticket and the tokens of the
gate.

For five minutes ext4 looks at each inode that was deleted before it gives one to a new file: run soon after another
run, or after tests, two thousand slices take 1.5 s more of the system's time. Wait, or name a `--place` on a tmpfs.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import workload

AS_OF = datetime.fromisoformat("2026-10-31T18:00+01:00")
TIMES, MEGABYTES = 4, 2_500


def main() -> int:
    """Prepare, measure each in a process of its own, compare; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--csv", type=Path, required=True, help="the generator's folder of CSVs")
    parser.add_argument("--place", type=Path, help="where the scratch folder is made")
    parser.add_argument("--times", type=int, default=3, help="how often both are measured; the least of each counts")
    parser.add_argument("--stages", action="store_true", help="also print what each stage of ours takes")
    options = parser.parse_args()
    _keep_bytecode()
    with tempfile.TemporaryDirectory(dir=options.place) as scratch:
        place = Path(scratch)
        workload.prepare(place, options.csv)
        theirs, ours = _beside(place, options.times, stages=options.stages)
        _measured("pandas.read_csv(dtype=str, keep_default_na=False)",
                  lambda: _pandas(place, dtype=str, keep_default_na=False))
        _measured("clairevoie pull: read, checked and stored", lambda: _command(place))
        _forget(place)
        _measured("all that a build does before its first site", lambda: _build(place, stages=options.stages))
    times, peak = min(ours)[0] / min(theirs)[0], max(peak for _, peak in ours)
    each = ", ".join(f"{mine / other:.2f}" for (mine, _), (other, _) in zip(ours, theirs, strict=True))
    print(f"{times:.2f} times the CPU of pandas (goal {TIMES}), {peak:,.0f} MB (goal {MEGABYTES:,});"
          f" run by run: {each}")
    return int(times > TIMES or peak > MEGABYTES)


def _beside(place: Path, times: int, *, stages: bool) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """CPU and peak of each, one after the other: of a machine that others use too, the least of several is its own."""
    theirs, ours = [], []
    for _ in range(times):
        theirs.append(_measured("pandas.read_csv of the same files", lambda: _pandas(place)))
        ours.append(_measured("read, checked, stored and sliced", lambda: _ours(place, stages=stages)))
        _forget(place)
    return theirs, ours


def _keep_bytecode() -> None:
    """Whatever the environment says of it. Theirs is imported once before it is measured; ours is by `pull`."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    _measured("pandas imported, its bytecode kept", _import_pandas)


def _import_pandas() -> None:
    importlib.import_module("pandas")


def _pandas(place: Path, **how: Any) -> None:
    import pandas as pd

    frames = [pd.read_csv(file, **how) for file in sorted((place / "data_sources" / "workload").glob("*.csv"))]
    print(f"{sum(map(len, frames)):,} rows")


def _command(place: Path) -> None:
    _begin()
    from clairevoie.cli import cli

    cli(["pull", "--workspace", str(place)], standalone_mode=False)


def _ours(place: Path, *, stages: bool) -> None:
    _begin()
    from clairevoie.pipeline.pulling import load_or_pull
    from clairevoie.pipeline.report import Report
    from clairevoie.project.load import load
    from clairevoie.tables.coded import coded_of
    from clairevoie.tables.dataset import traced
    from clairevoie.tables.memory import kept
    from clairevoie.tables.ownership import remembered
    from clairevoie.tables.slices import cut

    say = _say if stages else _quiet
    say("imports")
    project, report = load(place), Report(AS_OF)
    say("the configuration")
    with kept(), remembered():  # as a build does
        known = load_or_pull(project, AS_OF, report, fresh=True)
        say("read, checked and stored")
        dataset = traced(reading.dataset for reading in known.readings.values())
        say("merged")
        cut(dataset, project.state / "slices", known.daily)
    say("sliced")
    rows = sum(map(len, coded_of(dataset.tables).values()))
    print(f"{rows:,} rows, {len(dataset.set_aside):,} set aside, exit {report.exit_code}")


def _build(place: Path, *, stages: bool) -> None:
    _begin()
    from clairevoie.pipeline import slicing
    from clairevoie.pipeline.pulling import load_or_pull
    from clairevoie.pipeline.report import Report
    from clairevoie.project.load import load
    from clairevoie.tables.memory import kept

    project, report = load(place), Report(AS_OF)
    with kept():
        readings = load_or_pull(project, AS_OF, report, fresh=True)
        if stages:
            _say("imports, configuration, read, checked and stored")
            for name, what in (("traced", "merged"), ("write_tokens", "the gate's tokens"),
                               ("derive", "facts of each ticket"), ("cut", "sliced, with those facts")):
                setattr(slicing, name, _timed(getattr(slicing, name), what))
        cut = slicing.slice_all(project, readings, AS_OF, place / "output")
    print(f"{len(cut.clients):,} clients, exit {report.exit_code}")


def _forget(place: Path) -> None:
    """What the measurement before has left: put aside, for to delete it would cost the next."""
    state = place / ".clairevoie"
    state.rename(tempfile.mkdtemp(prefix="before-", dir=place))


def _begin() -> None:
    sys.path.insert(0, str(workload.HERE.parent / "generator"))


def _say(what: str, since: list[float] = [0.0]) -> None:  # noqa: B006  # one process, one clock
    now = time.process_time()
    print(f"  {what}: {now - since[0]:.1f} s", flush=True)
    since[0] = now


def _quiet(what: str) -> None:
    del what


def _timed(work: Callable[..., Any], what: str) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        result = work(*given, **named)
        _say(what)
        return result
    return timed


def _measured(what: str, work: Callable[[], None]) -> tuple[float, float]:
    """CPU seconds and peak megabytes of a process that does this and nothing else (imports included)."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = 1  # whatever happens, nothing of the parent's is tidied up here
        try:
            work()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            sys.stdout.flush()
            os._exit(code)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{what}: ended with {status}")
    cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    spent = f"{used.ru_utime:.1f} user, {used.ru_stime:.1f} system"
    print(f"{what}: CPU {cpu:.1f} s ({spent}), peak {peak:,.0f} MB", flush=True)
    return cpu, peak


if __name__ == "__main__":
    sys.exit(main())
