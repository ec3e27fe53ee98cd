"""Build this example in one go: the replay server on loopback for as long as the sources are read, then the sites."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import replay  # beside this file

HERE = Path(__file__).resolve().parent
AS_OF = "2026-11-24T08:11+01:00"  # when the answers were recorded
PORT = 8901  # as data_sources/itop/source.yml says


def main() -> int:
    """The build's exit code."""
    words = [sys.executable, str(HERE.parents[1] / "publish.py"), "build", "--workspace", str(HERE), "--as-of", AS_OF,
             "--pull", *sys.argv[1:]]
    login = {"ITOP_USER": replay.USER, "ITOP_PASSWORD": replay.PASSWORD}
    with replay.serving(replay.Recording(HERE / "answers"), PORT):
        return subprocess.run(words, check=False, env=os.environ | login).returncode


if __name__ == "__main__":
    sys.exit(main())
