"""The order of rows, columns and files says nothing: random companies, and the demo in a few orders."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from tests.demo import CLIENTS, build, copy_workspace, files_of
from tests.isolation.permuting import compare, permuted

COMPANIES, WHOLE, ORDERS = 24, 4, 3


def orders(place: Any) -> tuple[int, list[str]]:
    """Sites of random companies as pages that print all, some with the real theme; then the demo's sites."""
    _, faults = compare(range(COMPANIES))
    faults += compare(range(500, 500 + WHOLE), plain=False)[1]
    for seed in range(ORDERS):
        with tempfile.TemporaryDirectory() as scratch:
            workspace, output = copy_workspace(Path(scratch) / "workspace"), Path(scratch) / "output"
            permuted(workspace, seed)
            build(workspace, output)
            for client in CLIENTS:
                ours, theirs = files_of(place.output / client), files_of(output / client)
                faults += [f"order {seed}: {client}/{name}" for name in sorted(ours.keys() | theirs.keys())
                           if ours.get(name) != theirs.get(name)]
    return COMPANIES + WHOLE + ORDERS * len(CLIENTS), faults
