"""What a file of text holds, however it was written; or the one line that says why it is no CSV."""

from __future__ import annotations

from pathlib import Path

import pytest

from clairevoie.errors import SourceError
from tests.sources.folders import HEADER, ROW, asides, read

CLEAN = f"{HEADER}\n{ROW}\nT-2,b,request,P2,closed,2026-10-02T08:00\n"


def refused(folder: Path, content: str | bytes, **settings: object) -> list[str]:
    with pytest.raises(SourceError) as error:
        read(folder, {"tickets.csv": content}, **settings)
    return [str(fault) for fault in error.value.faults]


@pytest.mark.parametrize("content", [
    CLEAN.encode("utf-8-sig"),
    CLEAN.replace("\n", "\r\n").encode(),
    CLEAN.replace("\n", "\r").encode(),
    CLEAN.replace("\n", "\r\n", 1).encode(),
    CLEAN.replace(",", ";").encode(),
    ("sep=;\n" + CLEAN.replace(",", ";")).encode(),
    ("SEP=,\r\n" + CLEAN).encode(),
    CLEAN.replace(",", "\t").encode("utf-16"),
    CLEAN.replace("client", "Client\u00a0").replace("kind", " KIND").encode(),
    CLEAN.rstrip("\n").encode(),
    CLEAN.replace("\n", "\n\n").encode(),
    "\n".join(",".join(line.split(",")[::-1]) for line in CLEAN.splitlines()).encode(),
    CLEAN.replace("incident", '"incident"').encode(),
])
def test_however_it_was_written_the_same_rows_come_out(tmp_path: Path, content: bytes) -> None:
    expected = read(tmp_path / "clean", {"tickets.csv": CLEAN}).tables["tickets"]
    found = read(tmp_path / "other", {"tickets.csv": content})
    assert found.tables["tickets"] == expected
    assert found.set_aside == ()


@pytest.mark.parametrize(("content", "why"), [
    (b"", "1: no header: the file is empty"),
    (b"\xef\xbb\xbf\n\n", "1: no header: the file is empty"),
    (b"<!DOCTYPE html><html>Please log in</html>", " a web page or XML, not a CSV"),
    (b"  \n<html>", " a web page or XML, not a CSV"),
    (b'{"error": "denied"}', " JSON, not a CSV"),
    (b"version https://git-lfs.github.com/spec/v1\n", " a Git LFS pointer, not the CSV itself"),
    (b"PK\x03\x04...", " a spreadsheet or an archive, not a CSV; save it as CSV"),
    (b"\x1f\x8b\x08...", " compressed, not a CSV; unpack it"),
    (f"{HEADER}\n{ROW}\nT-2,b,req".encode(), "3: the file ends in the middle of a row"),
    (f"{HEADER}\n{ROW}\n<<<<<<< HEAD\n{ROW}\n".encode(), "3: marks of a merge conflict; settle it"),
    (f'{HEADER}\n{ROW}\n"T-2,b,request\n{ROW}\n{ROW}\n'.encode(),
     "3: not a CSV row: a quote that opens here is never closed"),
    (f'{HEADER}\n{ROW}\n"T-2"x,b,request,P1,new,2026\n'.encode(), "3: not a CSV row: ',' expected after '\"'"),
    (f"{HEADER}\n{'x' * 200_000},a\n".encode(),
     "2: not a CSV row: a cell above the limit of 131,072 characters, perhaps by a quote that is never closed"),
    ("a,Client,client\u00a0\n".encode(), "1: columns 2 and 3 are both called 'client'"),
])
def test_what_is_no_csv_is_refused_in_one_line(tmp_path: Path, content: bytes, why: str) -> None:
    assert refused(tmp_path, content) == [f"tickets.csv:{why}"]


def test_lines_are_counted_through_cells_of_several_lines(tmp_path: Path) -> None:
    text = f'sep=,\n{HEADER},title\n{ROW},"two\nlines"\n\n{ROW.replace("2026", "20x6")},x\n'
    assert [line for line, *_ in asides(read(tmp_path, {"tickets.csv": text}))] == [6]
