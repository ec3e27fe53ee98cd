"""docs/kpis.md: its table is the registry's, and the KPI that it shows works."""

from __future__ import annotations

import re
from pathlib import Path

from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import KPIS, compute
from clairevoie.figures.registry import REGISTRY
from clairevoie.tables.slices import Slice
from tests.figures.ledger import AS_OF, dataset, project, rows

DOCS = Path(__file__).parents[2].joinpath("docs", "kpis.md").read_text(encoding="utf-8")


def test_the_table_lists_every_kpi_with_its_audience_and_unit() -> None:
    lines = re.findall(r"^\| `(\w+)`( \(internal\))? \| ([\w ]+) \|", DOCS, re.MULTILINE)
    assert {name: bool(internal) for name, internal, _ in lines} == {name: kpi.internal for name, kpi in KPIS.items()}
    assert all(unit.split()[0] == KPIS[name].definition.unit for name, _, unit in lines)


def test_the_kpi_of_the_documentation_counts() -> None:
    code = re.search(r"```python\n(.*?)```", DOCS, re.DOTALL)
    assert code
    exec(compile(code.group(1), "kpis.md", "exec"), {})  # noqa: S102  # the documentation's own example
    try:
        company = dataset(
            tickets=rows("""
                ticket | client | kind     | priority | status | created
                T      | a      | incident | P1       | new    | 2026-10-05 09:00
            """),
            ticket_events=rows("""
                ticket | at               | field  | value
                T      | 2026-10-05 10:00 | status | resolved
                T      | 2026-10-05 11:00 | status | assigned
            """),
        )
        sliced = Slice("a", derive(company, project(), AS_OF).tables)
        found = compute(sliced, project(), AS_OF, ["tickets_reopened"], months=1)
        assert [(f.period, f.by, f.value) for f in found if f.value] == [
            ("2026-10", (), 1), ("2026-10", (("priority", "P1"),), 1),
        ]
    finally:
        del REGISTRY["tickets_reopened"]
