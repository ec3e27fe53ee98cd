"""Every byte of a rendered site, searched for the words of columns that its client was not granted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie import render
from clairevoie.disclosure.grants import columns, downloads, month_tables
from clairevoie.project.model import Grants
from tests.disclosure.company import GRANTS, TABLE_ROWS, portal
from tests.sampling import sample

# A word of its own for each free text of each table; ids, choices and links stay as they are.
MARKED = {"tickets": ("title", "requester", "team", "breach_note"), "time_entries": ("note", "activity", "rate_kind"),
          "cis": ("name", "class", "location", "criticality"), "contracts": ("signatories",),
          "contacts": ("phone", "hours"), "interventions": ("title",)}


def mark(table: str, column: str) -> str:
    return f"Zq{table}Qz{column}".replace("_", "")


ROWS: dict[str, list[dict[str, Any]]] = {
    table: [{**row, **{column: mark(table, column) for column in MARKED.get(table, ())}} for row in found]
    for table, found in TABLE_ROWS.items()}
FULL = replace(GRANTS, downloads=("all",), tables={
    **GRANTS.tables, **{table: tuple(dict.fromkeys((*GRANTS.tables[table], *marked)))
                        for table, marked in MARKED.items()}})


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fonts")


def shown(grants: Grants, place: Path, cache: Path) -> set[tuple[str, str]]:
    """The marked columns whose word stands in any file of the site, or in the name of one."""
    place.mkdir(parents=True)
    render.build(portal(grants, ROWS, languages=("fr",)), place, None, cache)
    files = [file for file in place.rglob("*") if file.is_file()]
    whole = b"".join(str(file.relative_to(place)).encode() + file.read_bytes() for file in files).lower()
    return {(table, column) for table, marked in MARKED.items() for column in marked
            if mark(table, column).lower().encode() in whole}


def some(names: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(names)).map(lambda chosen: tuple(name for name in names if name in chosen))


any_grants = st.builds(
    Grants, pages=some(FULL.pages), figures=some(FULL.figures),
    tables=st.fixed_dictionaries({}, optional={table: some(columns) for table, columns in FULL.tables.items()}),
    people=st.sampled_from(["none", "role", "initials", "full"]), months=st.integers(1, 13),
    by_month=some(("tickets", "time_entries", "interventions")), minimum_count=st.sampled_from([0, 3]),
    downloads=some(("figures", "tickets", "time_entries", "cis")))


def test_a_client_that_is_granted_all_reads_almost_every_word(tmp_path: Path, cache: Path) -> None:
    unshown = {("cis", "criticality"), ("time_entries", "rate_kind")}  # in the file at least, where it is granted
    assert shown(FULL, tmp_path / "site", cache) >= {(t, c) for t, cs in MARKED.items() for c in cs} - unshown


@sample(5)
@given(any_grants)
def test_no_byte_of_a_site_holds_what_is_not_granted(tmp_path_factory: pytest.TempPathFactory, cache: Path,
                                                     grants: Grants) -> None:
    place = tmp_path_factory.mktemp("sites") / "site"
    for table, column in shown(grants, place, cache):
        assert column in columns(grants, table), (table, column)
        assert table not in month_tables(grants)
    offered = {file.stem for file in (place / "data").rglob("*")} if (place / "data").is_dir() else set()
    assert ("figures" in offered) == ("figures" in downloads(grants))
    assert "tickets" not in offered or "tickets" in downloads(grants)


def test_one_grant_less_never_shows_a_word_more(tmp_path: Path, cache: Path) -> None:
    whole = shown(FULL, tmp_path / "whole", cache)
    less = [replace(FULL, pages=tuple(p for p in FULL.pages if p != "contracts")),
            replace(FULL, figures=tuple(f for f in FULL.figures if f != "ttr_met")),
            replace(FULL, tables={**FULL.tables, "tickets": tuple(c for c in FULL.tables["tickets"] if c != "title")}),
            replace(FULL, tables={**FULL.tables, "time_entries": ("hours",)}), replace(FULL, by_month=("all",))]
    for number, grants in enumerate(less):
        assert shown(grants, tmp_path / str(number), cache) <= whole
