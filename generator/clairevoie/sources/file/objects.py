"""JSON → the tree; what JSON does not allow, or allows to mean two things, is marked where it stands."""

from __future__ import annotations

import json
from typing import Any

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.file.broken import broken_json
from clairevoie.sources.file.tree import MAX_BYTES, MAX_VALUES, Broken, Number, Record


def from_json(content: bytes, name: str) -> Any:
    """Raises SourceError: no JSON (with the line), nested too deep, larger than the limit."""
    if len(content) > MAX_BYTES:
        raise SourceError(Fault(name, f"{len(content):,} bytes, more than the limit of {MAX_BYTES:,}"))
    values = content.count(b",") + content.count(b"[") + content.count(b"{")
    if values > MAX_VALUES:
        raise SourceError(Fault(name, f"about {values:,} values, more than the limit of {MAX_VALUES:,}"))
    try:
        text = content.decode(json.detect_encoding(content))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{content[error.start]:02x} is not {error.encoding}"
        raise SourceError(Fault(f"{name}:{line}", what)) from None
    if not text.strip():
        raise SourceError(Fault(f"{name}:1", "empty"))
    try:
        return json.loads(text, object_pairs_hook=_record, parse_float=Number, parse_int=Number,
                          parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise SourceError(Fault(f"{name}:{error.lineno}", broken_json(text, error))) from None
    except RecursionError:
        raise SourceError(Fault(name, "nested deeper than the reader goes (about 1,000 levels)")) from None


def _record(pairs: list[tuple[str, Any]]) -> Record | Broken:
    record = Record()
    for name, value in pairs:
        if name in record:
            return Broken(f"the key {name!r} stands twice")
        record[name] = Number("true" if value else "false") if isinstance(value, bool) else value
    return record


def _constant(text: str) -> Broken:
    return Broken(f"{text} is no number of JSON")
