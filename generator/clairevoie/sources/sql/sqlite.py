"""SQLite, a file below the source's folder or at an absolute path."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine import URL, Connection, Engine, create_engine
from sqlalchemy.pool import NullPool

from clairevoie.errors import Fault, SourceError, inert
from clairevoie.project.inside import OUTSIDE, stray
from clairevoie.project.model import SourceSpec
from clairevoie.sources.sql.settings import Settings

PARAMETERS: frozenset[str] = frozenset()

_LARGEST_VALUE = 64_000_000  # bytes
_LONGEST = 200  # characters of a path that are told
_STEPS = 20_000  # of SQLite's machine between two looks at the clock


def engine(url: URL, settings: Settings, spec: SourceSpec, where: str) -> Engine:
    """An engine that opens the file for reading only."""
    file = spec.folder.absolute() / (url.database or "")
    if not Path(url.database or "").is_absolute() and stray(file, spec.workspace):
        raise SourceError(Fault(where, f"{called(url)}: {OUTSIDE}"))
    if not file.is_file():  # a folder, a pipe that nobody writes to, no file at all
        what = "no such file, or no regular one: a SQLite database is expected (sqlite:///name)"
        raise SourceError(Fault(where, f"{name}: {what}" if (name := called(url)) else what))
    end = time.monotonic() + min(settings.timeout, settings.deadline)

    def connect() -> sqlite3.Connection:
        opened = sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro", uri=True, isolation_level=None,
                                 timeout=min(settings.timeout, 10))
        opened.text_factory = _text
        opened.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE)
        opened.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        return opened

    return create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)


def called(url: URL) -> str:
    """The file as the address has it; of what looks like a login, what stands behind it."""
    return inert((url.database or "").rpartition("@")[2][-_LONGEST:])


def begin(connection: Connection, settings: Settings, zone: str) -> Connection:
    """One snapshot; functions that a hostile file's views could call are off."""
    for statement in ("PRAGMA query_only = ON", "PRAGMA trusted_schema = OFF", "BEGIN",
                      "SELECT count(*) FROM sqlite_master"):
        connection.exec_driver_sql(statement).close()
    return connection.execution_options(no_parameters=True)


def line(connection: Connection) -> int | None:
    """A file is not waited for."""
    return None


def refusal(error: BaseException | None) -> str:
    """SQLite's own words, which hold no address."""
    return str(error)


def is_timeout(error: BaseException | None) -> bool:
    """The clock said so."""
    return str(error) == "interrupted"


def abandon(cursor: object) -> None:
    """Rows are made as they are read."""


def _text(data: bytes) -> str | bytes:
    """Text that is not UTF-8 stays bytes, and its row is set aside."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data
