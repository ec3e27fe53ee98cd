"""A command as a person types it, answered by this process: many in the time that one takes to start."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from clairevoie.cli import main


def typed(*words: str | Path) -> CompletedProcess[str]:
    """`clairevoie WORDS…`: its exit code, and what it said."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    argv = ["clairevoie", *map(str, words)]
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr("sys.argv", argv)
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return CompletedProcess(argv, code, out.getvalue(), err.getvalue())
