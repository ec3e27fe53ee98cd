"""Closed months: a client's figures of a month with the rows behind them, as they were when it was closed.

`closed/<client>/<month>.json`; nothing is ever written over it. No column of it names a person.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from clairevoie.blobs import Blobs
from clairevoie.errors import Fault, TargetError
from clairevoie.tables.sealed import DamagedError, seal, unseal

FOLDER = "closed/"


@dataclass(frozen=True, slots=True)
class Closed:
    """A month of a client. figures: one mapping each; rows: KPI → its addend rows.

    cards: KPI → `variant`, and `calendars` as pairs of words in French and English.
    """

    client: str
    month: str
    at: datetime  # when it was closed: the as_of of its figures
    figures: tuple[Mapping[str, Any], ...]
    rows: Mapping[str, pa.Table]
    cards: Mapping[str, Mapping[str, Any]]
    digest: str = ""  # of the file that holds it


def keep(blobs: Blobs, closed: Closed) -> bool:
    """Write a closed month; False where it was closed already, which stays as it is."""
    said = {"at": closed.at.astimezone(UTC).isoformat(timespec="seconds"), "figures": list(closed.figures),
            "rows": {kpi: _written(rows) for kpi, rows in sorted(closed.rows.items())}, "cards": dict(closed.cards)}
    data = seal("closed", f"{closed.client}/{closed.month}", said)
    return blobs.put_if(_name(closed.client, closed.month), data, None) is not None


def reopen(blobs: Blobs, client: str, month: str) -> bool:
    """Take a closed month away; False where it was not closed."""
    name = _name(client, month)
    if blobs.get(name) is None:
        return False
    blobs.delete([name])
    return True


def closed_months(blobs: Blobs, clients: Collection[str]) -> dict[str, tuple[Closed, ...]]:
    """The closed months of each of these clients, the oldest first. Raises TargetError where one cannot be trusted."""
    found: dict[str, list[Closed]] = {client: [] for client in clients}
    for name in sorted(blobs.list(FOLDER)):
        client = name.removeprefix(FOLDER).rpartition("/")[0]
        if client in found:
            found[client].append(_read(blobs, client, name))
    return {client: tuple(months) for client, months in found.items()}


def _read(blobs: Blobs, client: str, name: str) -> Closed:
    month = name.rpartition("/")[2].removesuffix(".json")
    blob = blobs.get(name)
    try:
        said = unseal(blob.data if blob else b"", "closed", f"{client}/{month}", name)
        rows = {kpi: _table(text) for kpi, text in said["rows"].items()}
        at = datetime.fromisoformat(said["at"])
        digest = hashlib.sha256(blob.data if blob else b"").hexdigest()
        return Closed(client, month, at, tuple(said["figures"]), rows, said["cards"], digest)
    except (DamagedError, KeyError, TypeError, ValueError, pa.ArrowInvalid) as error:
        why = str(error) if isinstance(error, DamagedError) else f"{name} cannot be read"
        where = f"closed month {month} of {client}"
        raise TargetError(Fault(where, f"{why}; restore it, or reopen the month")) from None


def _written(rows: pa.Table) -> str:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    return base64.b64encode(sink.getvalue().to_pybytes()).decode("ascii")


def _table(text: str) -> pa.Table:
    return pa.ipc.open_stream(base64.b64decode(text, validate=True)).read_all()


def _name(client: str, month: str) -> str:
    return f"{FOLDER}{client}/{month}.json"
