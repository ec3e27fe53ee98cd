"""A client's slice holds what it may hold and nothing else, and no other client's row leaves a trace in its bytes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from clairevoie.errors import ConfigurationError
from clairevoie.tables.arrow import schema_of, texts
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.schema import TABLES
from clairevoie.tables.slices import Slice, cut, open_company, open_internal, open_slice
from tests.sampling import sample
from tests.tables.companies import Company, Estate, Row, estates, shared_estates
from tests.tables.oracle import INTERNAL, held
from tests.tables.raws import dataset

# A failing company is told as it was drawn: to make it smaller would take minutes.
QUICK = sample(30, phases=(Phase.explicit, Phase.reuse, Phase.generate))


def files(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def cut_here(rows: Estate, place: str) -> Path:
    found = dataset(rows)
    assert found.set_aside == ()
    cut(found, Path(place) / "slices")
    return Path(place) / "slices"


def same(slice_: Slice, expected: Mapping[str, list[Row]]) -> None:
    """Each table holds exactly the expected rows, compared on the columns that all of those text rows fill."""
    for name, table in slice_.tables.items():
        columns = sorted(set(schema_of(name).names).intersection(*expected.get(name, ())))
        wanted = sorted({tuple(_told(row.get(column)) for column in columns) for row in expected.get(name, ())})
        found = sorted(tuple(_told(row[column]) for column in columns) for row in table.to_pylist())
        assert (name, len(found)) == (name, len(wanted))
        assert (name, found) == (name, wanted)


def _told(value: object) -> str:
    """Cells as text; amounts and instants, which are no longer the text they were, only by being there."""
    return value or "" if isinstance(value, str | None) and not str(value)[:1].isdigit() else "…"


@QUICK
@given(st.data())
def test_a_slice_is_what_an_independent_definition_selects(data: st.DataObject) -> None:
    company = Company({"a": data.draw(estates("a", ["b"])), "b": data.draw(estates("b", ["a", "c"])),
                       "c": data.draw(estates("c"))}, data.draw(shared_estates()))
    rows = company.rows()
    with tempfile.TemporaryDirectory() as place:
        folder = cut_here(rows, place)
        for client in company.estates:
            expected = held(rows, client)
            same(open_internal(folder, client), expected)
            hidden = {**expected, **{table: [] for table in INTERNAL}}
            hidden["actions"] = [row for row in expected["actions"] if row["visible"] == "1"]
            same(open_slice(folder, client), hidden)


@QUICK
@given(st.data())
def test_other_clients_rows_leave_no_trace_in_a_clients_bytes(data: st.DataObject) -> None:
    mine, shared = data.draw(estates("m")), data.draw(shared_estates())
    others = data.draw(st.lists(st.sampled_from(["a", "b", "z"]), unique=True, max_size=3))
    company = Company({"m": mine} | {name: data.draw(estates(name, ["m"])) for name in others}, shared)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        alone = cut_here(Company({"m": mine}, shared).rows(), one)
        among = cut_here(company.rows(), other)
        assert files(alone / "m") == files(among / "m")


@QUICK
@given(st.data())
def test_the_company_holds_every_row_that_no_client_holds(data: st.DataObject) -> None:
    both = {"a": data.draw(estates("a", ["b"])), "b": data.draw(estates("b", ["a"]))}
    company = Company(both, data.draw(shared_estates()))
    rows = company.rows()
    with tempfile.TemporaryDirectory() as place:
        folder = cut_here(rows, place)
        company_slice = open_company(folder)
        parts = [company_slice, *(open_internal(folder, client) for client in company.estates)]
        for name in rows:
            found = {tuple(sorted(row.items(), key=str)) for part in parts for row in part.tables[name].to_pylist()}
            assert len(found) == len({tuple(sorted(row.items())) for row in rows[name]})
        assert company_slice.tables["clients"]["client"].to_pylist() == ["a", "b"]
        own = company_slice.tables["time_entries"]["entry"].to_pylist()
        assert own == ["own"]
        assert set(company_slice.tables["cis"]["ci"].to_pylist()) == {"pf0", "pf1", "pf2"}


def test_a_prefix_of_a_name_is_another_client(tmp_path: Path) -> None:
    names = ["acme", "acme-corp", "acme2"]
    rows = {"clients": [{"client": name} for name in names],
            "tickets": [{"ticket": f"T-{name}", "client": name} for name in names]}
    folder = cut_here(rows, str(tmp_path))
    for name in names:
        assert open_slice(folder, name).tables["tickets"]["ticket"].to_pylist() == [f"T-{name}"]


def derived(rows: Estate, garbage: float) -> Dataset:
    """A dataset with derived columns of the kinds that make Arrow carry more than the rows."""
    found = dataset(rows)
    tickets = found.tables["tickets"]
    number = np.array([int(name[1:]) for name in texts(tickets["ticket"])], np.int64)
    empty = number % 2 == 1
    minutes = pa.array(np.where(empty, garbage, number.astype(np.float64)), pa.float64(), mask=empty)
    verdict = pa.array(["met" if owner == "m" else f"secret-{owner}" for owner in tickets["client"].to_pylist()])
    tickets = tickets.append_column("minutes", minutes).append_column("verdict", verdict.dictionary_encode())
    tickets = tickets.append_column("open", pa.array(empty)).replace_schema_metadata({"pandas": f"{len(number)} rows"})
    return Dataset({**found.tables, "tickets": tickets})


def test_derived_columns_survive_and_carry_nothing_of_others(tmp_path: Path) -> None:
    mine = [{"ticket": f"m{n}", "client": "m", "title": "é" * n} for n in range(9)]
    theirs = [{"ticket": f"x{n}", "client": "x", "title": "secret"} for n in range(13)]
    clients = [{"client": "m"}, {"client": "x"}, {"client": "none"}]
    cut(derived({"clients": clients, "tickets": mine}, 7.0), tmp_path / "one")
    cut(derived({"clients": clients, "tickets": [*mine[:8], *theirs[:12], mine[8], theirs[12]]}, 9.0), tmp_path / "two")
    one, two = files(tmp_path / "one" / "m"), files(tmp_path / "two" / "m")
    assert one == two
    assert not any(b"secret" in content for content in two.values())
    tickets = open_slice(tmp_path / "two", "m").tables["tickets"]
    assert tickets["minutes"].to_pylist() == [0.0, None, 2.0, None, 4.0, None, 6.0, None, 8.0]
    assert tickets["verdict"].to_pylist() == ["met"] * 9
    nobody = open_slice(tmp_path / "two", "none").tables["tickets"]
    assert nobody.schema.names == tickets.schema.names
    assert len(nobody) == 0


def test_rows_stand_in_the_order_of_their_key_whatever_the_order_of_the_source(tmp_path: Path) -> None:
    tickets = [{"ticket": name, "client": "a"} for name in ("2", "10", "1")]
    cut_here({"clients": [{"client": "a"}], "tickets": tickets}, str(tmp_path / "one"))
    cut_here({"clients": [{"client": "a"}], "tickets": tickets[::-1]}, str(tmp_path / "two"))
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert open_slice(tmp_path / "one" / "slices", "a").tables["tickets"]["ticket"].to_pylist() == ["1", "10", "2"]


def test_cutting_again_leaves_nothing_of_before(tmp_path: Path) -> None:
    cut_here({"clients": [{"client": "a"}, {"client": "b"}]}, str(tmp_path))
    folder = cut_here({"clients": [{"client": "a"}]}, str(tmp_path))
    assert not (folder / "b").exists()
    with pytest.raises(ConfigurationError, match="unknown client in the data 'b'"):
        open_slice(folder, "b")


def test_nobody_else_may_read_the_slices(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = cut_here({"clients": [{"client": "a"}]}, str(tmp_path))
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (folder, *folder.rglob("*")) if path.is_dir()} == {0o700}


def test_every_table_is_there_with_its_columns(tmp_path: Path) -> None:
    folder = cut_here({"clients": [{"client": "a"}]}, str(tmp_path))
    for slice_ in (open_slice(folder, "a"), open_internal(folder, "a"), open_company(folder)):
        found = {name: table.schema for name, table in slice_.tables.items()}
        assert found == {name: schema_of(name) for name in TABLES}
