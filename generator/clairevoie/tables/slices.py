"""A file for each client, holding what that client may hold and nothing else: cut once, opened by workers.

`folder/rows/<client>` · `folder/internal/<client>` (staff only) · `folder/rows/_company`
`folder/columns` (no row: a table's columns where some were derived)
`folder/daily/<client>` (what was noted at the end of days, where something was)
`folder/group/<client>` (what its subsidiaries come to, where some share)

A file of rows holds tables as `packed` writes them; a table without a row is not in it. No client has a folder: file
systems spread these over the disk, and make a thousand in a second.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from clairevoie.errors import ConfigurationError, Fault, SourceError, unknown
from clairevoie.tables import memory
from clairevoie.tables.arrow import schema_of, texts, true_at, whole
from clairevoie.tables.coded import coded_of, in_order, plain_rows
from clairevoie.tables.daily import By, Noted, arranged
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.ordering import ordered, rank
from clairevoie.tables.ownership import Codes
from clairevoie.tables.packed import Part, packed, part, parts, unpacked
from clairevoie.tables.pairs import Pairs
from clairevoie.tables.private import private_folder, write_private
from clairevoie.tables.schema import TABLES
from clairevoie.tables.sealed import DamagedError
from clairevoie.tables.taking import Taking, taken, taking
from clairevoie.tables.visible import Sight

_AT_ONCE = 262_144  # rows that are taken at a time
ROWS, INTERNAL, DAILY, GROUP = "rows", "internal", "daily", "group"
COMPANY, COLUMNS = "_company", "columns"

Daily = Mapping[tuple[str, str], Mapping[By, int]]  # (figure, day) → grouping → number; a grouping not there is 0


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one client (of the company: client ""), in every table of the schema, perhaps none.

    daily: what was noted of it at the end of days.
    """

    client: str
    tables: Mapping[str, pa.Table]
    daily: Daily = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class _Parcel:
    """Rows of a table, `order` by client: those of client i from bounds[i] to bounds[i + 1]."""

    name: str
    internal: bool
    columns: Mapping[str, Taking]
    order: Codes
    bounds: Codes


@memory.kept()
@memory.unsearched()
def cut(dataset: Dataset, folder: Path, daily: Iterable[Noted] = ()) -> None:
    """Write the slices of every client and the company's, in place of whatever stood in `folder`.

    A client's files hold its own rows and shared ones, never a word of another client's. Whether texts are numbered in
    them depends on how many rows there are of all: `written` says the same rows in the same bytes.
    """
    scratch = folder.with_name(folder.name + ".new")
    shutil.rmtree(scratch, ignore_errors=True)
    given = coded_of(dataset.tables)
    clients = texts(given["clients"]["client"])
    for name in (ROWS, INTERNAL, DAILY, GROUP):
        private_folder(scratch / name)
    sight = Sight(given)
    tables = {name: _plain(given[name]) for name in TABLES}
    _write_whole(tables, sight, scratch)
    parcels = [parcel for name, rows in tables.items() if len(rows) for parcel in _parcels(name, rows, sight, clients)]
    for first, last in _groups(parcels, len(clients)):
        _write_clients(parcels, scratch, clients, first, last)
    _cut_daily(daily, scratch, clients)
    shutil.rmtree(folder, ignore_errors=True)
    scratch.rename(folder)


def open_slice(folder: Path, client: str) -> Slice:
    """What this client may hold; the files are mapped, not read. ConfigurationError when nobody has that name,
    SourceError where a file of it is missing, spoilt, or another's."""
    _check_known(folder, client)
    return Slice(client, _opened(folder, ROWS, client), _daily(folder, client))


def holds(folder: Path, client: str) -> bool:
    """Whether a slice was cut for this client."""
    return any((folder / kind / client).is_file() for kind in (ROWS, INTERNAL))


def clients_of(folder: Path) -> list[str]:
    """Everybody for whom a slice was cut, in the order of their names."""
    return sorted({file.name for kind in (ROWS, INTERNAL) for file in (folder / kind).iterdir()} - {COMPANY})


