"""A process that has everything imported and forks others, which publish or change links until they are killed.

`python -m tests.behind.forked` reads an order a line, says the pid of who does it, and how it ended.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clairevoie.errors import ClairevoieError
from clairevoie.pipeline import access
from clairevoie.publish import publish, s3
from tests.behind.ground import quick
from tests.demo import REPOSITORY

REFUSED = 4


@dataclass(frozen=True, slots=True)
class Forks:
    """Give orders; at most one is being done."""

    process: subprocess.Popen[str]

    def start(self, act: str, **words: str) -> int:
        """Let it be done by a process of its own: its pid."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps([act, words]) + "\n")
        self.process.stdin.flush()
        return self._said()

    def ended(self) -> int:
        """How it ended: 0, REFUSED, or less than 0 where a signal did it."""
        return self._said()

    def _said(self) -> int:
        assert self.process.stdout
        return int(self.process.stdout.readline())


@contextlib.contextmanager
def forking() -> Iterator[Forks]:
    """The credentials are those of the environment."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(REPOSITORY / "generator"), str(REPOSITORY)])}
    with subprocess.Popen([sys.executable, "-m", "tests.behind.forked"], stdin=subprocess.PIPE, env=env,
                          stdout=subprocess.PIPE, encoding="utf-8", cwd=REPOSITORY) as process:
        yield Forks(process)
        assert process.stdin
        process.stdin.close()
        process.wait(30)


def kill(pid: int) -> None:
    """-9, and it is gone when this ends."""
    os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        while True:
            os.kill(pid, 0)
            time.sleep(0.001)


def _publish(settings: str, root: str, site: str) -> None:
    opened = s3.opened(s3.Settings.model_validate_json(settings), "prod", Path(root))
    list(publish(opened, "prod", Path(root) / "output", (site,), lambda: datetime.now(UTC)))


def _grant(root: str, client: str, label: str, until: str) -> None:
    access.grant(Path(root), "prod", client, label, until, datetime.now(UTC))


def _rotate(root: str, link: str) -> None:
    access.rotate(Path(root), "prod", link, datetime.now(UTC))


def _revoke(root: str, client: str, link: str) -> None:
    access.revoke(Path(root), "prod", client, link, datetime.now(UTC))


def _remove(root: str, client: str) -> None:
    access.revoke_all(Path(root), "prod", client, datetime.now(UTC))


ACTS: dict[str, Callable[..., None]] = {"publish": _publish, "grant": _grant, "rotate": _rotate, "revoke": _revoke,
                                        "remove": _remove}


def _done(act: str, words: dict[str, Any]) -> int:
    try:
        ACTS[act](**words)
    except ClairevoieError:
        return REFUSED
    return 0


def _main() -> None:
    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        for line in sys.stdin:
            act, words = json.loads(line)
            pid = os.fork()
            if pid == 0:
                code = 1
                try:
                    code = _done(act, words)
                finally:
                    os._exit(code)
            print(pid, flush=True)
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    _main()
