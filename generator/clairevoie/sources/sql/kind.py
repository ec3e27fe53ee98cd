"""What every kind of database knows how to do."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.engine import URL, Connection, Engine

from clairevoie.project.model import SourceSpec
from clairevoie.sources.sql.settings import Settings


class Kind(Protocol):
    """A kind of database, as a module."""

    @property
    def PARAMETERS(self) -> frozenset[str]:
        """What may stand behind the ? of its URL."""

    def engine(self, url: URL, settings: Settings, spec: SourceSpec, where: str, /) -> Engine:
        """What connects; relative paths are below the source's folder."""

    def called(self, url: URL, /) -> str:
        """What of the address may be told in a message: the name of a file, "" of a server."""

    def begin(self, connection: Connection, settings: Settings, zone: str, /) -> Connection:
        """Begin a transaction that only reads, at one instant, its local times in `zone`."""

    def line(self, connection: Connection, /) -> int | None:
        """The file number of the connection's socket, None where there is none."""

    def refusal(self, error: BaseException | None, /) -> str:
        """Why there is no connection, in our own words."""

    def is_timeout(self, error: BaseException | None, /) -> bool:
        """Whether the server gave up a statement that took too long."""

    def abandon(self, cursor: object, /) -> None:
        """Leave the cursor of an answer that was not read to its end."""
