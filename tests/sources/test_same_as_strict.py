"""The quick reader gives what the strict reader of the standard library gives, or leaves the file to it."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clairevoie.errors import ClairevoieError
from clairevoie.sources.csv import reading
from clairevoie.sources.csv.plain import plain
from clairevoie.sources.csv.reading import read
from clairevoie.sources.csv.records import Body
from clairevoie.sources.mapping import Sheet
from tests.sampling import sample

PIECES = ["a", "b", "é", "–", ",", ";", '"', '""', "\n", "\r\n", "\n\n", "\r\n\r\n", " ", '"x"', '"x\ny"', "1,5",
          "<<<<<<< "]
ROWS = st.lists(st.lists(st.sampled_from(["", "a", 'say "x"', "x,y", "two\nlines", "é–", " "]), min_size=1, max_size=4),
                max_size=8)


def by(reader: str, folder: Path, content: bytes, monkeypatch: pytest.MonkeyPatch, asked: Collection[str] = ()) -> str:
    """What the file gives, or why it is refused; `strict` knows no quick way. asked: only these columns are told."""
    (folder / "x.csv").write_bytes(content)
    with monkeypatch.context() as patch:
        if reader == "strict":
            patch.setattr(reading, "plain", lambda *_: None)
        try:
            sheet = read(folder / "x.csv", "x.csv", separator=",", asked=asked).sheet
        except ClairevoieError as error:
            return str(error)
    known = [list(column) for title, column in zip(sheet.header, sheet.columns, strict=True)
             if not asked or title.casefold() in asked]
    return repr((sheet.header, [len(column) for column in sheet.columns], known, list(sheet.lines), sheet.ragged))


def written(rows: list[list[str]], end: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerows([["h", "i"], *rows])
    return out.getvalue().encode()


@sample(300)
@given(ROWS, st.sampled_from(["\n", "\r\n"]))
def test_files_that_programs_write(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], end: str) -> None:
    folder, content = tmp_path_factory.mktemp("x"), written(rows, end)
    with pytest.MonkeyPatch.context() as patch:
        assert by("quick", folder, content, patch) == by("strict", folder, content, patch)


@sample(600)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example('h,i\n1,2\n"a,b\n')
@example('h,i\n\n1,2\n\n3\n4,5')
@example('h,i\nx"y,2\n1,2\n')
@example('h,i\n"a""b",2\n"",""\n')
@example('h,i\nx,i\nh,i\n')
def test_files_that_nobody_should_write(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("x")
    with pytest.MonkeyPatch.context() as patch:
        for head in ("", "h,i\n"):
            content = (head + text).encode()
            for asked in ((), ("i",)):
                assert by("quick", folder, content, patch, asked) == by("strict", folder, content, patch, asked)


def test_a_column_that_no_mapping_asks_for_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"h,i,J\n1,2,3\n")
    columns = read(tmp_path / "x.csv", "x.csv", asked={"h", "j"}).sheet.columns
    assert [list(columns[place]) for place in (0, 2)] == [["1"], ["3"]]
    with pytest.raises(AssertionError, match="was not read"):
        list(columns[1])


def test_plain_files_take_the_quick_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    took: list[Sheet | None] = []

    def watched(content: bytes, start: int, body: Body, line: int, asked: Collection[str]) -> Sheet | None:
        took.append(plain(content, start, body, line, asked))
        return took[-1]

    monkeypatch.setattr(reading, "plain", watched)
    for content in (b"h,i\n1,2\n", b'h,i\r\n"1,5",2\r\n', b'h,i\n"two\nlines",2\n3,4\n5\n'):
        (tmp_path / "x.csv").write_bytes(content)
        read(tmp_path / "x.csv", "x.csv")
    assert [sheet is not None for sheet in took] == [True, True, True]
