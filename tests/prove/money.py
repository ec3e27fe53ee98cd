"""A thousand random companies, every money figure against the definitions worked out in Decimal."""

from __future__ import annotations

from tests.money.compared import differences

LEDGERS = 1000


def ledgers(_: object) -> tuple[int, list[str]]:
    """Figures compared, those that differ in a cent or in their state."""
    count, faults = 0, []
    for seed in range(LEDGERS):
        compared, differing = differences(seed)
        count += compared
        faults += differing
    return count, faults
