"""Real database servers on loopback for tests, from Debian's packages, each with its data in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pymysql

PASSWORD = "S3cr€t p@ss/wörd:%"  # noqa: S105  # of servers that live for seconds, on loopback
_SECONDS = 60


def _program(name: str, *places: str) -> str | None:
    return shutil.which(name, path=os.pathsep.join([*places, os.environ.get("PATH", ""), "/usr/sbin"]))


_POSTGRES_PLACES = [str(place) for place in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
POSTGRES = _program("postgres", *_POSTGRES_PLACES)
INITDB = _program("initdb", *_POSTGRES_PLACES)
MARIADB = _program("mariadbd")
MARIADB_INSTALL = _program("mariadb-install-db")
HINTS = {"postgresql": "" if POSTGRES and INITDB else "no PostgreSQL here: apt-get install postgresql",
         "mariadb": "" if MARIADB and MARIADB_INSTALL else "no MariaDB here: apt-get install mariadb-server"}


# Summer and winter of 2026 as Europe/Paris has them: a fresh MariaDB knows no zone by its name.
_ZONE = (
    "INSERT INTO mysql.time_zone_name VALUES ('Europe/Paris', 99)",
    "INSERT INTO mysql.time_zone VALUES (99, 'N')",
    "INSERT INTO mysql.time_zone_transition VALUES (99, 1774746000, 1), (99, 1792890000, 0)",
    "INSERT INTO mysql.time_zone_transition_type VALUES (99, 0, 3600, 0, 'CET'), (99, 1, 7200, 1, 'CEST')",
)


@dataclass(frozen=True, slots=True)
class Served:
    """A running server; `run` executes statements as its administrator, `url` is for its user `reader`."""

    kind: str
    port: int
    socket: Path
    run: Callable[..., None]
    process: subprocess.Popen[bytes]

    def url(self, password: str = PASSWORD, database: str = "glpi", host: str = "127.0.0.1") -> str:
        """The address over TCP."""
        return f"{self.kind}://reader:{quote(password, safe='')}@{host}:{self.port}/{database}"

    def stop(self) -> None:
        """Let it answer no more, its connections open: PostgreSQL has a process for each of them."""
        for one in (self.process.pid, *_children(self.process.pid)):
            os.kill(one, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        for one in (self.process.pid, *_children(self.process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGCONT)


def _children(process: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]


@contextlib.contextmanager
def postgresql() -> Iterator[Served]:
    """A PostgreSQL with an empty database glpi."""
    assert POSTGRES
    assert INITDB, HINTS["postgresql"]
    with _folder("postgres") as (folder, user):
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        shutil.chown(folder / "password", *user)
        _quietly([INITDB, "-D", folder / "data", "-U", "admin", "-A", "scram-sha-256", "--no-sync", "-E", "UTF8",
                  "--locale=C.UTF-8", f"--pwfile={folder / 'password'}"], folder, user)
        port = _free_port()
        command = [POSTGRES, "-D", folder / "data", "-k", folder, "-h", "127.0.0.1", "-p", port, "-F"]

        def run(*statements: str, database: str = "glpi") -> None:
            with psycopg.connect(host=str(folder), port=port, user="admin", password=PASSWORD, dbname=database,
                                 autocommit=True) as connection:
                for statement in statements:
                    connection.execute(statement)

        with _running(command, folder, user, lambda: run("SELECT 1", database="postgres")) as process:
            run("CREATE DATABASE glpi", f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'", database="postgres")
            run("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO reader", "GRANT ALL ON SCHEMA public TO reader")
            yield Served("postgresql", port, folder, run, process)


@contextlib.contextmanager
def mariadb() -> Iterator[Served]:
    """A MariaDB with an empty database glpi; its reader may write too, so that what refuses a write is the reading."""
    assert MARIADB
    assert MARIADB_INSTALL, HINTS["mariadb"]
    with _folder("mysql") as (folder, user):
        _quietly([MARIADB_INSTALL, "--no-defaults", f"--datadir={folder / 'data'}", "--skip-test-db",
                  "--auth-root-authentication-method=normal"], folder, user)
        port, path = _free_port(), folder / "s"
        command = [MARIADB, "--no-defaults", f"--datadir={folder / 'data'}", f"--socket={path}", f"--port={port}",
                   "--bind-address=127.0.0.1", f"--pid-file={folder / 'pid'}", "--innodb-flush-log-at-trx-commit=0",
                   "--default-time-zone=+02:00", f"--secure-file-priv={folder}"]

        def run(*statements: str, database: str | None = "glpi") -> None:
            if not path.exists():  # PyMySQL forgets to close a socket that leads nowhere
                raise pymysql.err.OperationalError
            connection = pymysql.connect(unix_socket=str(path), user="root", database=database, autocommit=True)
            with contextlib.closing(connection), connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)

        with _running(command, folder, user, lambda: run("SELECT 1", database=None)) as process:
            run("CREATE DATABASE glpi CHARACTER SET utf8mb4",
                f"CREATE USER reader@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'",
                "GRANT ALL ON *.* TO reader@'127.0.0.1'", *_ZONE, database=None)
            yield Served("mariadb", port, path, run, process)


@contextlib.contextmanager
def _folder(name: str) -> Iterator[tuple[Path, tuple[int, int]]]:
    """A folder and the user to run as: servers refuse to run as root, and sockets have short names."""
    user = _unprivileged(name)
    with tempfile.TemporaryDirectory(prefix="db-") as scratch:
        os.chown(scratch, *user)
        yield Path(scratch), user


def _unprivileged(name: str) -> tuple[int, int]:
    if os.geteuid():
        return os.geteuid(), os.getegid()
    for candidate in (name, "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(candidate)
            return found.pw_uid, found.pw_gid
    raise AssertionError("no user to run a database as")


def _quietly(command: Sequence[object], folder: Path, user: tuple[int, int]) -> None:
    done = subprocess.run(list(map(str, command)), check=False, capture_output=True, timeout=_SECONDS, cwd=folder,
                          **_as(user))
    assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")[-2000:]


def _as(user: tuple[int, int]) -> dict[str, Any]:
    return {} if os.geteuid() else {"user": user[0], "group": user[1], "extra_groups": []}


@contextlib.contextmanager
def _running(command: Sequence[object], folder: Path, user: tuple[int, int], ready: Callable[[], None]
             ) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(list(map(str, command)), stdout=log, stderr=log, cwd=folder, **_as(user))
        try:
            _wait(ready, process, folder / "log")
            yield process
        finally:
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGQUIT if "postgres" in str(command[0]) else signal.SIGKILL)
            process.wait(_SECONDS)


def _wait(ready: Callable[[], None], process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(psycopg.OperationalError, pymysql.err.OperationalError):
            ready()
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text(errors="replace")[-2000:])


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])
