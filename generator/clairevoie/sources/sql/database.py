"""The database of a source: its address checked, one transaction that only reads, and its errors in one line.

Drivers and SQLAlchemy put addresses into their errors: nothing of a failed connection is repeated, and whatever else
is repeated has the password taken out.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from clairevoie.errors import Fault, SourceError
from clairevoie.project.model import SourceSpec
from clairevoie.sources.environment import secret
from clairevoie.sources.sql import mariadb, postgresql, sqlite
from clairevoie.sources.sql.kind import Kind
from clairevoie.sources.sql.settings import Settings

_KINDS: dict[str, Kind] = {
    "postgresql": postgresql,
    "postgres": postgresql,
    "mariadb": mariadb,
    "mysql": mariadb,
    "sqlite": sqlite,
}
_WRITE = ("write it like postgresql://user:password@host/database (postgresql, mariadb, sqlite)"
          " and @ : / in a password as %40 %3A %2F")

logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL + 1)  # of a line that broke it would log the traceback


@dataclass(frozen=True, slots=True)
class Database:
    """A database that was not yet spoken to; `where` is how faults call the source, `called` its file, where it is one.
    """

    kind: Kind
    engine: Engine
    where: str
    called: str
    zone: str
    settings: Settings
    hidden: tuple[str, ...] = field(repr=False)
    end: float  # of everything, on the monotonic clock

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that only reads, and sees one instant. Raises SourceError."""
        try:
            with self._connected() as connection, _until(self.end, self.kind.line(connection)):
                try:
                    begun = self.kind.begin(connection, self.settings, self.zone)
                except DBAPIError as error:
                    raise SourceError(Fault(self.where, self.says(error))) from None
                yield begun
        finally:
            self.engine.dispose()

    def says(self, error: DBAPIError) -> str:
        """What the database answered to a query, in one line."""
        if time.monotonic() >= self.end:
            return f"not read within deadline: {self.settings.deadline:g} s"
        if self.kind.is_timeout(error.orig):
            return f"no answer within timeout: {self.settings.timeout:g} s"
        said = " ".join(str(error.orig.args[-1] if error.orig and error.orig.args else "").splitlines()[:1])
        for word in self.hidden:
            said = said.replace(word, "…")
        said = "".join(c if c.isprintable() else " " for c in said)[:300]
        return self._of_file(said or "the database gave no reason")

    def _of_file(self, said: str) -> str:
        return f"{self.called}: {said}" if self.called else said

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            connection = self.engine.connect()
        except DBAPIError as error:
            said = self._of_file(f"no connection: {self.kind.refusal(error.orig)}")
            raise SourceError(Fault(self.where, said)) from None
        except (SQLAlchemyError, OSError, ValueError, RuntimeError, TypeError) as error:
            raise SourceError(Fault(self.where, self._of_file(f"no connection: {type(error).__name__}"))) from None
        try:
            yield connection
        finally:
            connection.invalidate()  # nothing is committed, nothing is read to its end
            connection.close()


def database(spec: SourceSpec, settings: Settings) -> Database:
    """The database that source.yml names. Raises SourceError where its address will not do."""
    where = f"source {spec.id}"
    raw = secret(settings.url_env, where) if settings.url_env else settings.url
    whose = f"the URL in {settings.url_env}" if settings.url_env else "url"
    url = _url(raw, where, whose)
    kind = _KINDS[url.get_backend_name()]
    strange = sorted(set(url.query) - kind.PARAMETERS)
    if strange:
        known = ", ".join(sorted(kind.PARAMETERS)) or "none"
        raise SourceError(Fault(where, f"{whose} holds a parameter that is not accepted; known: {known}"))
    engine = kind.engine(url, settings, spec, where)
    hidden = tuple({raw, url.render_as_string(hide_password=False), url.password or ""} - {""})
    end = time.monotonic() + settings.deadline
    return Database(kind, engine, where, kind.called(url), spec.timezone, settings, hidden, end)


def _url(raw: str, where: str, whose: str) -> URL:
    try:
        url = make_url(raw)
        name = url.get_backend_name()
    except (ArgumentError, ValueError):
        raise SourceError(Fault(where, f"{whose} is no database's; {_WRITE}")) from None
    if name not in _KINDS or "@" in (url.host or ""):
        raise SourceError(Fault(where, f"{whose} is no database's; {_WRITE}"))
    return url


@contextlib.contextmanager
def _until(end: float, line: int | None) -> Iterator[None]:
    """Cut the line at `end`: a server that says nothing any more would be listened to for ever."""
    if line is None:
        yield
        return
    with socket.socket(fileno=os.dup(line)) as held:
        def cut() -> None:
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(max(end - time.monotonic(), 0), cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
