"""The clocks of the table of bad inputs, T11 to T13: one instant a run, and a clock that is wrong is found out."""

from __future__ import annotations

import ast
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clairevoie import pipeline
from clairevoie.figures.attendance import spans
from clairevoie.figures.periods import periods
from tests.demo import REPOSITORY
from tests.pipeline.small import NOW, TICKETS, company, outcomes, pull, write

_READS = re.compile(r"\.(now|utcnow|today|time)\(")
PACKAGE = REPOSITORY / "generator" / "clairevoie"


def test_t11_a_clock_that_is_behind_by_more_than_a_day_holds_the_source(tmp_path: Path) -> None:
    root = company(tmp_path)
    assert pull(root).exit_code == 0
    report = pull(root, NOW - timedelta(days=365))
    assert (report.exit_code, outcomes(report)["desk"]) == (3, "held")
    line = str(report.faults[0])
    assert line.startswith("source desk: tickets: 20 rows are later than this reading by more than a day: is the clock")
    assert " right, which says 2025-11-02T06:00+00:00?; held at its data of 2026-11-02T06:00" in line


def test_t11_an_hour_is_no_matter_and_a_row_far_ahead_is_set_aside_alone(tmp_path: Path) -> None:
    root = company(tmp_path, tickets=0)
    lines = [f"T{n},acme,incident,P2,new,x,{NOW + timedelta(hours=n):%Y-%m-%dT%H:%M}," for n in (-3, 1, 20)]
    lines += ["T9,acme,incident,P2,closed,x,2026-10-01T10:00,2027-10-01T10:00",
              "T8,acme,incident,P2,new,x,2062-10-01T10:00,"]
    write(root, "desk/tickets.csv", TICKETS + "".join(f"{line}\n" for line in lines))
    report = pull(root)
    assert (report.exit_code, report.sources[1]["rows"]["tickets"]) == (0, 3)
    assert [(row["line"], row["column"], row["client"], row["reason"]) for row in report.set_aside] == [
        (5, "resolved", "acme", "later than this reading by more than a day"),
        (6, "created", "acme", "later than this reading by more than a day")]


def test_t11_a_run_that_is_pinned_to_an_instant_reads_what_happened_until_then(tmp_path: Path) -> None:
    root = company(tmp_path)
    report = pipeline.checked(root, NOW, NOW - timedelta(days=365))
    assert (report.exit_code, outcomes(report)["desk"]) == (0, "read")


def test_t12_the_clock_is_read_in_one_place_and_passed_down() -> None:
    texts = {file.relative_to(PACKAGE).as_posix(): file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py")}
    readers = {(name, node.func.attr) for name, text in texts.items() if _READS.search(text)
               for node in ast.walk(ast.parse(text))
               if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
               and node.func.attr in ("now", "utcnow", "today", "time") and isinstance(node.func.value, ast.Name)
               and node.func.value.id in ("datetime", "date", "time")}
    # A cache is waited for by its own clock, which dates nothing that is published.
    assert readers == {("cli/options.py", "now"), ("publish/cdn/cache.py", "now")}


@pytest.mark.parametrize(("day", "labels"), [
    ("2021-01-13", ["2020-W52", "2020-W53", "2021-W01"]), ("2025-01-08", ["2024-W51", "2024-W52", "2025-W01"]),
    ("2027-01-13", ["2026-W52", "2026-W53", "2027-W01"]), ("2019-01-09", ["2018-W51", "2018-W52", "2019-W01"])])
def test_t13_a_week_is_of_the_year_that_its_thursday_is_in(day: str, labels: list[str]) -> None:
    found = spans(periods(datetime.fromisoformat(f"{day}T12:00Z"), "Europe/Paris", 2))[-3:]
    assert [span.name for span in found] == labels
    assert [(span.first + timedelta(days=3)).year for span in found] == [int(label[:4]) for label in labels]
