"""Proofs of API sources: 20,000 answers that nobody thought of."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.sources.test_http_fuzz import cases, faults_of

_EXAMPLES = 20_000


def answers(_: Any) -> tuple[int, list[str]]:
    """Bytes of answers, drawn anew: cases, and what else happened than rows or a held source."""
    seen = 0
    faults: list[str] = []

    @given(case=cases)
    @settings(max_examples=_EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def judge(case: tuple[str, list[bytes]]) -> None:
        nonlocal seen
        seen += 1
        fault = faults_of(*case)
        if fault:
            faults.append(fault)

    judge()
    return seen, faults
