"""Every test that is named after a bad input, its outcome by id, and the ids that no test is named after.

The list of ids, cases/bad-inputs.md, stands beside a developer's checkout; without it, the known tests are run alone.
`python -m tests.prove.bad_inputs` prints the table.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from tests.demo import REPOSITORY

LIST = REPOSITORY.parent / "shared" / "cases" / "bad-inputs.md"
_NAMED = re.compile(r"def (test(?:_[a-z]\d\d)+_\w+)")
_IDS = re.compile(r"_([a-z]\d\d)(?=_)")
_ROW = re.compile(r"^\| ([A-Z]\d\d) \| (.*?) \|", re.MULTILINE)
_ELSEWHERE = ("S", "K")  # buckets and concurrency have proofs of their own


def bad_inputs(_: object) -> tuple[int, list[str]]:
    """Cases are tests; a fault is a test that does not pass (or skips), or an id without a test."""
    known = dict(_ROW.findall(LIST.read_text(encoding="utf-8"))) if LIST.is_file() else {}
    outcomes = _run(_files())
    lines = {name: _line(name, known.get(name, ""), outcomes.get(name, Counter())) for name in {*known, *outcomes}}
    print("\n".join(line for _, line in sorted(lines.items())))
    faults = [f"{name}: {outcome}" for name, found in sorted(outcomes.items()) for outcome in found
              if outcome != "passed"]
    faults += [f"{name}: no test is named after it" for name in sorted(known)
               if name not in outcomes and not name.startswith(_ELSEWHERE)]
    return sum(found.total() for found in outcomes.values()), faults


def _files() -> dict[Path, list[str]]:
    found = {file: _NAMED.findall(file.read_text(encoding="utf-8"))
             for file in sorted((REPOSITORY / "tests").rglob("test_*.py"))}
    return {file: names for file, names in found.items() if names}


def _run(files: dict[Path, list[str]]) -> dict[str, Counter[str]]:
    """Id → how many tests of it had which outcome."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.xml"
        tests = [f"{file}::{name}" for file, names in files.items() for name in names]
        done = subprocess.run([sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *tests], check=False,
                              capture_output=True, encoding="utf-8", cwd=REPOSITORY)
        assert report.is_file(), done.stdout[-2000:] + done.stderr[-2000:]
        cases = ElementTree.parse(report).getroot().iter("testcase")
    outcomes: dict[str, Counter[str]] = {}
    for case in cases:
        for name in _IDS.findall(case.get("name", "").partition("[")[0]):
            outcomes.setdefault(name.upper(), Counter())[_outcome(case)] += 1
    return outcomes


def _outcome(case: ElementTree.Element) -> str:
    return next((what for tag, what in (("failure", "failed"), ("error", "failed"), ("skipped", "skipped"))
                 if case.find(tag) is not None), "passed")


def _line(name: str, what: str, found: Counter[str]) -> str:
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(found.items()))
    if not told:
        told = "elsewhere" if name.startswith(_ELSEWHERE) else "no test"
    return f"  {name}  {told:<22}{what[:80]}"


if __name__ == "__main__":
    count, wrong = bad_inputs(None)
    print(f"{count} tests", *wrong, sep="\n")
    sys.exit(bool(wrong))
