"""Sites that stand at a target, for tests of how they leave it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from clairevoie.publish import pointer
from clairevoie.publish.pointer import Kept, Pointer
from clairevoie.release import Manifest, encode, manifest
from tests.publish.link_place import NOW


def manifests(tmp_path: Path, site: str) -> list[Manifest]:
    """Two releases of a site."""
    made = []
    for version in "12":
        for name in ("index.html", "tickets/index.html", "data/figures.json"):
            file = tmp_path / site / version / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{site} {version} {name}")
        made.append(manifest(tmp_path / site / version, site))
    return made


def shown(put: Callable[[str, bytes], None], key: str, whole: list[Manifest]) -> None:
    """Let releases of a site stand under a key."""
    below = f"sites/{key}/"
    folders = [pointer.folder_of(number, made.release) for number, made in enumerate(whole, 1)]
    for folder, made in zip(folders, whole, strict=True):
        put(f"{below}manifests/{folder}.json", encode(made))
        for entry in made.files:
            put(f"{below}releases/{folder}/{entry.path}", b"data")
    kept = tuple(Kept(folder=folder, release=made.release) for folder, made in zip(folders, whole, strict=True))
    now = Pointer(number=len(whole), folder=folders[-1], as_of=NOW, kept=kept)
    put(below + pointer.NAME, now.encode())
