"""However the same figures are written, the same figures are read; where that cannot be known, the source is held."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.errors import SourceError
from tests.sampling import sample
from tests.sources.folders import asides, pulled, read
from tests.sources.writings import AMOUNTS, THREE, WAYS, WHOLE, Way, ambiguous, outcome, text_of


@pytest.mark.parametrize("way", WAYS, ids=map(repr, WAYS))
def test_seventy_two_ways_give_the_same_figures_to_the_cent_or_hold_the_source(way: Way, tmp_path: Path) -> None:
    for nth, amounts in enumerate((AMOUNTS, WHOLE, THREE)):
        found = outcome(tmp_path / str(nth), amounts, way)
        if ambiguous(amounts, way):
            assert found.startswith("held: invoices.csv:2: column 'Montant €': ")
            assert found.endswith("and nothing in the file proves which; say decimal and thousands in source.yml")
        else:
            assert found == "same"


def column(folder: Path, *cells: str, other: str = "1", **settings: str) -> list[object]:
    """The days of invoices written so; `other` is the amount on every row."""
    lines = "".join(f"{n}\ta\t2026-10-01\tservices\t{other}\t{cell}\n" for n, cell in enumerate(cells))
    found = read(folder, {"invoices.csv": "invoice\tclient\tdate\tkind\tamount\tdays\n" + lines},
                 tables={"invoices": {}}, **settings)
    return [*found.tables["invoices"]["days"].to_pylist(), *asides(found)]


@pytest.mark.parametrize(("cells", "numbers"), [
    (["1,234", "5,5"], [1.234, 5.5]),
    (["1,234", "0,125"], [1.234, 0.125]),
    (["1,234", "1234,567"], [1.234, 1234.567]),
    (["1,234", "1,234.50"], [1234, 1234.5]),
    (["1,234", "1,234,567"], [1234, 1234567]),
    (["1.234", "1.234.567"], [1234, 1234567]),
    (["1 234", "1\u00a0234,5", "1\u202f234", "1\u2009234"], [1234, 1234.5, 1234, 1234]),
    (["1'234.50", "12’345"], [1234.5, 12345]),
    (["1 234,567"], [1234.567]),
    (["\u22125,5"], [-5.5]),
    (["1.5e3", "2"], [1500, 2]),
])
def test_a_column_proves_its_marks(cells: list[str], numbers: list[float], tmp_path: Path) -> None:
    assert column(tmp_path, *cells) == numbers


def test_another_column_of_the_file_proves_the_mark_for_one_that_does_not(tmp_path: Path) -> None:
    assert column(tmp_path / "a", "1,234", other="12,50") == [1.234]
    assert column(tmp_path / "b", "1,234", other="1,012.50") == [1234]
    with pytest.raises(SourceError, match=r"'1,234' may be 1234 or 1\.234"):
        column(tmp_path / "c", "1,234", other="12.50")  # that the comma parts thousands is nowhere proved


def test_what_is_declared_needs_no_proof(tmp_path: Path) -> None:
    assert column(tmp_path / "a", "1,234", decimal=",") == [1.234]
    assert column(tmp_path / "b", "1,234", thousands=",") == [1234]
    assert column(tmp_path / "c", "1.234", decimal=",", thousands=".") == [1234]
    assert [row[1] for row in column(tmp_path / "d", "1 234", thousands="none") if isinstance(row, tuple)] == ["days"]


def test_a_mark_against_all_the_others_of_its_column_is_set_aside_with_its_line(tmp_path: Path) -> None:
    found = column(tmp_path, "1,5", "2,5", "3.5", "1,234")
    assert found[:2] == [1.5, 2.5]
    assert [row[:2] for row in found[2:] if isinstance(row, tuple)] == [(4, "days"), (5, "days")]


def test_as_many_points_as_commas_hold_the_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"invoices\.csv:2: column 'days': as many cells have a decimal point"):
        column(tmp_path, "1,5", "2.5")


@pytest.mark.parametrize("cell", ["12 34", "1 2,5", "1'23", "1,23,456.5", "1.2.3", "12,3456,7", "1 234'567"])
def test_groups_that_are_no_thousands_are_set_aside(cell: str, tmp_path: Path) -> None:
    assert [row[1] for row in column(tmp_path, cell, "1") if isinstance(row, tuple)] == ["days"]


def test_time_spent_may_be_written_as_a_clock_shows_it(tmp_path: Path) -> None:
    text = "entry,date,person,hours,billable\n1,2026-10-01,p,01:30:00,1\n2,2026-10-01,p,0:20,1\n3,2026-10-01,p,1:75,1\n"
    found = read(tmp_path, {"time_entries.csv": text}, tables={"time_entries": {}})
    assert found.tables["time_entries"]["hours"].to_pylist() == [1.5, 1 / 3]
    assert [aside[:2] for aside in asides(found)] == [(4, "hours")]


def days(folder: Path, *cells: str, due: str = "2026-10-01", **settings: str) -> list[object]:
    lines = "".join(f"{n}\ta\t{cell}\tservices\t1\t{due}\n" for n, cell in enumerate(cells))
    found = read(folder, {"invoices.csv": "invoice\tclient\tdate\tkind\tamount\tperiod_to\n" + lines},
                 tables={"invoices": {}}, **settings)
    return [*map(str, found.tables["invoices"]["date"].to_pylist()), *asides(found)]


@pytest.mark.parametrize(("cells", "expected"), [
    (["03/04/2026", "13/04/2026"], ["2026-04-03", "2026-04-13"]),
    (["03/04/2026", "04/13/2026"], ["2026-03-04", "2026-04-13"]),
    (["3.4.2026", "31.12.2026"], ["2026-04-03", "2026-12-31"]),
    (["03/03/2026"], ["2026-03-03"]),
    (["2026/4/3", "2026-04-03 00:00:00"], ["2026-04-03", "2026-04-03"]),
])
def test_a_column_proves_whether_the_day_comes_first(cells: list[str], expected: list[str], tmp_path: Path) -> None:
    assert days(tmp_path, *cells) == expected


def test_t06_days_that_may_be_months_hold_the_source_never_month_first_by_chance(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"s\.csv:2: column 'date': '03/04/2026' may be day/month or month/day"):
        days(tmp_path / "a", "03/04/2026", "03/03/2026")
    with pytest.raises(SourceError, match=r"'13/04/2026' \(line 3\) has the day before the month, '04/13/2026' \(line"):
        days(tmp_path / "b", "03/04/2026", "13/04/2026", "04/13/2026")
    assert days(tmp_path / "c", "03/04/2026", due="31/10/2026") == ["2026-04-03"]
    assert days(tmp_path / "d", "03/04/2026", due="", date_format="%m/%d/%Y") == ["2026-03-04"]


def test_months_may_be_named_and_years_short_where_it_is_declared(tmp_path: Path) -> None:
    assert days(tmp_path / "a", "02-Nov-04", "1-août-69", due="", date_format="%d-%b-%y") == [
        "2004-11-02", (3, "date", "year outside 1970–2200")]
    assert days(tmp_path / "b", "3 févr. 2026", due="", date_format="%d %b %Y") == ["2026-02-03"]


def test_a_time_stands_behind_its_day_as_people_write_it(tmp_path: Path) -> None:
    header = "ticket,client,kind,priority,status,created\n"
    rows = ["13/10/2026 8:05", "13/10/2026 08:05:30", "13/10/2026 8:05 PM", "13/10/2026 12:00 AM", "13/10/2026T08:05Z"]
    text = header + "".join(f"{n},a,incident,P1,new,{row}\n" for n, row in enumerate(rows))
    found = read(tmp_path, {"tickets.csv": text}, tables={"tickets": {}}).tables["tickets"]["created"].to_pylist()
    assert [instant.strftime("%d %H:%M:%S") for instant in found if instant] == [
        "13 06:05:00", "13 06:05:30", "13 18:05:00", "12 22:00:00", "13 08:05:00"]


def test_what_was_detected_is_told(tmp_path: Path) -> None:
    text = "invoice;client;date;kind;amount\n1;é;31/10/2026;services;1 234,50\n".encode("cp1252")
    found = pulled(tmp_path, {"invoices.csv": text}, tables={"invoices": {}})
    assert found.detected == {"invoices.csv": "cp1252, ';' between cells, decimal comma, blanks between thousands,"
                                              " day before month"}


@sample(150)
@given(st.lists(st.decimals(-10**7, 10**7, places=3) | st.decimals(-3000, 3000, places=2).map(lambda d: d)
                | st.integers(-10**6, 10**6).map(Decimal), min_size=1, max_size=6), st.sampled_from(WAYS))
def test_no_figure_is_ever_read_as_another(tmp_path_factory: pytest.TempPathFactory, amounts: list[Decimal], way: Way
                                           ) -> None:
    text = "invoice\tclient\tdate\tkind\tamount\tdays\n" + "".join(
        f"{n}\ta\t2026-10-01\tservices\t1\t{text_of(amount, way)}\n" for n, amount in enumerate(amounts))
    try:
        found = read(tmp_path_factory.mktemp("way"), {"invoices.csv": text}, tables={"invoices": {}})
    except SourceError:
        return
    rows = found.tables["invoices"].to_pylist()
    assert len(rows) + len(found.set_aside) == len(amounts)
    assert [row["days"] for row in rows] == [float(amounts[int(row["invoice"])]) for row in rows]
