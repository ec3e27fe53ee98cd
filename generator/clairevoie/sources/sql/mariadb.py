"""MariaDB, through PyMySQL; MySQL speaks likewise."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pymysql
import pymysql.cursors
from sqlalchemy.engine import URL, Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from clairevoie.project.model import SourceSpec
from clairevoie.sources.sql.settings import Settings

PARAMETERS = frozenset({"unix_socket", "ssl_ca", "ssl_cert", "ssl_key", "ssl_verify_cert", "ssl_verify_identity"})

_CONNECT_SECONDS = 10
_REFUSALS = {
    1044: "no such database, or not for this user",
    1045: "the login is refused (user or password)",
    1049: "no such database",
    1130: "the server admits no login from here",
    1040: "the server has too many connections",
    1698: "the login is refused (user or password)",
    2003: "nothing answers at that address",
    2013: f"no answer within {_CONNECT_SECONDS} s",
    2026: "no encryption as asked",
}
_TIMEOUTS = (1969, 3024, 1205)  # max_statement_time, max_execution_time, a lock
_UNKNOWN_ZONE = 1298
_PROOFS = [f"{year}-{month}-15 12:00:00" for year in range(2010, 2036) for month in ("01", "07")]


def engine(url: URL, settings: Settings, spec: SourceSpec, where: str) -> Engine:
    """An engine that keeps no connection."""
    arguments: dict[str, object] = {
        "connect_timeout": _CONNECT_SECONDS,
        "read_timeout": _seconds(settings) + 5,
        "charset": "utf8mb4",
    }
    if url.password is not None:
        arguments["password"] = url.password.encode()  # PyMySQL would encode it as latin-1
    return create_engine(url.set(drivername="mysql+pymysql"), poolclass=NullPool, hide_parameters=True,
                         connect_args=arguments)


def called(url: URL) -> str:
    """Nothing: an address of a server holds logins."""
    return ""


def begin(connection: Connection, settings: Settings, zone: str) -> Connection:
    """START TRANSACTION READ ONLY with a consistent snapshot (of tables that have transactions: InnoDB)."""
    seconds = _seconds(settings)
    version = str(connection.exec_driver_sql("SELECT VERSION()").scalar())
    limit = f"max_statement_time = {settings.timeout:f}" if "mariadb" in version.lower() else (
        f"max_execution_time = {round(settings.timeout * 1000)}")
    _set_zone(connection, zone)
    for statement in (f"SET SESSION {limit}", f"SET SESSION innodb_lock_wait_timeout = {seconds}",
                      "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ", "SET SESSION TRANSACTION READ ONLY",
                      "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"):
        connection.exec_driver_sql(statement)
    return connection.execution_options(stream_results=True, no_parameters=True, max_row_buffer=1000)


def line(connection: Connection) -> int | None:
    """The socket, so that it can be cut."""
    return int(_driver(connection)._sock.fileno())


def refusal(error: BaseException | None) -> str:
    """By its number."""
    return _REFUSALS.get(_number(error), f"error {_number(error)}" if _number(error) else type(error).__name__)


def is_timeout(error: BaseException | None) -> bool:
    """What the server gave up, and what it did not say in time."""
    return _number(error) in _TIMEOUTS or "timed out" in str(error)


def abandon(cursor: object) -> None:
    """PyMySQL would read an answer to its end before it lets go of it."""
    if isinstance(cursor, pymysql.cursors.SSCursor) and cursor._result is not None:
        cursor._result.unbuffered_active = False


def _driver(connection: Connection) -> pymysql.connections.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, pymysql.connections.Connection)
    return driver


def _seconds(settings: Settings) -> int:
    return max(round(settings.timeout), 1)


def _number(error: BaseException | None) -> int:
    first = error.args[0] if error and error.args else 0
    return first if isinstance(first, int) else 0


def _set_zone(connection: Connection, zone: str) -> None:
    """TIMESTAMP is given in the session's zone, without saying it: that has to be the source's."""
    try:
        connection.exec_driver_sql("SET SESSION time_zone = %s", ("+00:00" if zone == "UTC" else zone,))
    except DBAPIError as error:
        if _number(error.orig) != _UNKNOWN_ZONE:
            raise
        if not _is_already(connection, zone):
            raise _no_zone(zone) from None


def _is_already(connection: Connection, zone: str) -> bool:
    """A server that was not given the tables of zones may keep its clock in that zone all the same."""
    asked = "SELECT " + ", ".join(f"UNIX_TIMESTAMP('{local}')" for local in _PROOFS)
    row = connection.exec_driver_sql(asked).one()
    ours = [datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).timestamp() for local in _PROOFS]
    return [float(value) for value in row] == ours


def _no_zone(zone: str) -> DBAPIError:
    """The server can say no time in this zone."""
    what = f"the server knows no zone {zone!r}, and its clock is in another one; load its tables of zones"
    return DBAPIError(None, None, pymysql.err.OperationalError(_UNKNOWN_ZONE, f"{what} (mariadb-tzinfo-to-sql)"))
