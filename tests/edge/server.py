"""The edge on loopback, from the very files of deploy/nginx: what an operator sets is replaced, and nothing else."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.demo import REPOSITORY

FILES = REPOSITORY / "deploy" / "nginx"
CLIENTS, STAFF = "portal.example.com", "inside.example.com"
HINT = "no nginx with njs here: apt-get install nginx libnginx-mod-http-js"
_NGINX = shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))
_MODULE = Path("/usr/lib/nginx/modules/ngx_http_js_module.so")
PROGRAM = _NGINX if _MODULE.is_file() else None
_STAFF_FILE = "camille:{PLAIN}inside\n"
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Edge:
    """A running edge: where it listens, and the folder of its logs."""

    port: int
    logs: Path

    def said(self) -> str:
        """All that its logs hold by now."""
        return "".join(file.read_text(errors="replace") for file in sorted(self.logs.iterdir()))


@contextlib.contextmanager
def running(place: Path, settings: Mapping[str, str], *, storage: str, env: Mapping[str, str] | None = None
            ) -> Iterator[Edge]:
    """An edge that reads `storage` ("s3" or "folder"); settings: what is set in nginx.conf → its value."""
    assert PROGRAM, HINT
    port = _free_port()
    _lay(place, settings, storage, port)
    with (place / "logs" / "start").open("wb") as log:
        process = subprocess.Popen([PROGRAM, "-p", str(place), "-c", str(place / "nginx.conf"), "-g", "daemon off;"],
                                   stdout=log, stderr=log, env=dict(env or {}))
        try:
            _wait(port, process, place / "logs")
            yield Edge(port, place / "logs")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(_SECONDS)


def _lay(place: Path, settings: Mapping[str, str], storage: str, port: int) -> None:
    for folder in ("logs", "cache", "clairevoie"):
        (place / folder).mkdir(parents=True)
    for file in FILES.iterdir():
        if file.suffix in {".conf", ".js"} and file.name != "nginx.conf":
            shutil.copy(file, place / "clairevoie")
    (place / "htpasswd").write_text(_STAFF_FILE)
    text = (FILES / "nginx.conf").read_text(encoding="utf-8")
    for old, new in _replaced(place, settings, storage, port).items():
        assert old in text, old
        text = text.replace(old, new)
    (place / "nginx.conf").write_text(text, encoding="utf-8")


def _replaced(place: Path, settings: Mapping[str, str], storage: str, port: int) -> dict[str, str]:
    """Written there → written here."""
    temporary = "".join(f"{name}_temp_path {place / name};" for name in _TEMPORARY)
    return {
        "user www-data;": f"user {getpass.getuser()};" if os.geteuid() == 0 else "",
        "pid /run/nginx.pid;": f"pid {place / 'pid'};",
        "/var/log/nginx/": f"{place / 'logs'}/",
        "/var/lib/nginx/clairevoie": str(place / "cache" / "kept"),
        "/etc/nginx/clairevoie/htpasswd": str(place / "htpasswd"),
        "http {": f"http {{ {temporary}",
        "listen 80": f"listen 127.0.0.1:{port}",
        "include clairevoie/s3.conf;": f"include clairevoie/{storage}.conf;",
        **settings,
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], logs: Path) -> None:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise AssertionError("".join(file.read_text(errors="replace") for file in logs.iterdir())[-2000:])
