"""The proofs of files as sources: 72 ways of writing the same figures, and bytes that nobody should write."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from tests.sources.fuzz import BYTES, survives
from tests.sources.writings import AMOUNTS, THREE, WAYS, WHOLE, ambiguous, outcome

EXAMPLES = 20_000


def writings(_: object) -> tuple[int, list[str]]:
    """The same figures to the cent in every way of writing, or the source held where that was known beforehand."""
    count, faults = 0, []
    with tempfile.TemporaryDirectory() as scratch:
        for amounts in (AMOUNTS, WHOLE, THREE):
            for way in WAYS:
                count += 1
                found = outcome(Path(scratch) / str(count), amounts, way)
                if not found.startswith("held: invoices.csv:2: " if ambiguous(amounts, way) else "same"):
                    faults.append(f"{way} {[str(amount) for amount in amounts]}: {found}")
    return count, faults


def fuzzed(kind: str) -> Callable[[object], tuple[int, list[str]]]:
    """Files of this kind with any bytes: only errors that a person can mend come out."""
    def prove(_: object) -> tuple[int, list[str]]:
        with tempfile.TemporaryDirectory() as scratch:
            read = survives(Path(scratch))

            @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            @given(BYTES[kind])
            def tried(content: bytes) -> None:
                read(kind, content)

            try:
                tried()
            except BaseException as error:  # noqa: BLE001  # whatever comes out is what is looked for
                return EXAMPLES, [f"{type(error).__name__}: {error}"[:500]]
        return EXAMPLES, []

    return prove
