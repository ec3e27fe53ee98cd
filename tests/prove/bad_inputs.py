"""Every bad input by its id: the tests that are named after it, what they saw happen, how long, and what was said.

A fault is a test that fails (a traceback) or skips, one that takes too long (a hang), an id that must be refused and
was accepted by all its tests, a message without file and line or the name of its source, an id without a test.
The list of ids, cases/bad-inputs.md, stands beside a developer's checkout; without it, the known tests are run alone.
`python -m tests.prove.bad_inputs` prints the table.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests.demo import REPOSITORY

LIST = REPOSITORY.parent / "shared" / "cases" / "bad-inputs.md"
SLOW = {"F": 120.0, "K": 60.0}  # seconds, ten unless said: these build whole sites, several times
_NAMED = re.compile(r"def (test(?:_[a-z]\d\d)+_\w+)")
_IDS = re.compile(r"_([a-z]\d\d)(?=_)")
_ROW = re.compile(r"^\| ([A-Z]\d\d) \| (.*?) \| (.*?) \|$", re.MULTILINE)
_ELSEWHERE = ("S", "K")  # buckets and concurrency have proofs of their own
_INPUTS = ("C", "Y", "P", "F", "T")  # what comes from outside: these must not be accepted in silence
_PLACED = re.compile(r"^[^\s:]+\.[A-Za-z]+(:\d+|:byte|: )|source |query |store|target |portal|content|client |"
                     r"data_sources|preset |--|pull |/|site |output|\.clairevoie|[a-z_]+:\d+|^[a-z]+/")


@dataclass(slots=True)
class Found:
    """What the tests of an id came to: how many had which result, what they saw, the longest of them, what was said."""

    results: dict[str, int] = field(default_factory=dict)
    outcomes: set[str] = field(default_factory=set)
    seconds: float = 0.0
    messages: set[str] = field(default_factory=set)


def bad_inputs(_: object) -> tuple[int, list[str]]:
    """Cases are tests."""
    known = {name: (what, due) for name, what, due in _ROW.findall(LIST.read_text(encoding="utf-8"))} \
        if LIST.is_file() else {}
    found = _run(_files())
    for name in sorted({*known, *found}):
        print(_line(name, known.get(name, ("", ""))[0], found.get(name)))
    kinds = {
        "tracebacks": [f"{name}: {result}" for name, one in found.items() for result in one.results
                       if result != "passed"],
        "hangs": [f"{name}: {one.seconds:.1f} s" for name, one in found.items()
                  if one.seconds > SLOW.get(name[0], 10.0)],
        "silent acceptances": [f"{name}: due is {known[name][1][:60]}" for name, one in found.items()
                               if name in known and _is_silent(name, known[name][1], one)],
        "messages without a place": [f"{name}: {text[:120]}" for name, one in found.items() if name[0] in _INPUTS
                                     for text in sorted(one.messages) if not _PLACED.search(text)],
        "ids without a test": [name for name in sorted(known) if name not in found and name[0] not in _ELSEWHERE],
    }
    print("  " + ", ".join(f"{len(faults)} {kind}" for kind, faults in kinds.items()))
    return (sum(sum(one.results.values()) for one in found.values()),
            [f"{kind}: {fault}" for kind, faults in kinds.items() for fault in sorted(faults)])


def _files() -> dict[Path, list[str]]:
    found = {file: _NAMED.findall(file.read_text(encoding="utf-8"))
             for file in sorted((REPOSITORY / "tests").rglob("test_*.py"))}
    return {file: names for file, names in found.items() if names}


def _run(files: dict[Path, list[str]]) -> dict[str, Found]:
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.xml"
        tests = [f"{file}::{name}" for file, names in files.items() for name in names]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "tests.prove.observed", f"--junitxml={report}", *tests],
            check=False, capture_output=True, encoding="utf-8", cwd=REPOSITORY,
            env=os.environ | {"PYTHONPATH": f"{REPOSITORY / 'generator'}:{REPOSITORY}"})
        assert report.is_file(), done.stdout[-2000:] + done.stderr[-2000:]
        cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    found: dict[str, Found] = {}
    for case in cases:
        for name in _IDS.findall(case.get("name", "").partition("[")[0]):
            _count(found.setdefault(name.upper(), Found()), case)
    return found


def _count(one: Found, case: ElementTree.Element) -> None:
    result = next((what for tag, what in (("failure", "failed"), ("error", "failed"), ("skipped", "skipped"))
                   if case.find(tag) is not None), "passed")
    one.results[result] = one.results.get(result, 0) + 1
    one.seconds = max(one.seconds, float(case.get("time", "0")))
    said = [(said.get("name"), said.get("value", "")) for said in case.iter("property")]
    one.outcomes |= {value for name, value in said if name == "outcome"} or {"accepted"}
    one.messages |= {line for name, value in said if name == "message" for line in value.splitlines()}


def _is_silent(name: str, due: str, one: Found) -> bool:
    return name[0] in _INPUTS and due[:1] in "FRQ" and " or a " not in due and one.outcomes == {"accepted"}


def _line(name: str, what: str, one: Found | None) -> str:
    if one is None:
        return f"  {name}  {'elsewhere' if name[0] in _ELSEWHERE else 'no test':<34}{'':>7}  {what[:70]}"
    told = ", ".join(f"{count} {result}" for result, count in sorted(one.results.items()))
    return f"  {name}  {told:<12}{', '.join(sorted(one.outcomes)):<22}{one.seconds:>6.1f}s  {what[:70]}"


if __name__ == "__main__":
    count, wrong = bad_inputs(None)
    print(f"{count} tests", *wrong, sep="\n")
    sys.exit(bool(wrong))
