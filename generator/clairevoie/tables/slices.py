"""One folder a client, holding what that client may hold and nothing else: cut once, opened by workers.

`folder/<client>/<table>.arrow` · `folder/<client>/internal/<table>.arrow` (staff only)
`folder/_company/<table>.arrow` · `folder/_columns/<table>.arrow` (no row: a table's columns where some were derived)
`folder/<client>/daily.json` (what was noted at the end of days, where something was)

Uncompressed Arrow IPC files; a table without a row has no file.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.errors import ConfigurationError, unknown
from clairevoie.tables.arrow import empty, schema_of, texts, true_at, whole
from clairevoie.tables.daily import By, Noted
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.ownership import Codes
from clairevoie.tables.pairs import Pairs
from clairevoie.tables.private import private_folder, write_private
from clairevoie.tables.schema import TABLES
from clairevoie.tables.visible import Sight

_AT_ONCE = 262_144  # rows that are sorted at a time
_WRITING = pa.ipc.IpcWriteOptions()
_copied = pa.concat_batches  # type: ignore[attr-defined]  # its stubs are older
COMPANY, COLUMNS, INTERNAL = "_company", "_columns", "internal"
DAILY = "daily.json"

Daily = Mapping[tuple[str, str], Mapping[By, int]]  # (figure, day) → grouping → number; a grouping not there is 0


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one client (of the company: client ""), in every table of the schema, perhaps none.

    daily: what was noted of it at the end of days.
    """

    client: str
    tables: Mapping[str, pa.Table]
    daily: Daily = field(default_factory=dict)


def cut(dataset: Dataset, folder: Path, daily: Iterable[Noted] = ()) -> None:
    """Write the slices of every client and the company's, in place of whatever stood in `folder`.

    A client's files depend on its own rows and on shared ones, never on another client's: same rows, same bytes.
    """
    scratch = folder.with_name(folder.name + ".new")
    shutil.rmtree(scratch, ignore_errors=True)
    clients = texts(dataset.tables["clients"]["client"])
    for name in (COMPANY, COLUMNS, *clients):
        private_folder(scratch / name / INTERNAL if name in clients else scratch / name)
    sight = Sight(dataset.tables)
    places = [f"{scratch}/{client}" for client in clients]
    for name in TABLES:
        _cut_table(name, _plain(dataset.tables[name]), sight, scratch, places)
    _cut_daily(daily, scratch, clients)
    shutil.rmtree(folder, ignore_errors=True)
    scratch.rename(folder)


def open_slice(folder: Path, client: str) -> Slice:
    """What this client may hold; the files are mapped, not read. ConfigurationError when nobody has that name."""
    own = _client_folder(folder, client)
    return Slice(client, _opened(folder, own), _daily(own))


def open_internal(folder: Path, client: str) -> Slice:
    """What staff may hold of this client: its slice, and its internal rows."""
    own = _opened(folder, _client_folder(folder, client))
    internal = _opened(folder, _client_folder(folder, client) / INTERNAL)
    whole = {name: pa.concat_tables([own[name], internal[name]]) for name in TABLES}
    return Slice(client, whole, _daily(folder / client))


def open_company(folder: Path) -> Slice:
    """What belongs to no client: the company's own time, shared CIs, people, providers; and the list of clients."""
    return Slice("", _opened(folder, folder / COMPANY))


def _cut_table(name: str, rows: pa.Table, sight: Sight, folder: Path, places: list[str]) -> None:
    if rows.schema != schema_of(name):
        _write(rows.schema.empty_table(), folder / COLUMNS / f"{name}.arrow")
    if not len(rows):
        return
    rank = _rank(name, rows)
    company = sight.of_company(name)
    if len(company):
        _write(rows.take(company[np.argsort(rank[company])]), folder / COMPANY / f"{name}.arrow")
    held = sight.of_clients(name)
    open_ = _shown(name, rows)[held.rows]
    _write_each(name, rows, held.where(open_), rank, places)
    _write_each(name, rows, held.where(~open_), rank, [f"{place}/{INTERNAL}" for place in places])


