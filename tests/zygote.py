"""A process that has imported the package and forks for each command, which so starts in milliseconds, not in a second.

The command has its own process, environment, folder, output and exit code, as if it had been started from a shell.
Hundreds of commands are run by the tests; their imports were a third of the time of all.
"""

from __future__ import annotations

import atexit
import functools
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_BEFORE_MAIN = ("PYTHON", "LC_", "LANG", "TZ", "LD_")  # what an interpreter reads when it starts
_MAIN = "import sys; from tests.zygote import begun; begun(int(sys.argv[1])); from clairevoie.cli import main; main()"
_REPOSITORY = Path(__file__).resolve().parents[1]


def suits(env: dict[str, str]) -> bool:
    """True where a command with this environment more may be forked: none of it is read before the program begins."""
    return not any(name.startswith(_BEFORE_MAIN) for name in env)


def run(words: list[str], env: dict[str, str], cwd: Path | None, timeout: float) -> subprocess.CompletedProcess[str]:
    """The command `clairevoie WORDS…` run to its end, as subprocess.run would give it."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        mine, its = socket.socketpair()
        with mine, its:
            asked = json.dumps({"words": words, "env": os.environ | env, "cwd": str(cwd or Path.cwd())}).encode()
            socket.send_fds(_zygote(), [len(asked).to_bytes(4, "big")], [out.fileno(), err.fileno(), its.fileno()])
            mine.settimeout(timeout)
            mine.sendall(asked)
            its.close()
            status = int.from_bytes(mine.recv(4), "big", signed=True)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode())
    return subprocess.CompletedProcess(words, status, *texts)


def begun(fd: int) -> None:
    """In the zygote: import all, then fork for each request; returns only in a process that has a command to run."""
    _import_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who waits for a command is forked too, and nobody waits for it
    with socket.socket(fileno=fd) as requests:
        while size := socket.recv_fds(requests, 4, 3):
            if not size[0]:
                os._exit(0)
            if os.fork() == 0:
                break
            for given in size[1]:
                os.close(given)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with socket.socket(fileno=size[1][2]) as reply:
        asked = json.loads(_read(reply, int.from_bytes(size[0], "big")))
        if child := os.fork():
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            reply.sendall(status.to_bytes(4, "big", signed=True))
            os._exit(0)
    _become(asked["words"], asked["env"], asked["cwd"], *size[1][:2])


def _become(words: list[str], env: dict[str, str], cwd: str, out: int, err: int) -> None:
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.close(out)
    os.close(err)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.argv[:] = [str(_REPOSITORY / "publish.py"), *words]


def _import_all() -> None:
    import clairevoie

    for module in pkgutil.walk_packages(clairevoie.__path__, "clairevoie."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for late in ("boto3", "pandas", "joblib"):
        importlib.import_module(late)
    gc.collect()
    gc.freeze()


def _read(reply: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        found += reply.recv(size - len(found))
    return found


@functools.cache
def _zygote() -> socket.socket:
    """The socket of this process's zygote, started at its first command."""
    mine, its = socket.socketpair()
    paths = os.pathsep.join([str(_REPOSITORY / "generator"), str(_REPOSITORY)])
    env = os.environ | {"PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"}  # no thread before a fork
    zygote = subprocess.Popen([sys.executable, "-c", _MAIN, str(its.fileno())], pass_fds=[its.fileno()], env=env,
                              stdin=subprocess.DEVNULL)
    its.close()
    atexit.register(_end, mine, zygote)
    return mine


def _end(requests: socket.socket, zygote: subprocess.Popen[bytes]) -> None:
    requests.close()  # the zygote reads the end, and ends
    zygote.wait(30)
