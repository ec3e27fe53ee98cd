"""A command that is told to stop says so in one line, leaves no worker behind and nothing half-published."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.demo import AS_OF, CLIENTS, REPOSITORY, command, copy_workspace

SITES = ("castelbourg", "orsted")
LINE = "stopped by {}: what is published is whole; run it again to finish\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = copy_workspace(tmp_path_factory.mktemp("stopped") / "workspace")
    for client in set(CLIENTS) - {*SITES}:  # with the internal one, three are enough for two workers
        shutil.rmtree(place / "content" / "clients" / client)
    return place


def _heeds() -> None:
    """Heed Ctrl-C, whatever who runs the tests wants ignored (a shell does for what it starts in the background)."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _begun(place: Path) -> subprocess.Popen[str]:
    """A run in a session of its own that has built its first site and is building others."""
    words = [str(REPOSITORY / "publish.py"), "run", "local", "--as-of", AS_OF, "--jobs", "2"]
    run = subprocess.Popen([sys.executable, *words], cwd=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           encoding="utf-8", start_new_session=True, preexec_fn=_heeds)  # noqa: PLW1509
    assert run.stdout
    assert run.stdout.readline().split(":")[0] in CLIENTS
    return run


def _left(session: int) -> list[str]:
    """The commands of processes that a run has left."""
    return [command for _, command in _processes(session)]


def _processes(session: int) -> list[tuple[int, str]]:
    """The processes of a session, each with its command."""
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if folder.name.isdigit() and os.getsid(int(folder.name)) == session:
                found.append((int(folder.name), (folder / "cmdline").read_text().replace("\0", " ")))
    return found


def _blocked(pid: int) -> int:
    """The signals that a process does not receive, as the kernel's mask."""
    lines = (Path("/proc") / str(pid) / "status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1], 16) for line in lines if line.startswith("SigBlk:"))


@pytest.mark.parametrize(("number", "whole_group"), [(signal.SIGTERM, False), (signal.SIGINT, True)])
def test_a_run_that_is_stopped_says_so_and_takes_its_workers_with_it(
    place: Path, number: signal.Signals, *, whole_group: bool
) -> None:
    run = _begun(place)
    workers = [_blocked(pid) for pid, command in _processes(run.pid) if "popen_loky" in command]
    (os.killpg if whole_group else os.kill)(run.pid, number)
    _, said = run.communicate(timeout=60)
    assert (run.returncode, said) == (128 + number, LINE.format(number.name))
    assert [bool(blocked & 1 << signal.SIGINT - 1) for blocked in workers] == [True, True]  # none is told of Ctrl-C
    end = time.monotonic() + 10
    while (left := _left(run.pid)) and time.monotonic() < end:
        time.sleep(0.1)
    assert left == []
    assert not (place / "published").exists()
    record = json.loads((place / ".clairevoie" / "runs" / "local.json").read_text(encoding="utf-8"))
    assert record["exit_code"] == 128 + number


def test_a_run_after_one_that_was_killed_goes_through_while_the_others_workers_go_on(place: Path) -> None:
    run = _begun(place)
    try:
        run.kill()
        run.wait(60)
        assert _left(run.pid)
        done = command("run", "local", "--as-of", AS_OF, "--jobs", "2", cwd=place)
        assert (done.returncode, "error" in done.stderr) == (0, False), done.stderr
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.communicate(timeout=60)
    assert not [site for site in (*SITES, "internal") if f"{site}: published" not in done.stdout]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_preview_ends_with_the_signal_that_is_its_end(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "output" / ".release").mkdir(parents=True)
    words = [str(REPOSITORY / "publish.py"), "preview", "--workspace", str(tmp_path), "--port", "0"]
    preview = subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               encoding="utf-8", env=os.environ | {"PYTHONUNBUFFERED": "1"},
                               preexec_fn=_heeds)  # noqa: PLW1509
    assert preview.stdout
    assert preview.stdout.readline().startswith("http://127.0.0.1:")
    preview.send_signal(number)
    assert preview.communicate(timeout=30)[1] == ""
    assert preview.returncode == 0


def test_a_signal_that_whoever_started_it_wants_ignored_is_ignored() -> None:
    lines = ("import signal, os; signal.signal(signal.SIGHUP, signal.SIG_IGN)",
             "from clairevoie.cli.stopping import stoppable", "stoppable(); os.kill(os.getpid(), signal.SIGHUP)")
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], check=False,
                          env=os.environ | {"PYTHONPATH": str(REPOSITORY / "generator")})
    assert done.returncode == 0
