"""One reading of one source in the store: Parquet tables, and snapshot.json, which holds the hash of each.

The index is written last: before it stands, nothing of a reading is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from clairevoie.blobs import Blobs
from clairevoie.tables.arrow import ORIGIN, empty, schema_of
from clairevoie.tables.aside import SetAside
from clairevoie.tables.coded import MANY, coded_of, is_coded
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.schema import TABLES
from clairevoie.tables.sealed import DamagedError, OtherVersionError, canonical, seal, unseal

INDEX = "snapshot.json"
ASIDE = "set_aside.parquet"
_BATCH = 65_536  # rows that are encoded at a time
STAMP = "%Y%m%dT%H%M%SZ"
_ASIDE = pa.schema([pa.field(one.name, pa.int64() if one.name == "line" else pa.string())
                    for one in fields(SetAside)])


@dataclass(frozen=True, slots=True)
class Index:
    """What a reading holds, but for its rows. files: name → SHA-256 and size in bytes; rows: table → rows.

    dated: when what was read was made, where that is known to be before it was read. ended: a file that cannot be seen
    to be whole → whether its last line had an end.
    """

    source: str
    read_at: datetime
    dated: datetime
    schema: str
    files: Mapping[str, tuple[str, int]]
    rows: Mapping[str, int]
    notices: tuple[str, ...]
    ended: Mapping[str, bool] = field(default_factory=dict)

    def stands(self, there: Mapping[str, int]) -> bool:
        """Whether all its files are there, of these sizes, and of today's schema."""
        return self.schema == schema_version() and all(there.get(n) == size for n, (_, size) in self.files.items())


def pack(source: str, dataset: Dataset, read_at: datetime, dated: datetime, ended: Mapping[str, bool]
         ) -> tuple[str, dict[str, bytes]]:
    """The name of a reading (its instant, then the hash of what was read) and its files, the index last."""
    tables = coded_of(dataset.tables)
    files = {f"{name}.parquet": _table(name, dataset) for name in TABLES if len(tables[name])}
    if dataset.set_aside:
        asides = pa.Table.from_pylist([_plain(row) for row in dataset.set_aside], _ASIDE)
        files[ASIDE] = _parquet(asides, _ASIDE.names, [])
    content = {
        "schema": schema_version(),
        "source": source,
        "files": {name: [hashlib.sha256(data).hexdigest(), len(data)] for name, data in files.items()},
        "rows": {name: len(tables[name]) for name in TABLES if len(tables[name])},
        "notices": list(dataset.notices),
        "ended": dict(ended),
    }
    digest = hashlib.sha256(canonical(content)).hexdigest()
    instant = read_at.astimezone(UTC)
    instants = {"read_at": _written(read_at), "dated": _written(min(read_at, dated))}
    files[INDEX] = seal("snapshot", source, content | instants)
    return f"{instant.strftime(STAMP)}-{digest[:12]}", files


def index(data: bytes, source: str, name: str) -> Index:
    """What the index of the reading `name` says. Raises DamagedError."""
    said = unseal(data, "snapshot", source, INDEX)
    try:
        read_at, dated = (datetime.fromisoformat(said[name]).astimezone(UTC) for name in ("read_at", "dated"))
        files = {str(file): (str(digest), int(size)) for file, (digest, size) in said["files"].items()}
        rows = {str(table): int(n) for table, n in said["rows"].items()}
        ended = {str(file): end is True for file, end in said.get("ended", {}).items()}
        found = Index(said["source"], read_at, dated, said["schema"], files, rows, tuple(said["notices"]), ended)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise DamagedError(f"{INDEX} cannot be read") from None
    if not name.startswith(f"{read_at.strftime(STAMP)}-"):
        raise DamagedError(f"it is the reading of {said['read_at']}, under another name")
    if any("/" in file or not file.endswith(".parquet") for file in files):
        raise DamagedError(f"{INDEX} names files that are none of its own")
    return found


