"""A site is swapped in whole, or the old one stands with its manifest."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import NoReturn

import pytest

from clairevoie import pipeline
from clairevoie.errors import StoppedError
from clairevoie.pipeline import releasing
from clairevoie.release import manifest, read
from tests.demo import files_of
from tests.pipeline.small import NOW, company, pull


def test_f01_a_full_disk_or_a_stop_while_a_site_is_swapped_in_leaves_the_old_one_with_its_manifest(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, output = company(tmp_path), tmp_path / "output"
    pull(root)
    pipeline.build(root, NOW, NOW, output, clients=("acme",))
    before, rename = files_of(output / "acme"), Path.rename
    (root / "content" / "clients" / "acme" / "news").mkdir(exist_ok=True)
    (root / "content" / "clients" / "acme" / "news" / "2026-11-01-word.md").write_text(
        "---\ntitle: New\ndate: 2026-11-01\n---\n\nSomething else.\n", encoding="utf-8")

    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    def no_room(file: Path, to: Path) -> Path:
        return full() if to == output / "acme" and not file.name.endswith(".old") else rename(file, to)

    def stopped(file: Path, to: Path) -> Path:
        if to == output / "acme" and not file.name.endswith(".old"):
            raise StoppedError(15, "SIGTERM")
        return rename(file, to)

    for place, name, instead in ((releasing, "write", full), (Path, "rename", no_room), (Path, "rename", stopped)):
        with monkeypatch.context() as patched:
            patched.setattr(place, name, instead)
            with pytest.raises((OSError, StoppedError), match=r"No space left|stopped by SIGTERM"):
                pipeline.build(root, NOW, NOW, output, clients=("acme",))
        assert files_of(output / "acme") == before
        assert read(output / ".release" / "acme.json").release == manifest(output / "acme", "acme").release
        assert not (output / ".new").exists()
