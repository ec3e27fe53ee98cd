"""What a column may hold, what is held of another's in a shared row, and what parts of many texts take."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from clairevoie.errors import SourceError
from clairevoie.tables import cutting, ownership
from clairevoie.tables import dataset as datasets
from clairevoie.tables.coded import exceeds
from clairevoie.tables.dataset import check, traced
from clairevoie.tables.held import Held
from clairevoie.tables.packed import packed, parts
from clairevoie.tables.raw import RawTable
from clairevoie.tables.slices import cut, open_company, open_slice
from tests.tables.raws import raw

COMPANY = (
    raw("clients", {"client": "a"}, {"client": "b"}),
    raw("contracts", {"contract": "ka", "client": "a"}, {"contract": "kb", "client": "b"}),
    raw("cis", {"ci": "san"}),
    raw("contract_cis", {"contract": "ka", "ci": "san"}, {"contract": "kb", "ci": "san"}),
    raw("tickets", {"ticket": "T-secret", "client": "b"}),
)


def numbered(*texts: str) -> Held[str]:
    return Held[str](pa.array(texts, pa.string()).dictionary_encode())


@pytest.mark.parametrize("many", [False, True])
def test_the_ticket_that_the_outage_of_a_shared_item_names_is_told_to_its_own_client_alone(tmp_path: Path, many: bool
                                                                                           ) -> None:
    outages = raw("outages", {"outage": "o1", "ci": "san", "incident": "T-secret"},
                  {"outage": "o2", "ci": "san", "incident": "theirs-7"}, {"outage": "o3", "ci": "san"})
    if many:
        outages = RawTable("outages", {name: numbered(*cells) for name, cells in outages.columns.items()}, "o.csv",
                           outages.lines)
    cut(check("desk", [*COMPANY, outages], "UTC"), tmp_path / "slices")

    def told(client: str) -> list[tuple[str, str | None]]:
        rows = open_slice(tmp_path / "slices", client).tables["outages"].to_pylist()
        return [(row["outage"], row["incident"]) for row in rows]

    assert told("a") == [("o1", None), ("o2", "theirs-7"), ("o3", None)]
    assert told("b") == [("o1", "T-secret"), ("o2", "theirs-7"), ("o3", None)]
    assert b"T-secret" not in (tmp_path / "slices" / "rows" / "a").read_bytes()
    ours = open_company(tmp_path / "slices").tables["outages"]["incident"].to_pylist()
    assert ours == ["T-secret", "theirs-7", None]


def test_a_column_of_too_much_text_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def source(*texts: str) -> datasets.Dataset:
        given = raw("services", *({"service": text, "name": "n"} for text in texts))
        columns = {"service": given.columns["service"], "name": numbered(*given.columns["name"])}
        return check("desk", [RawTable("services", columns, "services.csv", given.lines)], "UTC")

    monkeypatch.setattr(datasets, "_MOST", 8)
    one, other = source("abcd", "efgh"), source("i")
    with pytest.raises(SourceError, match=r"^desk: services\.service: more than 2 GiB of text; leave out rows"):
        source("abcd", "efghi")
    with pytest.raises(SourceError, match=r"^all sources: services\.service: more than 2 GiB of text"):
        traced([one, other])


def test_the_bytes_of_a_column_are_those_of_its_texts_written_out() -> None:
    plain, few = pa.chunked_array([["é", None, "ab"]]), pa.array(["long", "é", None, "é"]).dictionary_encode()
    column = pa.chunked_array([few[1:]])
    assert [exceeds([column, plain], limit) for limit in (7, 8)] == [True, False]
    assert not exceeds([pa.chunked_array([], pa.string())], 0)


def test_parts_of_many_texts_are_written_alike_however_many_are_numbered_at_once(monkeypatch: pytest.MonkeyPatch
                                                                                 ) -> None:
    cells = pa.array([None if n % 5 == 0 else f"t{n % 7}" for n in range(40)]).dictionary_encode()
    batch = pa.RecordBatch.from_arrays([cells], names=["text"])
    bounds = [0, 1, 1, 9, 20, 33, 40]

    def written() -> list[bytes]:
        return [packed({"one": part}) for part in parts(batch, bounds)]

    at_once = written()
    monkeypatch.setattr(cutting, "_MOST", 1)
    assert written() == at_once


def test_two_columns_cut_otherwise_out_of_the_same_bytes_are_two() -> None:
    ones, others = pa.array(["a", "b", "c"]), pa.array(["c", "b", "a"])
    names = pa.chunked_array([ones[:1], others[:2]])
    also = pa.chunked_array([ones[:2], others[:1]])
    keys = pa.chunked_array([["a", "b", "c"]])
    with ownership.remembered():
        found = [ownership.positions(column, keys).tolist() for column in (names, also)]
    assert found == [[0, 2, 1], [0, 1, 2]]