def files_of(folder: Path, client: str) -> list[Path]:
    """The files that who opens this client's slice reads, none of staff's."""
    return [file for file in (folder / COLUMNS, folder / ROWS / client) if file.is_file()] + beside(folder, client)


def beside(folder: Path, client: str) -> list[Path]:
    """What there is of a client besides its rows."""
    return [file for kind in (DAILY, GROUP) if (file := folder / kind / client).is_file()]


def keep_only(folder: Path, clients: Collection[str]) -> None:
    """Delete the slices of all other clients."""
    for file in folder.glob("*/*"):
        if file.name not in {COMPANY, *clients}:
            file.unlink()


def written(rows: Slice) -> list[bytes]:
    """The rows of each table in one writing, whoever else has rows and however they stood: what a hash is made of."""
    found = []
    for name, table in sorted(rows.tables.items()):
        if len(table):
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, table.schema) as stream:
                stream.write_table(_sorted(name, plain_rows(table)).combine_chunks())
            found += [name.encode(), sink.getvalue().to_pybytes()]
    return found


def _sorted(name: str, rows: pa.Table) -> pa.Table:
    """In the order of the key, in which they were cut; without one, in that of their cells."""
    return rows if TABLES[name].key else rows.sort_by([(column, "ascending") for column in rows.column_names])


def open_internal(folder: Path, client: str) -> Slice:
    """What staff may hold of this client: its slice, and its internal rows."""
    _check_known(folder, client)
    own, more = _opened(folder, ROWS, client), _opened(folder, INTERNAL, client)
    whole = {name: pa.concat_tables([own[name], more[name]]) if len(more[name]) else own[name] for name in TABLES}
    return Slice(client, whole, _daily(folder, client))


def open_company(folder: Path) -> Slice:
    """What belongs to no client: the company's own time, shared CIs, people, providers; and the list of clients."""
    return Slice("", _opened(folder, ROWS, COMPANY))


def _write_whole(tables: Mapping[str, pa.Table], sight: Sight, folder: Path) -> None:
    """What is nobody's, and the columns of tables to which some were added."""
    company, columns = {}, {}
    for name, rows in tables.items():
        schema = plain_rows(rows.schema.empty_table()).schema
        if schema != schema_of(name):
            columns[name] = pa.struct(list(schema))
        held = sight.of_company(name) if len(rows) else ()
        if len(held):
            ranks = rank(rows, TABLES[name].key)[held]
            company[name] = _part(rows.take(np.asarray(held)[np.argsort(ranks)]))
    write_private(folder / ROWS / COMPANY, packed(company, COMPANY))
    write_private(folder / COLUMNS, pa.schema(list(columns.items())).serialize())


def _parcels(name: str, rows: pa.Table, sight: Sight, clients: list[str]) -> Iterator[_Parcel]:
    rows, held = sight.veiled(name, rows)
    order = ordered(rows, TABLES[name].key)
    open_ = _shown(name, rows)[held.rows]
    columns = {column: taking(whole(rows[column])) for column in rows.column_names}
    for internal, pairs in ((False, held.where(open_)), (True, held.where(~open_))):
        if len(pairs.rows):
            bounds = np.append(0, np.cumsum(np.bincount(pairs.clients, minlength=len(clients))))
            yield _Parcel(name, internal, columns, _by_client(pairs, order), bounds)


def _by_client(pairs: Pairs, order: Codes | None) -> Codes:
    """The rows of each client, one client after the other, in the order of the key."""
    rows, clients = pairs.rows, pairs.clients
    if order is not None:
        if not (len(order) == len(rows) and (rows[1:] > rows[:-1]).all()):  # not every row just once
            ranks = np.empty(len(order), np.int64)
            ranks[order] = np.arange(len(order))
            order = np.argsort(ranks[rows], kind="stable")
        rows, clients = rows[order], clients[order]
    few = clients.max() < np.iinfo(np.uint16).max  # short numbers are sorted digit by digit
    return rows[np.argsort(clients.astype(np.uint16) if few else clients, kind="stable")]


