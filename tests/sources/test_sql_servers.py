"""What PostgreSQL and MariaDB each do in their own way, and servers that refuse, stop or say nothing."""

from __future__ import annotations

import logging
import time
import traceback

import pytest

from clairevoie.errors import SourceError
from tests.databases import PASSWORD, Served
from tests.sources.asked import CLIENTS, MANY, cells, pulled, refusal


@pytest.mark.parametrize(("value", "text"), [
    ("TIMESTAMPTZ '2026-10-25 02:30:00+02'", "2026-10-25T02:30:00+02:00"),
    ("TIMESTAMPTZ '2026-10-25 02:30:00+01'", "2026-10-25T02:30:00+01:00"),
    ("TIMESTAMP '2026-10-31 18:00:00.25'", "2026-10-31T18:00:00.250000"),
    ("TIMESTAMP 'infinity'", "infinity"),
    ("TIMESTAMPTZ '4713-01-01 00:00:00 BC'", "4713-01-01 00:00:00+00:09:21 BC"),
    ("DATE '12026-01-01'", "12026-01-01"),
    ("DATE '2026-10-31'", "2026-10-31"),
    ("(TIMESTAMPTZ '2026-10-31 23:30:00+00')::date", "2026-11-01"),
    ("INTERVAL '1 month 8 hours 30 minutes'", "P1MT8H30M"),
    ("TIME '08:30'", "08:30:00"),
    ("TRUE", "true"),
    ("1.10::numeric", "1.10"),
    ("1e20::numeric", "100000000000000000000"),
    ("'NaN'::numeric", "NaN"),
    ("0.1::real", "0.1"),
    ("0.1::float8 * 3", "0.30000000000000004"),
    ("'5f0c7f3e-0000-4000-8000-000000000001'::uuid", "5f0c7f3e-0000-4000-8000-000000000001"),
    ("'{\"a\": 1.10}'::jsonb", '{"a": 1.10}'),
    ("'10.0.0.1'::inet", "10.0.0.1"),
    ("'000123'::char(8)", "000123  "),
])
def test_postgresql_gives_its_values_as_text(postgresql: Served, value: str, text: str) -> None:
    assert cells(postgresql.url(), f"SELECT {value} AS x") == [text]


@pytest.mark.parametrize(("value", "text"), [
    ("TIMESTAMP '2026-10-31 18:00:00'", "2026-10-31T18:00:00"),
    ("DATE '2026-10-31'", "2026-10-31"),
    ("FROM_UNIXTIME(1793466000)", "2026-10-31T18:00:00"),
    ("FROM_UNIXTIME(1785513600)", "2026-07-31T18:00:00"),
    ("TIME '838:59:59'", "PT838H59M59S"),
    ("TIME '-00:30:00'", "-PT0H30M0S"),
    ("CAST(1.10 AS DECIMAL(10,2))", "1.10"),
    ("TRUE", "1"),
    ("18446744073709551615", "18446744073709551615"),
])
def test_mariadb_gives_its_values_as_text(mariadb: Served, value: str, text: str) -> None:
    assert cells(mariadb.url(), f"SELECT {value} AS x") == [text]


def test_a_mariadb_that_knows_no_zone_is_held_unless_its_clock_is_in_it(mariadb: Served) -> None:
    assert refusal(mariadb.url(), {"clients": CLIENTS}, zone="America/Noronha") == (
        "source glpi: the server knows no zone 'America/Noronha', and its clock is in another one; load its tables of"
        " zones (mariadb-tzinfo-to-sql)")
    assert cells(mariadb.url(), "SELECT FROM_UNIXTIME(0) AS x", zone="Etc/GMT-2") == ["1970-01-01T02:00:00"]
    assert cells(mariadb.url(), "SELECT FROM_UNIXTIME(0) AS x", zone="UTC") == ["1970-01-01T00:00:00"]


