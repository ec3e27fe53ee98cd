"""`published_figures`: what clients were shown, written at publication: `published/<target>/<client>.json`.

A row where the value that a figure shows is another than the one it showed before; what is stale states nothing new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Any

from clairevoie.blobs import Blobs
from clairevoie.errors import Fault, TargetError
from clairevoie.tables.daily import By
from clairevoie.tables.sealed import DamagedError, seal, unseal

_TRIES = 5
Value = int | float | str | None  # money: "4850.00 EUR"


@dataclass(frozen=True, slots=True)
class Published:
    """A value that a client was shown, and when for the first time (UTC)."""

    kpi: str
    period: str
    by: By
    value: Value
    state: str
    at: str
    release: str


def record(blobs: Blobs, target: str, client: str, figures: Iterable[Mapping[str, Any]], at: datetime, release: str
           ) -> int:
    """Keep what a release shows anew; gives the number of rows written. figures: those of its data/figures.json.

    Several may record at once. Raises TargetError where what is kept cannot be trusted: nothing is then written.
    """
    shown, when = list(figures), at.astimezone(UTC).isoformat(timespec="seconds")
    for _ in range(_TRIES):
        blob = blobs.get(_name(target, client))
        known = _read(blob.data, target, client) if blob else []
        new = _changed(known, shown, when, release)
        if not new:
            return 0
        said = {"rows": [list(astuple(row)) for row in (*known, *new)]}
        data = seal("published", f"{target}/{client}", said)
        if blobs.put_if(_name(target, client), data, blob.tag if blob else None):
            return len(new)
    raise TargetError(Fault(_name(target, client), "others write it all the time; the next publication records it"))


def published(blobs: Blobs, target: str, client: str) -> tuple[Published, ...]:
    """Every row, the earliest first. Raises TargetError where it cannot be trusted."""
    blob = blobs.get(_name(target, client))
    return tuple(_read(blob.data, target, client)) if blob else ()


def _changed(known: list[Published], figures: list[Mapping[str, Any]], at: str, release: str) -> list[Published]:
    last = {(row.kpi, row.period, row.by): row.value for row in known}
    new = []
    for figure in figures:
        row = Published(str(figure["kpi"]), str(figure["period"]), tuple(sorted(figure["by"].items())),
                        figure["value"], str(figure["state"]), at, release)
        key = (row.kpi, row.period, row.by)
        # A figure that never had a value has stated nothing that could be taken back.
        if row.state != "stale" and row.value != last.get(key):
            new.append(row)
    return sorted(new, key=lambda row: (row.kpi, row.period, row.by))


def _read(data: bytes, target: str, client: str) -> list[Published]:
    name = _name(target, client)
    try:
        said = unseal(data, "published", f"{target}/{client}", name)
        return [Published(kpi, period, tuple((n, of) for n, of in by), value, state, at, release)
                for kpi, period, by, value, state, at, release in said["rows"]]
    except (DamagedError, KeyError, TypeError, ValueError) as error:
        why = str(error) if isinstance(error, DamagedError) else f"{name} cannot be read"
        raise TargetError(Fault("published_figures", f"{why}; restore it, nothing is recorded until then")) from None


def _name(target: str, client: str) -> str:
    return f"published/{target}/{client}.json"
