"""PostgreSQL, through psycopg."""

from __future__ import annotations

import psycopg
from psycopg.abc import Buffer
from psycopg.types.datetime import DateLoader, TimestampLoader, TimestamptzLoader
from psycopg.types.string import TextLoader
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine, create_engine
from sqlalchemy.pool import NullPool

from clairevoie.project.model import SourceSpec
from clairevoie.sources.sql.settings import Settings

PARAMETERS = frozenset(
    {"host", "sslmode", "sslrootcert", "sslcert", "sslkey", "application_name", "target_session_attrs"})

_CONNECT_SECONDS = 10
_REFUSALS = {
    "authentication failed": "the login is refused (user or password)",
    "no password supplied": "a password is asked for",
    "does not exist": "no such user or database",
    "no pg_hba.conf entry": "the server admits no such login from here",
    "timeout": f"no answer within {_CONNECT_SECONDS} s",
    "refused": "nothing listens at that address",
    "No such file": "no such socket",
    "resolve": "the host has no address",
    "translate host name": "the host has no address",
    "certificate": "the server's certificate is not accepted",
    "SSL": "no encryption as asked",
    "too many": "the server has too many connections",
}


def engine(url: URL, settings: Settings, spec: SourceSpec, where: str) -> Engine:
    """An engine that keeps no connection."""
    made = create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool, hide_parameters=True,
                         use_native_hstore=False, connect_args={"connect_timeout": _CONNECT_SECONDS})
    event.listen(made, "connect", _as_text)
    return made


def called(url: URL) -> str:
    """Nothing: an address of a server holds logins."""
    return ""


def begin(connection: Connection, settings: Settings, zone: str) -> Connection:
    """REPEATABLE READ READ ONLY; the session stays so whatever a statement would like."""
    connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    millis = str(round(settings.timeout * 1000))
    connection.exec_driver_sql(
        "SELECT set_config('default_transaction_read_only', 'on', false), set_config('statement_timeout', %s, true),"
        " set_config('lock_timeout', %s, true), set_config('TimeZone', %s, true),"
        " set_config('IntervalStyle', 'iso_8601', true)", (millis, millis, zone)).close()
    return connection.execution_options(stream_results=True, no_parameters=True, max_row_buffer=1000)


def line(connection: Connection) -> int | None:
    """The socket, so that it can be cut."""
    return int(_driver(connection).fileno())


def refusal(error: BaseException | None) -> str:
    """By what the message holds: it has no code."""
    return next((ours for theirs, ours in _REFUSALS.items() if theirs in str(error)), type(error).__name__)


def is_timeout(error: BaseException | None) -> bool:
    """query_canceled, lock_not_available."""
    return isinstance(error, psycopg.Error) and error.sqlstate in ("57014", "55P03")


def abandon(cursor: object) -> None:
    """The server forgets it with the connection; asked to do so on a line that was cut, psycopg would complain."""
    if isinstance(cursor, psycopg.Cursor):
        psycopg.Cursor.close(cursor)


def _driver(connection: Connection) -> psycopg.Connection[object]:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


class _Date(DateLoader):
    def load(self, data: Buffer) -> object:  # type: ignore[override]  # a day that Python has not, as its text
        try:
            return super().load(data)
        except psycopg.DataError:
            return bytes(data).decode()


class _Timestamp(TimestampLoader):
    def load(self, data: Buffer) -> object:  # type: ignore[override]  # as above
        try:
            return super().load(data)
        except psycopg.DataError:
            return bytes(data).decode()


class _Timestamptz(TimestamptzLoader):
    def load(self, data: Buffer) -> object:  # type: ignore[override]  # as above
        try:
            return super().load(data)
        except psycopg.DataError:
            return bytes(data).decode()


def _as_text(connection: psycopg.Connection[object], _: object) -> None:
    """What psycopg would round (a month of an interval is no 30 days) or refuse (`infinity`) comes as its text."""
    for name in ("interval", "json", "jsonb", "xml"):
        connection.adapters.register_loader(name, TextLoader)
    connection.adapters.register_loader("date", _Date)
    connection.adapters.register_loader("timestamp", _Timestamp)
    connection.adapters.register_loader("timestamptz", _Timestamptz)
