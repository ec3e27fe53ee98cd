"""Bytes that nobody should write, half of them nearly right; and what a reader may do with them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from clairevoie.errors import ClairevoieError
from clairevoie.project.model import SourceSpec
from clairevoie.sources import SOURCES
from clairevoie.tables.dataset import check
from tests.sources.workbooks import workbook

FIELDS = ("invoice", "client", "date", "kind", "amount", "days")
CELLS = st.sampled_from(["F-1", "a", "2026-10-31", "03/04/2026", "13/04/2026", "services", "1,234", "1.234,5", "1 234",
                         "1e999", "NaN", "", '"', '""', "\0", "\ud800", "é", "x" * 300, "=1+1", "#DIV/0!", "−5",
                         "1'000"])
TEXTS = CELLS | st.text(max_size=6)


def encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "replace")


def _joined(rows: list[list[str]], separator: str, end: str, encoding: str) -> bytes:
    return encoded(end.join(separator.join(row) for row in [list(FIELDS), *rows]), encoding)


def _spoiled(content: bytes, place: int, byte: int, kind: str) -> bytes:
    """One byte more, less or other, somewhere; or the end cut off."""
    at = place % (len(content) + 1)
    return {"cut": content[:at], "less": content[:at] + content[at + 1:], "same": content,
            "more": content[:at] + bytes([byte]) + content[at:],
            "other": content[:at] + bytes([byte]) + content[at + 1:]}[kind]


def spoiled(whole: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    return st.builds(_spoiled, whole, st.integers(0, 10_000), st.integers(0, 255),
                     st.sampled_from(["cut", "less", "more", "other", "same"]))


VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
                      lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
                      max_leaves=8)
XLSX_CELLS: list[str | tuple[str, str]] = [
    "a", "1,234", ("n", "1.5"), ("date", "46326"), ("date", "1e20"), ("error", "#N/A"), ("n", "x"), ("bool", "1"),
]
RECORDS = st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=3), max_size=4) | VALUES


def _element(name: str, value: str) -> str:
    return f"<{name} a='{value[:3]}'>{value}</{name}>"


WHOLE: dict[str, st.SearchStrategy[bytes]] = {
    "csv": st.builds(_joined, st.lists(st.lists(TEXTS, min_size=5, max_size=7), max_size=6),
                     st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
                     st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "cp850"])),
    "json": RECORDS.map(lambda value: json.dumps(value).encode()),
    "xml": st.lists(st.lists(st.tuples(st.sampled_from(FIELDS), TEXTS), max_size=7), max_size=3).map(
        lambda rows: encoded("<s>" + "".join(f"<r>{''.join(_element(*one) for one in row)}</r>" for row in rows)
                             + "</s>", "utf-8")),
    "yaml": RECORDS.map(lambda value: encoded(json.dumps(value, ensure_ascii=False), "utf-8"))
    | st.lists(st.tuples(st.sampled_from(FIELDS), TEXTS), max_size=7).map(
        lambda rows: encoded("\n".join(f"{name}: {value}" for name, value in rows), "utf-8")),
    "xlsx": st.lists(st.lists(st.sampled_from(XLSX_CELLS), max_size=7), max_size=4)
    .map(lambda rows: workbook({"s": [[*FIELDS], *rows]})),
}
BYTES = {kind: st.binary(max_size=200) | spoiled(whole) for kind, whole in WHOLE.items()}
_ROWS = {"xml": "s.r"}


def survives(folder: Path) -> Callable[[str, bytes], None]:
    """Read such bytes to the end: rows, rows set aside, or one line; any other exception goes through."""
    folder.mkdir(parents=True, exist_ok=True)

    def read(kind: str, content: bytes) -> None:
        type_ = "csv" if kind in ("csv", "xlsx") else "file"
        mapping = {"file": f"i.{kind}"} | ({"rows": _ROWS.get(kind, "")} if type_ == "file" else {})
        (folder / f"i.{kind}").write_bytes(content)
        source = SOURCES[type_]
        settings = source.Settings.model_validate({"tables": {"invoices": mapping}})
        try:
            pulled = source.pull(SourceSpec("s", type_, folder, "UTC", {}, {}), settings)
            found = check("s", pulled.raws, "UTC")
        except ClairevoieError as error:
            faults = error.faults
        else:
            assert all(aside.file and aside.reason for aside in (*pulled.set_aside, *found.set_aside))
            json.dumps([str(aside) for aside in pulled.set_aside]).encode()
            faults = ()
        assert all(fault.where and "\n" not in str(fault) for fault in faults)

    return read
