"""A site is swapped in whole, or the old one stands with its manifest."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from clairevoie import pipeline
from clairevoie.errors import ConfigurationError, StoppedError
from clairevoie.pipeline import releasing
from clairevoie.pipeline.releasing import check_output
from clairevoie.project.load import load
from clairevoie.release import manifest, read
from tests.demo import files_of
from tests.pipeline.small import NOW, company, pull
from tests.project.workspace import PORTAL

UNFIT = {
    **dict.fromkeys(("content", "content/clients/acme", ".", "..", "link"), "it and the workspace's content lie one"),
    "data_sources": "it and the workspace's data_sources", ".clairevoie/x": "it and the workspace's .clairevoie lie",
    "photos": "it holds files that no build made", "portal.yml": "it is no folder", "/dev/null": "it is no folder",
    "round": "it cannot be read",
}


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


def test_sites_are_built_into_no_folder_that_holds_anything_else(tmp_path: Path) -> None:
    root = company(tmp_path / "workspace", portal=f"{PORTAL}targets:\n  local: {{type: folder, path: published}}\n")
    (root / "link").symlink_to(root / "content")
    (root / "round").symlink_to(root / "round")
    (root / "photos").mkdir()
    (root / "photos" / "one.jpg").write_bytes(b"x")
    before = sorted(tmp_path.rglob("*"))
    commands: tuple[Callable[[Path], object], ...] = (
        lambda place: pipeline.build(root, NOW, NOW, place),
        lambda place: pipeline.run(root, "local", NOW, NOW, place, lambda: NOW),
        lambda place: pipeline.publish(root, "local", place, lambda: NOW))
    for output, says in UNFIT.items():
        for command in commands:
            with pytest.raises(ConfigurationError) as error:
                command(root / output)
            (fault,) = error.value.faults
            assert fault.what.startswith(f"no place for sites: {says}"), output
    assert sorted(tmp_path.rglob("*")) == before


def test_sites_are_built_where_nothing_is_or_an_earlier_build_was(tmp_path: Path) -> None:
    project = load(company(tmp_path))
    place = tmp_path / "elsewhere"
    check_output(project, place)
    for made in (".lock", "lost+found", ".release", "acme"):
        (place / made).mkdir(parents=True)
        check_output(project, place)
    shutil.rmtree(place / ".release")
    with pytest.raises(ConfigurationError, match="no build made"):
        check_output(project, place)