def read(blobs: Blobs, place: str, known: Index) -> Dataset:
    """The rows that an index names. Raises DamagedError where a file is missing, cut, altered, or of another schema."""
    if known.schema != schema_version():
        raise OtherVersionError("it was written by another version; pull again")
    tables = {name: empty(name) for name in TABLES}
    origins: dict[str, pa.Table] = {}
    asides: tuple[SetAside, ...] = ()
    for file, (digest, _) in known.files.items():
        name = file.removesuffix(".parquet")
        try:
            # In one piece: many chunks would be put together again by whoever looks for a key.
            rows = pq.read_table(pa.BufferReader(_content(blobs, place, file, digest))).combine_chunks()
            rows = pa.Table.from_arrays(rows.columns, schema=pa.schema(one.with_nullable(True) for one in rows.schema))
            if file == ASIDE:
                asides = tuple(SetAside(**row) for row in rows.select(_ASIDE.names).to_pylist())
                continue
            # Parquet knows no instant in whole seconds: it gives milliseconds back.
            tables[name] = rows.select(schema_of(name).names).cast(schema_of(name))
            origins[name] = rows.select(ORIGIN.names)
        except (pa.ArrowException, KeyError):
            raise DamagedError(f"{file} is no table of ours") from None
    return Dataset(tables, asides, known.notices, origins)


def schema_version() -> str:
    """Changes when a table, a column or a type of the schema does: older snapshots are then read anew."""
    described = [(name, [(field.name, str(field.type)) for field in schema_of(name)]) for name in sorted(TABLES)]
    return hashlib.sha256(canonical({"tables": described})).hexdigest()[:12]


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds")


def _plain(aside: SetAside) -> dict[str, Any]:
    return {name: getattr(aside, name) for name in _ASIDE.names}


def _table(name: str, dataset: Dataset) -> bytes:
    """What repeats is numbered, which is small and quick; a key hardly does. Of lines, days and instants it is written
    what is added from one to the next. What is packed by that alone is hardly made smaller by more."""
    rows, key = coded_of(dataset.tables)[name], TABLES[name].key
    origin = dataset.origins.get(name)
    for one in ORIGIN:
        rows = rows.append_column(one.name, pa.nulls(len(rows), one.type) if origin is None else origin[one.name])
    added = [one.name for one in rows.schema if pa.types.is_temporal(one.type) or pa.types.is_int64(one.type)]
    alone = {*added, *(key if len(key) == 1 else ())}
    if len(rows) >= MANY:  # the reader has numbered what repeats
        alone |= {field.name for field in rows.schema if pa.types.is_string(field.type)}
    return _parquet(rows, [column for column in rows.column_names if column not in alone], added)


def _parquet(rows: pa.Table, numbered: list[str], added: list[str]) -> bytes:
    sink = pa.BufferOutputStream()
    packing = {field.name: "zstd" if pa.types.is_string(field.type) else "lz4" for field in rows.schema}
    writing: dict[str, Any] = {"use_dictionary": numbered, "write_statistics": False, "write_batch_size": _BATCH,
                               "compression": packing | dict.fromkeys(added, "none"),
                               "column_encoding": dict.fromkeys(added, "DELTA_BINARY_PACKED")}
    pq.write_table(_told_full(rows), sink, **writing)
    content: Any = sink.getvalue().to_pybytes()
    return bytes(content)


def _told_full(rows: pa.Table) -> pa.Table:
    """The same rows, columns without an empty cell being said to have none: which cells are filled is then not written.
    """
    told = [field.with_nullable(_has_empty(rows[field.name])) for field in rows.schema]
    return pa.Table.from_arrays(rows.columns, schema=pa.schema(told))


def _has_empty(column: Any) -> bool:
    among = is_coded(column) and any(part.dictionary.null_count for part in column.chunks)
    return bool(column.null_count or among)


def _content(blobs: Blobs, place: str, file: str, digest: str) -> bytes:
    blob = blobs.get(place + file)
    if blob is None:
        raise DamagedError(f"{file} is missing")
    if hashlib.sha256(blob.data).hexdigest() != digest:
        raise DamagedError(f"{file} is not what was written")
    return blob.data
