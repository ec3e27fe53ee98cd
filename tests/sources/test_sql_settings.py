"""What source.yml may say of a database: one statement that reads, and no password."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from clairevoie.sources import SOURCES
from clairevoie.sources.sql.statement import check
from tests.sources.asked import CLIENTS, VARIABLE, refusal

TABLES = {"clients": {"query": CLIENTS}}


@pytest.mark.parametrize("query", [
    "SELECT 1", "select 1;", "  -- our tickets\nSELECT 1 ; ", "WITH a AS (SELECT 1) SELECT * FROM a",
    "(SELECT 1) UNION (SELECT 2)", "SELECT 'a;b', \"c;d\", `e;f`", "SELECT 'it''s; so'", "/* one; two */ SELECT 1",
    "SELECT GROUP_CONCAT(x SEPARATOR '; ') FROM t", "SELECT created_into, updates FROM t -- ; drop",
    "SELECT a->>'b;c', x #>> '{a,b}' FROM t", "SELECT $$a;b$$ -- it's",
])
def test_one_statement_that_reads_is_accepted(query: str) -> None:
    if "$$" not in query:
        check(query)
    else:
        with pytest.raises(ValueError, match="one statement"):  # a text for PostgreSQL only
            check(query)


@pytest.mark.parametrize(("query", "says"), [
    ("", "begins with SELECT or WITH"), ("DELETE FROM t", "begins with"), ("selection", "begins with"),
    ("-- SELECT\nDROP TABLE t", "begins with"), ("EXPLAIN ANALYZE DELETE FROM t", "begins with"),
    ("SELECT 1; DROP TABLE t", "one statement"), ("SELECT 1;;SELECT 2", "one statement"),
    ("SELECT '\\'; DROP TABLE t -- '", "one statement"), ("SELECT 'a\\'' ; DROP TABLE t; -- '", "one statement"),
    ("SELECT 1 # '\n; DROP TABLE t -- '", "one statement"), ("SELECT 1 --'\n; DROP TABLE t -- '", "one statement"),
    ("SELECT $x$ ' $x$; DROP TABLE t -- '", "one statement"),
    ("SELECT 1 /* /* */ ' */ ; DROP TABLE t --'", "inside a comment"),
    ("SELECT 1 /*! INTO OUTFILE '/tmp/x' */", "MariaDB would run"), ("SELECT 1 /*M!100 ; */", "MariaDB would run"),
    ("SELECT * INTO mine FROM t", "'INTO'"), ("SELECT 1 INTO/**/OUTFILE 'x'", "'INTO'"),
    ("SELECT * FROM t FOR UPDATE", "'FOR UPDATE'"), ("SELECT * FROM t LOCK IN SHARE MODE", "'LOCK IN'"),
    ("SELECT 1" + " " * 20_000, "longer than"), ("SELECT '\0'", "NUL"),
])
def test_whatever_could_write_or_end_the_transaction_is_refused(query: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        check(query)


@pytest.mark.parametrize(("settings", "says"), [
    ({"url": "postgresql://reader:hunter2@db/glpi"}, "put the whole URL into the environment"),
    ({"url": "postgresql://reader@db/glpi?password=hunter2"}, "put the whole URL into the environment"),
    ({"url": "postgresql://reader:hun/ter2@db/glpi"}, "put the whole URL into the environment"),
    ({"url": "postgresql://reader:hunter2@[db/glpi"}, "put the whole URL into the environment"),
    ({"url": "${HUNTER2_URL}"}, "put the whole URL into the environment"),
    ({"url_env": "postgresql://reader:hunter2@db/glpi"}, "write the name of an environment variable"),
    ({"url_env": "${HUNTER2_URL}"}, "write the name of an environment variable"),
    ({"url_env": "HUNTER2"}, "write the name of an environment variable"),
    ({}, "name the variable"),
    ({"url": "sqlite:///x.db", "url_env": "GLPI_DB_URL"}, "name the variable"),
    ({"url_env": "GLPI_DB_URL", "password": "hunter2"}, "Extra inputs"),
    ({"url_env": "GLPI_DB_URL", "timeout": 0}, "greater than 0"),
    ({"url_env": "GLPI_DB_URL", "tables": {"clients": {}}}, "is missing"),
    ({"url_env": "GLPI_DB_URL", "tables": {"clients": {"query": "DROP TABLE x"}}}, "begins with SELECT"),
])
def test_y13_a_password_in_source_yml_is_refused_and_not_repeated(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError) as raised:
        SOURCES["sql"].Settings.model_validate({"tables": TABLES} | settings)
    told = " ".join(detail["msg"] for detail in raised.value.errors())
    assert says in told
    assert "hunter2" not in told.lower()
    assert "hun/ter2" not in told


@pytest.mark.parametrize(("url", "says"), [
    ("", "the environment variable GLPI_DB_URL is not set"),
    ("oracle://a:hunter2@b/c", "is no database's"), ("hunter2", "is no database's"),
    ("postgresql://reader:hun@ter2@db/glpi", "%40"), ("postgresql://reader:a@db:hunter2/glpi", "is no database's"),
    ("postgresql://reader:a@db/glpi?options=hunter2", "a parameter that is not accepted"),
    ("mariadb://reader:a@db/glpi?local_infile=1", "a parameter that is not accepted"),
    ("sqlite:///desk.db", "source glpi: desk.db: no such file"), ("sqlite://", "source glpi: no such file"),
    ("sqlite:///pipe", "source glpi: pipe: no such file"),
    ("sqlite:///postgresql://a:hunter2@b/desk", "source glpi: b/desk: no such file"),
    ("sqlite://a:hunter2@b/desk.db", "source glpi: "),
    ("sqlite:///text.db", "source glpi: text.db: file is not a database"),
])
def test_an_address_that_will_not_do_is_said_and_not_repeated(tmp_path: Path, url: str, says: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "text.db").write_text("hello " * 1000)
    said = refusal(url, TABLES, tmp_path)
    assert says in said
    assert said.startswith("source glpi: ")
    assert "hunter2" not in said
    assert "ter2" not in said
    assert VARIABLE in said or "sqlite" in url


def test_a_sqlite_that_is_locked_and_one_that_lacks_a_table_are_named(tmp_path: Path) -> None:
    import sqlite3
    with contextlib.closing(sqlite3.connect(tmp_path / "desk.db")) as other:
        other.execute("CREATE TABLE t (x)")
        assert refusal("sqlite:///desk.db", {"clients": "SELECT x FROM none"}, tmp_path) == (
            "data_sources/glpi/source.yml:5: desk.db: no such table: none")
        other.execute("BEGIN EXCLUSIVE")
        assert refusal("sqlite:///desk.db", TABLES, tmp_path, timeout=0.1) == "source glpi: desk.db: database is locked"


def test_a_sqlite_that_computes_for_ever_is_given_up(tmp_path: Path) -> None:
    import sqlite3
    sqlite3.connect(tmp_path / "x.db").execute("CREATE TABLE t (x)").connection.close()
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) AS client FROM n"
    assert refusal("sqlite:///x.db", {"clients": endless}, tmp_path, timeout=0.5) == (
        "data_sources/glpi/source.yml:5: no answer within timeout: 0.5 s")


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    for name in [name for name in sys.modules if name.startswith("clairevoie.sources.sql.")]:
        if not name.endswith(("settings", "statement")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlalchemy.engine", None)
    assert "pip install 'clairevoie[sql]'" in refusal("sqlite:///x.db", TABLES)
