"""A slice that is missing, cut short, spoilt or another's is refused in one line, and none of it is used."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from clairevoie.errors import ConfigurationError, SourceError
from clairevoie.tables.dataset import check
from clairevoie.tables.held import Held
from clairevoie.tables.slices import (
    COLUMNS,
    COMPANY,
    DAILY,
    INTERNAL,
    ROWS,
    cut,
    open_company,
    open_internal,
    open_slice,
)
from tests.tables.raws import raw


@pytest.fixture(scope="module")
def sliced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clients with numbered and plain texts, flags, instants, empty cells and internal rows."""
    folder = tmp_path_factory.mktemp("damaged") / "slices"
    tickets = raw("tickets", *({"ticket": f"T{n:02}", "client": "ab"[n % 2], "title": f"é{n}" if n % 3 else "",
                                "source_tto_met": "1" if n % 4 else ""} for n in range(16)))
    coded = dict(tickets.columns) | {name: Held[str](pa.array(tickets.columns[name]).dictionary_encode())
                                     for name in ("client", "title")}
    given = [raw("clients", {"client": "a"}, {"client": "b"}), type(tickets)("tickets", coded, "t.csv", tickets.lines),
             raw("invoices", {"invoice": "i", "client": "a"}, {"invoice": "j", "client": "b"})]
    cut(check("desk", given, "UTC"), folder)
    return folder


@pytest.fixture
def slices(sliced: Path, tmp_path: Path) -> Path:
    """The same, to spoil."""
    shutil.copytree(sliced, tmp_path / "slices")
    return tmp_path / "slices"


def refusal(folder: Path, opened: Callable[[Path, str], object] = open_slice) -> str:
    with pytest.raises(SourceError) as caught:
        opened(folder, "a")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_slice_that_is_cut_short_anywhere_or_longer_is_refused(slices: Path) -> None:
    file = slices / ROWS / "a"
    whole = file.read_bytes()
    for size in [*range(0, len(whole), 5), len(whole) - 1]:
        file.write_bytes(whole[:size])
        assert refusal(slices).startswith("slice a: rows ")
    for more in (b"\0", bytes(8), whole):
        file.write_bytes(whole + more)
        assert refusal(slices).startswith("slice a: rows ")


def test_a_bit_of_a_slice_that_flipped_and_a_hole_in_it_are_refused(slices: Path) -> None:
    file, dice = slices / ROWS / "a", random.Random(7)
    whole = file.read_bytes()
    for at in range(len(whole)):
        spoilt = bytearray(whole)
        spoilt[at] ^= 1 << dice.randrange(8)
        file.write_bytes(spoilt)
        assert refusal(slices).startswith("slice a: rows ")
    for _ in range(60):
        start = dice.randrange(len(whole) - 8)
        end = dice.randrange(start + 8, len(whole) + 1)
        file.write_bytes(whole[:start] + whole[end:])
        assert refusal(slices).startswith("slice a: rows ")


@pytest.mark.parametrize(("other", "whose"), [
    (f"{ROWS}/b", "b"), (f"{INTERNAL}/a", f"a/{INTERNAL}"), (f"{ROWS}/{COMPANY}", COMPANY)])
def test_a_slice_of_somebody_else_is_refused(slices: Path, other: str, whose: str) -> None:
    shutil.copy(slices / other, slices / ROWS / "a")
    assert refusal(slices) == f"slice a: rows is of {whose!r}; build again"


def test_what_is_missing_or_cannot_be_read_beside_the_rows_is_refused(slices: Path) -> None:
    (slices / INTERNAL / "a").unlink()
    assert refusal(slices, open_internal) == "slice a/internal: rows is missing; build again"
    (slices / DAILY / "a").write_bytes(b'[["backlog"]]')
    assert refusal(slices) == "slice a: daily cannot be read; build again"
    (slices / COLUMNS).write_bytes(b"columns")
    assert refusal(slices) == f"slice {COLUMNS}: cannot be read; build again"
    (slices / COLUMNS).unlink()
    with pytest.raises(SourceError, match=f"slice {COLUMNS}: cannot be read"):
        open_company(slices)


@pytest.mark.parametrize("name", ["", ".", "..", "_company", "a/internal", "../rows/a"])
def test_what_is_no_clients_name_opens_nothing(slices: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match="unknown client in the data"):
        open_slice(slices, name)
