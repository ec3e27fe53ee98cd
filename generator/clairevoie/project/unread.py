"""What an operator wrote below content/ and no site reads: of another kind, or where nothing is looked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from clairevoie.errors import inert
from clairevoie.project.model import Project

MOST = 20  # are named, and then counted

_WRITTEN = {".md", ".markdown", ".mdown", ".mkd", ".txt", ".html", ".htm", ".docx", ".doc", ".odt", ".rtf"}
_NOTES = "notes stand in news/, pages in pages/"
_PLACES = "writings stand in content/clients/<client>/news or pages, in content/shared or in content/internal"


def unread(project: Project) -> list[str]:
    """A line for each, by name; what is called README, and what begins with `.`, `_` or `~`, is nobody's business."""
    found = [f"{inert(str(file))}: is not read: {why}" for file in _files(project.root) if (why := _why(file))]
    more = len(found) - MOST
    return [*found[:MOST], *([f"content: {more} more files are not read"] if more > 0 else [])]


def _files(root: Path) -> Iterator[PurePosixPath]:
    """What a writing could be, from the root; links are not followed."""
    for folder, folders, names in os.walk(root / "content"):
        folders[:] = sorted(name for name in folders if name[0] not in "._~")
        place = PurePosixPath(Path(folder).relative_to(root).as_posix())
        for name in sorted(names):
            if name[0] not in "._~" and not name.lower().startswith("readme") and _kind(name) in _WRITTEN:
                yield place / name


def _kind(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _why(file: PurePosixPath) -> str:
    """Why a file is not read; "" where it is."""
    match file.parts[1:-1]:
        case ("clients", _, "news" | "pages") | ("shared",) | ("internal",) | ("internal", "news"):
            return "" if file.suffix == ".md" else "the name of a writing ends in .md"
        case ("clients", _, "news" | "pages", *_) | ("shared", *_) | ("internal", "news", *_):
            return "a folder in this place is not looked into"
        case ("clients", _, *_):
            return _NOTES
        case ("internal", *_):
            return "notes stand in content/internal/news, pages in content/internal"
    return _PLACES
