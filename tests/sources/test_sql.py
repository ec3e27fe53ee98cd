"""The same rows in PostgreSQL, MariaDB and SQLite become the same rows of ours, to the last digit."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.databases import Served
from tests.sources.asked import CLIENTS, MANY, cells, pulled, read, refusal

TICKETS = """
    SELECT id AS number, client, 'incident' AS kind, 'P1' AS priority, status, created, title
    FROM tickets_of_theirs ORDER BY id
"""
MAPPING = {"tickets": {"query": TICKETS, "columns": {"ticket": "GLPI-{number}"}, "values": {"status": {"1": "new"}}}}
SCHEMA = ("DROP TABLE IF EXISTS tickets_of_theirs", "DROP TABLE IF EXISTS entities",
          "CREATE TABLE tickets_of_theirs (id BIGINT, client VARCHAR(20), status INT, created {instant}, title TEXT)",
          "CREATE TABLE entities (id VARCHAR(20), name VARCHAR(80))",
          "INSERT INTO entities VALUES ('000123', 'Lefèvre & Fils'), ('123', 'Ørsted 🚲')",
          "INSERT INTO tickets_of_theirs VALUES (2, '123', 1, '2026-07-31 18:00:00', NULL)",
          "INSERT INTO tickets_of_theirs VALUES (9007199254740993, '000123', 1, '2026-10-31 18:00:00', 'Panne 100 %')")


def _sqlite(folder: Path, *statements: str) -> str:
    with sqlite3.connect(folder / "glpi.db") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return "sqlite:///glpi.db"


@pytest.fixture(params=["postgresql", "mariadb", "sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with two clients and their tickets."""
    instant = {"postgresql": "TIMESTAMP", "mariadb": "DATETIME", "sqlite": "TEXT"}[request.param]
    schema = [statement.format(instant=instant) for statement in SCHEMA]
    if request.param == "sqlite":
        return _sqlite(tmp_path, *schema)
    served: Served = request.getfixturevalue(request.param)
    served.run(*schema)
    return served.url()


def test_rows_of_a_query_are_mapped_as_those_of_a_file(url: str, tmp_path: Path) -> None:
    found = read(url, {"clients": CLIENTS} | MAPPING, tmp_path)
    assert found.set_aside == ()
    assert found.tables["clients"]["client"].to_pylist() == ["000123", "123"]
    assert found.tables["clients"]["name"].to_pylist() == ["Lefèvre & Fils", "Ørsted 🚲"]
    tickets = found.tables["tickets"]
    assert tickets["ticket"].to_pylist() == ["GLPI-2", "GLPI-9007199254740993"]
    assert tickets["status"].to_pylist() == ["new", "new"]
    assert [one.isoformat() for one in tickets["created"].to_pylist() if one] == [
        "2026-07-31T16:00:00+00:00", "2026-10-31T17:00:00+00:00"]
    assert tickets["title"].to_pylist() == [None, "Panne 100 %"]


def test_a_row_is_named_by_its_number_in_the_answer(url: str, tmp_path: Path) -> None:
    query = TICKETS.replace("status, created,", "'new' AS status, 'hier' AS created, id AS ticket,")
    found = read(url, {"tickets": query}, tmp_path)
    assert [(aside.file, aside.line, aside.column, aside.value) for aside in found.set_aside] == [
        ("query tickets", 1, "created", "hier"), ("query tickets", 2, "created", "hier")]


def test_percent_signs_and_colons_are_the_querys_own(url: str, tmp_path: Path) -> None:
    query = "SELECT title AS x FROM tickets_of_theirs WHERE title LIKE '%100 %' AND ' :x; %s' <> ''"
    assert cells(url, query, tmp_path) == ["Panne 100 %"]


def test_a_table_that_is_not_there_names_the_line_of_its_query(url: str, tmp_path: Path) -> None:
    said = refusal(url, {"clients": CLIENTS, "tickets": "SELECT * FROM glpi_ticketz"}, tmp_path)
    assert said.startswith("data_sources/glpi/source.yml:6: ")
    assert "glpi_ticketz" in said


def test_a_column_that_is_not_there_names_the_line_of_its_query(url: str, tmp_path: Path) -> None:
    assert refusal(url, {"clients": "SELECT id AS clien, name FROM entities"}, tmp_path) == (
        "data_sources/glpi/source.yml:5: column 'client' expected for clients, found: clien, name;"
        " did you mean 'clien'?")


def test_two_columns_of_one_name_are_refused(url: str, tmp_path: Path) -> None:
    assert "columns 1 and 2 are both called 'id'" in refusal(
        url, {"clients": "SELECT a.id, b.id FROM entities a CROSS JOIN entities b"}, tmp_path)


def test_too_many_rows_or_bytes_are_refused_and_not_read_to_the_end(url: str, tmp_path: Path) -> None:
    assert refusal(url, {"clients": MANY}, tmp_path, max_rows=1500).endswith("more than max_rows: 1500 rows")
    assert refusal(url, {"clients": MANY}, tmp_path, max_bytes=1500).endswith("more than max_bytes: 1500 bytes")


def test_nothing_can_be_written(url: str, tmp_path: Path) -> None:
    """Past the check of the words: a statement that slips through meets a transaction that only reads."""
    from clairevoie.sources.sql import settings
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "check", lambda query: None)
        for statement in ("INSERT INTO entities VALUES ('x', 'x')", "DELETE FROM entities", "DROP TABLE entities",
                          "UPDATE entities SET name = 'x'", "CREATE TABLE mine (x INT)",
                          "SELECT 1 AS client; DELETE FROM entities"):
            refusal(url, {"clients": statement}, tmp_path)
    assert len(pulled(url, {"clients": CLIENTS}, tmp_path).raws[0].lines) == 2


def test_numbers_keep_every_digit(url: str, tmp_path: Path) -> None:
    assert cells(url, "SELECT 9007199254740993 AS x", tmp_path) == ["9007199254740993"]
    if not url.startswith("sqlite"):
        assert cells(url, "SELECT CAST('1234567890123456.10' AS DECIMAL(20,2)) AS x", tmp_path) == [
            "1234567890123456.10"]
    real = "DOUBLE PRECISION" if url.startswith("postgresql") else "REAL" if url.startswith("sqlite") else "DOUBLE"
    assert float(cells(url, f"SELECT CAST('0.1' AS {real}) * 3 AS x", tmp_path)[0]) == 0.1 * 3


def test_nothing_is_an_empty_cell_and_bytes_are_set_aside(url: str, tmp_path: Path) -> None:
    assert cells(url, "SELECT NULL AS x", tmp_path) == [""]
    data = {"postgresql": r"'\xdeadbeef'::bytea"}.get(url.partition(":")[0], "x'deadbeef'")
    found = pulled(url, {"clients": f"SELECT {data} AS client, 1 AS name UNION ALL SELECT {data}, 1"}, tmp_path)
    assert [(row.line, row.reason) for row in found.set_aside] == [
        (1, "client: bytes, not text"), (2, "client: bytes, not text")]
    assert found.raws[0].lines == []