def test_all_queries_see_one_instant(server: Served) -> None:
    """A row comes in between two queries, while the first one is read: neither shows it."""
    server.run("DROP TABLE IF EXISTS entities", "CREATE TABLE entities (id VARCHAR(20), name VARCHAR(80))",
               "INSERT INTO entities VALUES ('a', 'A')")
    from clairevoie.sources import mapping
    from clairevoie.sources.sql import queries
    rows = mapping.rows

    def meanwhile(*arguments: object) -> object:
        server.run("INSERT INTO entities VALUES ('b', 'B')")
        return rows(*arguments)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "rows", meanwhile)
        found = pulled(server.url(), {"clients": CLIENTS, "services": "SELECT id AS service, name FROM entities"},
                       zone="UTC")
    assert [len(raw.lines) for raw in found.raws] == [1, 1]


def test_a_statement_that_takes_too_long_is_given_up(server: Served) -> None:
    slow = "SELECT pg_sleep(30)::text AS client" if server.kind == "postgresql" else "SELECT SLEEP(30) AS client"
    begun = time.monotonic()
    assert refusal(server.url(), {"clients": slow}, zone="UTC", timeout=1, deadline=3) == (
        "data_sources/glpi/source.yml:5: no answer within timeout: 1 s")
    assert time.monotonic() - begun < 5


def test_a_server_that_says_nothing_any_more_is_left_at_the_deadline(
        server: Served, capfd: pytest.CaptureFixture[str]) -> None:
    from clairevoie.sources.sql import queries
    gathered = queries._gathered

    def stopped(*arguments: object) -> object:
        server.stop()
        return gathered(*arguments)  # type: ignore[arg-type]

    begun = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "_gathered", stopped)
        try:
            said = refusal(server.url(), {"clients": MANY}, zone="UTC", timeout=60, deadline=2)
        finally:
            server.go_on()
    assert said == "data_sources/glpi/source.yml:5: not read within deadline: 2 s"
    assert capfd.readouterr() == ("", "")
    assert time.monotonic() - begun < 5


def test_a_wrong_login_or_database_or_port_is_one_line_in_our_words(server: Served) -> None:
    logins = {"postgresql": "no such user or database", "mariadb": "no such database"}
    assert refusal(server.url(password="wr" + "@ng"), {"clients": CLIENTS}) == (
        "source glpi: no connection: the login is refused (user or password)")
    assert refusal(server.url(database="nowhere"), {"clients": CLIENTS}) == (
        f"source glpi: no connection: {logins[server.kind]}")
    silent = server.url().replace(str(server.port), "1")
    assert refusal(silent, {"clients": CLIENTS}).startswith("source glpi: no connection: nothing ")


def test_the_password_is_in_no_message_log_or_traceback(server: Served, caplog: pytest.LogCaptureFixture,
                                                        capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    raw, quoted = PASSWORD, server.url().split(":")[2].split("@")[0]
    unquoted = f"{server.kind}://reader:{PASSWORD}@127.0.0.1:{server.port}/glpi"
    for url, query in ((server.url(), "SELECT * FROM nothing"), (server.url(), f"SELECT {raw!r}::int AS client"),
                       (server.url(database="nowhere"), CLIENTS), (unquoted, CLIENTS), (server.url() + "x", CLIENTS),
                       (server.url() + "?options=x", CLIENTS), (server.url(host="nowhere.invalid"), CLIENTS),
                       (server.url(), MANY)):
        with pytest.raises(SourceError) as raised:
            pulled(url, {"clients": query}, zone="UTC", max_rows=1000)
        told = "".join(traceback.format_exception(raised.value)) + caplog.text + "".join(capfd.readouterr())
        for word in (raw, quoted, "S3cr", "wörd"):
            assert word not in told, (url, query)


def test_a_file_on_the_server_is_not_written(mariadb: Served) -> None:
    from clairevoie.sources.sql.statement import check
    with pytest.raises(ValueError, match="INTO"):
        check(f"SELECT 'x' INTO OUTFILE '{mariadb.socket.parent}/out'")