def _groups(parcels: list[_Parcel], count: int) -> Iterator[tuple[int, int]]:
    """Clients of which the rows are taken at once: a take for each of them would take twice as long."""
    bounds = sum((parcel.bounds for parcel in parcels), np.zeros(count + 1, np.int64))
    first = 0
    while first < count:
        last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + _AT_ONCE, "right")) - 1)
        yield first, min(last, count)
        first = last


def _write_clients(parcels: list[_Parcel], folder: Path, clients: list[str], first: int, last: int) -> None:
    files: dict[tuple[int, bool], dict[str, Part]] = {}
    for parcel in parcels:
        bounds = parcel.bounds[first:last + 1]
        holders = np.flatnonzero(np.diff(bounds))
        edges = np.append(bounds[holders], bounds[-1]) - bounds[0]
        batch = taken(parcel.columns, parcel.order[bounds[0]:bounds[-1]])
        for client, rows in zip((first + holders).tolist(), parts(batch, edges.tolist()), strict=True):
            files.setdefault((client, parcel.internal), {})[parcel.name] = rows
    for place, own in enumerate(clients[first:last], first):
        write_private(f"{folder}/{ROWS}/{own}", packed(files.get((place, False), {}), own))
        write_private(f"{folder}/{INTERNAL}/{own}", packed(files.get((place, True), {}), f"{own}/{INTERNAL}"))


def _shown(name: str, rows: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Rows that may leave the internal slice."""
    table = TABLES[name]
    if table.internal or not table.shown_if:
        return np.full(len(rows), not table.internal, np.bool_)
    return true_at(rows[table.shown_if])


def _plain(rows: pa.Table) -> pa.Table:
    """One chunk a column, numbered texts in their order, no metadata: nothing of another client's rows may hang on."""
    return pa.table([in_order(whole(rows[name])) for name in rows.column_names], names=rows.column_names)


def _part(rows: pa.Table) -> Part:
    batches = rows.combine_chunks().to_batches()
    return part(batches[0] if batches else pa.RecordBatch.from_pylist([], rows.schema))


def _cut_daily(daily: Iterable[Noted], folder: Path, clients: list[str]) -> None:
    rows: dict[str, list[object]] = {}
    known = set(clients)
    for row in arranged(daily):
        if row.client in known:
            rows.setdefault(row.client, []).append([row.figure, row.day.isoformat(), row.by, row.value])
    for client, own in rows.items():
        write_private(folder / DAILY / client, json.dumps(own, ensure_ascii=False).encode())


def _daily(folder: Path, client: str) -> Daily:
    file = folder / DAILY / client
    found: dict[tuple[str, str], dict[By, int]] = {}
    try:
        for figure, day, by, value in json.loads(file.read_bytes()) if file.is_file() else ():
            found.setdefault((figure, day), {})[tuple((name, of) for name, of in by)] = value
    except (TypeError, ValueError, RecursionError):
        raise _damaged(client, f"{DAILY} cannot be read") from None
    return found


def _check_known(folder: Path, client: str) -> None:
    """Without a look at who else is there, unless it is wrong: a worker may not."""
    if not client or client.startswith(("_", ".")) or "/" in client or not holds(folder, client):
        names = sorted({path.name for path in folder.glob("*/*")} - {COMPANY})
        raise ConfigurationError(unknown(str(client), "client in the data", client, names))


def _opened(folder: Path, kind: str, client: str) -> dict[str, pa.Table]:
    schemas = {name: schema_of(name) for name in TABLES}
    try:
        widened = pa.ipc.read_schema(pa.py_buffer((folder / COLUMNS).read_bytes()))
        schemas |= {field.name: pa.schema(list(field.type)) for field in widened}
    except (FileNotFoundError, TypeError, pa.ArrowException):
        raise _damaged(COLUMNS, "cannot be read") from None
    of = f"{client}/{INTERNAL}" if kind == INTERNAL else client
    try:
        rows = unpacked(folder / kind / client, schemas, of)
    except DamagedError as error:
        raise _damaged(of, f"{ROWS} {error}") from None
    return {name: rows[name] if name in rows else schemas[name].empty_table() for name in TABLES}


def _damaged(of: str, what: str) -> SourceError:
    return SourceError(Fault(f"slice {of}", f"{what}; build again"))