def _write_each(name: str, rows: pa.Table, held: Pairs, rank: Codes, folders: list[str]) -> None:
    """Rows are sorted by client, for many clients at a time: a take for each of them would take twice as long."""
    order = np.lexsort((rank[held.rows], held.clients))
    sorted_rows = held.rows[order]
    bounds = np.searchsorted(held.clients[order], np.arange(len(folders) + 1)).tolist()
    place = 0
    while place < len(folders):
        last = place + 1
        while last < len(folders) and bounds[last + 1] - bounds[place] <= _AT_ONCE:
            last += 1
        for part in rows.take(sorted_rows[bounds[place]:bounds[last]]).to_batches():  # one, or none
            for one in range(place, last):
                if bounds[one + 1] > bounds[one]:
                    own = part.slice(bounds[one] - bounds[place], bounds[one + 1] - bounds[one])
                    # Copied: a slice's last byte of a mask would hold bits of the next client's rows.
                    _write(pa.Table.from_batches([_copied([own])]), f"{folders[one]}/{name}.arrow")
        place = last


def _shown(name: str, rows: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Rows that may leave the internal slice."""
    table = TABLES[name]
    if table.internal or not table.shown_if:
        return np.full(len(rows), not table.internal, np.bool_)
    return true_at(rows[table.shown_if])


def _rank(name: str, rows: pa.Table) -> Codes:
    """The place of each row in the order of the table's key; a log stays in the order of its source."""
    count = len(rows)
    rank = np.arange(count, dtype=np.int64)
    if TABLES[name].key:
        order = pc.sort_indices(rows, sort_keys=[(column, "ascending") for column in TABLES[name].key])
        rank[np.asarray(order)] = np.arange(count)
    return rank


def _plain(rows: pa.Table) -> pa.Table:
    """One chunk a column, no dictionary and no metadata: nothing of another client's rows may hang on."""
    columns = []
    for name in rows.column_names:
        column = rows[name]
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        columns.append(whole(column))
    return pa.table(columns, names=rows.column_names)


def _write(rows: pa.Table, file: Path | str) -> None:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, rows.schema, options=_WRITING) as writer:
        writer.write_table(rows)
    write_private(file, memoryview(sink.getvalue()))


def _cut_daily(daily: Iterable[Noted], folder: Path, clients: list[str]) -> None:
    rows: dict[str, list[object]] = {}
    for row in sorted(daily):
        if row.client in clients:
            rows.setdefault(row.client, []).append([row.figure, row.day.isoformat(), row.by, row.value])
    for client, own in rows.items():
        write_private(folder / client / DAILY, json.dumps(own, ensure_ascii=False).encode())


def _daily(place: Path) -> Daily:
    file = place / DAILY
    found: dict[tuple[str, str], dict[By, int]] = {}
    for figure, day, by, value in json.loads(file.read_bytes()) if file.is_file() else ():
        found.setdefault((figure, day), {})[tuple((name, of) for name, of in by)] = value
    return found


def _client_folder(folder: Path, client: str) -> Path:
    if not client or client.startswith("_") or "/" in client or not (folder / client).is_dir():
        names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("_"))
        raise ConfigurationError(unknown(str(client), "client in the data", client, names))
    return folder / client  # without a look at who else is there: a worker may not


def _opened(folder: Path, place: Path) -> dict[str, pa.Table]:
    return {name: _table(name, folder / COLUMNS, place) for name in TABLES}


def _table(name: str, columns: Path, place: Path) -> pa.Table:
    for file in (place / f"{name}.arrow", columns / f"{name}.arrow"):
        if file.is_file():
            with pa.memory_map(str(file)) as source:
                return pa.ipc.open_file(source).read_all()
    return empty(name)
