"""What a source remembers is private, whole, and goes when it is not wished for any more."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from clairevoie.sources.remembered import keep, recall


def test_what_was_kept_is_recalled_and_what_is_not_wished_for_goes(tmp_path: Path) -> None:
    folder = tmp_path / "memory" / "things"
    assert recall(folder)("tickets") is None
    keep(folder, {"tickets": b"1", "../../x": b"2"})
    assert (recall(folder)("tickets"), recall(folder)("../../x"), recall(folder)("x")) == (b"1", b"2", None)
    keep(folder, {"tickets": b"3"})
    assert (recall(folder)("tickets"), recall(folder)("../../x")) == (b"3", None)
    assert [path.name for path in tmp_path.iterdir()] == ["memory"]


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        keep(tmp_path / "memory", {"a": b"1"})
    finally:
        os.umask(old)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [tmp_path / "memory", *(tmp_path / "memory").iterdir()]}
    assert modes == {0o700, 0o600}
