"""One reading of one source on disk: Parquet tables and snapshot.json, which holds the hash of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from clairevoie.tables.arrow import ORIGIN, empty, schema_of
from clairevoie.tables.aside import SetAside
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.private import write_private
from clairevoie.tables.schema import TABLES

FORMAT = 1
INDEX = "snapshot.json"


class DamagedError(Exception):
    """A snapshot that cannot be trusted; the message is one line that says why."""


def write(folder: Path, source: str, dataset: Dataset, read_at: str) -> str:
    """Write a snapshot into an empty folder; gives the hash of its content (the instant of reading is not in it)."""
    files = {f"{name}.parquet": _write_table(folder, name, dataset) for name in TABLES if len(dataset.tables[name])}
    content = {
        "format": FORMAT,
        "schema": schema_version(),
        "source": source,
        "files": files,
        "rows": {name: len(dataset.tables[name]) for name in TABLES if len(dataset.tables[name])},
        "set_aside": [asdict(aside) for aside in dataset.set_aside],
        "notices": list(dataset.notices),
    }
    digest = hashlib.sha256(_json(content)).hexdigest()
    write_private(folder / INDEX, _json({**content, "read_at": read_at, "content": digest}), lasting=True)
    return digest


def read(folder: Path, source: str) -> Dataset:
    """The dataset that was written. Raises DamagedError where a file is missing, cut, altered or of another source."""
    index = _index(folder, source)
    tables = {name: empty(name) for name in TABLES}
    origins: dict[str, pa.Table] = {}
    for file, digest in index["files"].items():
        name = file.removesuffix(".parquet")
        # In one piece: many chunks would be put together again by whoever looks for a key.
        rows = pq.read_table(pa.BufferReader(_content(folder / file, digest))).combine_chunks()
        # Parquet knows no instant in whole seconds: it gives milliseconds back.
        tables[name] = rows.select(schema_of(name).names).cast(schema_of(name))
        origins[name] = rows.select(ORIGIN.names)
    asides = tuple(SetAside(**aside) for aside in index["set_aside"])
    return Dataset(tables, asides, tuple(index["notices"]), origins)


def fault(folder: Path, source: str) -> str:
    """Why a snapshot cannot be trusted, "" where it can; hashes its files and parses none."""
    try:
        for file, digest in _index(folder, source)["files"].items():
            _content(folder / file, digest)
    except DamagedError as error:
        return str(error)
    return ""


def schema_version() -> str:
    """Changes when a table, a column or a type of the schema does: older snapshots are then read anew."""
    described = [(name, [(field.name, str(field.type)) for field in schema_of(name)]) for name in sorted(TABLES)]
    return hashlib.sha256(_json({"tables": described})).hexdigest()[:12]


def _index(folder: Path, source: str) -> dict[str, Any]:
    try:
        index: dict[str, Any] = json.loads((folder / INDEX).read_bytes())
        content = {key: index[key] for key in ("format", "schema", "source", "files", "rows", "set_aside", "notices")}
        digest = index["content"]
    except (OSError, ValueError, KeyError, TypeError):
        raise DamagedError(f"{INDEX} cannot be read") from None
    if hashlib.sha256(_json(content)).hexdigest() != digest:
        raise DamagedError(f"{INDEX} was altered")
    if (content["format"], content["schema"]) != (FORMAT, schema_version()):
        raise DamagedError("it was written by another version; pull again")
    if content["source"] != source:
        raise DamagedError(f"it is of another source, {content['source']!r}")
    return content


def _write_table(folder: Path, name: str, dataset: Dataset) -> str:
    rows = dataset.tables[name]
    origin = dataset.origins.get(name)
    for field in ORIGIN:
        rows = rows.append_column(field, pa.nulls(len(rows), field.type) if origin is None else origin[field.name])
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd")
    content = sink.getvalue().to_pybytes()
    write_private(folder / f"{name}.parquet", content, lasting=True)
    return hashlib.sha256(content).hexdigest()


def _content(file: Path, digest: str) -> bytes:
    try:
        content = file.read_bytes()
    except OSError:
        raise DamagedError(f"{file.name} is missing") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise DamagedError(f"{file.name} is not what was written")
    return content


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode()
