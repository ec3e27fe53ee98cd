"""The demo company as a workspace of its own, and how tests build it: by the command, as ops would."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests import zygote

REPOSITORY = Path(__file__).resolve().parents[1]
AS_OF = "2026-11-01T08:00+01:00"
CLIENTS = ("castelbourg", "helianthe", "helianthe-energie", "lefevre", "orsted")
SITES = (*CLIENTS, "internal")

# Cutting the fonts takes seconds and gives the same bytes: the first build lends its own to the others.
_lent = [Path(tempfile.mkdtemp(prefix="clairevoie-fonts-"))]
atexit.register(shutil.rmtree, _lent[0], ignore_errors=True)


def lend(folder: Path) -> None:
    """Keep what builds lend to one another in this folder, which may be other processes' too."""
    _lent[0] = folder


def copy_workspace(place: Path, *, fonts: bool = True) -> Path:
    """The repository's own workspace (portal.yml, content, data_sources) copied to `place`.

    fonts: with those that an earlier build cut, to save their time; not where the cutting itself is proved.
    """
    place.mkdir(parents=True, exist_ok=True)
    for file in ("portal.yml", "disclosure.lock"):
        shutil.copy(REPOSITORY / file, place)
    for folder in ("content", "data_sources"):
        shutil.copytree(REPOSITORY / folder, place / folder)
    if fonts and (_lent[0] / "cache").is_dir():
        shutil.copytree(_lent[0] / "cache", place / ".clairevoie" / "cache")
    return place


def command(*words: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None
            ) -> subprocess.CompletedProcess[str]:
    """`python publish.py WORDS…` in a process of its own."""
    if zygote.suits(env or {}):
        return zygote.run([*map(str, words)], env or {}, cwd, timeout=600)
    return subprocess.run([sys.executable, str(REPOSITORY / "publish.py"), *map(str, words)], check=False,
                          encoding="utf-8", capture_output=True, cwd=cwd, env=os.environ | (env or {}), timeout=600)


def build(workspace: Path, output: Path, *more: str, env: dict[str, str] | None = None) -> dict[str, Any]:
    """Build all sites and give the report; an unexpected exit code shows what the command said."""
    file = output.with_name(f"{output.name}-report.json")
    done = command("build", "--workspace", workspace, "--output", output, "--as-of", AS_OF, "--report", file, *more,
                   env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    if not (_lent[0] / "cache").is_dir():
        fresh = Path(tempfile.mkdtemp(dir=_lent[0])) / "cache"
        shutil.copytree(workspace / ".clairevoie" / "cache", fresh)
        with contextlib.suppress(OSError):  # another was first
            fresh.rename(_lent[0] / "cache")
    report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return report


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`: relative path → bytes."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*"))
            if file.is_file()}
