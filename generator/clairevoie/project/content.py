"""The operator's Markdown → `Prose`: front matter checked, drafts and the future left out."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.project.inside import ELSEWHERE, OUTSIDE, stray
from clairevoie.project.marks import beyond
from clairevoie.project.model import Project

MAX_BYTES = 200_000

_KEYS = ("title", "date", "language", "author", "month", "page", "status", "client")
_PICTURE = re.compile(r"!\[(?:[^\[\]]|\[[^\[\]]*\])*\][(\[]|<(?:img|picture|video|svg)\b", re.IGNORECASE)
_CODE = re.compile(r"(`+).*?\1")
_FIELD = re.compile(r"([A-Za-z_]+):[ \t]*(.*)")


@dataclass(frozen=True, slots=True)
class Writing:
    """One Markdown file: its front matter and its text. `kind`: note (news/) or page (pages/, shared/).

    pictures: where it asks for one ("content/…/a.md:7"), which no page shows.
    """

    kind: str
    slug: str
    title: str
    language: str
    markdown: str
    author: str
    date: date | None
    month: str
    page: str
    pictures: tuple[str, ...] = ()


def of_client(project: Project, client: str, today: date) -> tuple[Writing, ...]:
    """What stands in content/shared and content/clients/<client>, dated `today` at the latest.

    Raises ConfigurationError with every fault of every file: a page is never dropped silently.
    """
    content = project.root / "content"
    own = content / "clients" / client
    folders = [(own / "news", "note"), (own / "pages", "page"), (content / "shared", "page")]
    return _read(project, folders, client, today)


def of_staff(project: Project, today: date) -> tuple[Writing, ...]:
    """What stands in content/internal."""
    content = project.root / "content" / "internal"
    return _read(project, [(content / "news", "note"), (content, "page")], "", today)


def pictures(project: Project, today: date) -> list[str]:
    """Where content asks for a picture, each file looked at once; what was found wrong with one is not said again."""
    content = project.root / "content"
    folders = [(content / "clients" / spec.client / name, kind, spec.client) for spec in project.clients
               for name, kind in (("news", "note"), ("pages", "page"))]
    anyone = project.clients[0].client if project.clients else ""
    folders += [(content / "shared", "page", anyone), (content / "internal" / "news", "note", ""),
                (content / "internal", "page", "")]
    places: list[str] = []
    for folder, kind, client in folders:
        for file in sorted(folder.glob("*.md")):
            if file.is_file() and _PICTURE.search(file.read_text(encoding="utf-8-sig", errors="replace")):
                writing = _writing(file, kind, file.relative_to(project.root).as_posix(), client, [])
                places += writing.pictures if writing and (writing.date is None or writing.date <= today) else ()
    return places


def _read(project: Project, folders: list[tuple[Path, str]], client: str, today: date) -> tuple[Writing, ...]:
    faults: list[Fault] = []
    found: list[Writing] = []
    for folder, kind in folders:
        for file in sorted(folder.glob("*.md")):
            if out := stray(file, project.root):
                faults.append(Fault(out, OUTSIDE))
                continue
            if client and (folder.is_symlink() or file.is_symlink()) and not _is_for(file, client, project.root):
                faults.append(Fault(file.relative_to(project.root).as_posix(), ELSEWHERE))
                continue
            writing = _writing(file, kind, str(file.relative_to(project.root)), client, faults)
            if writing and (writing.date is None or writing.date <= today):
                found.append(writing)
    seen: set[tuple[str, str]] = set()
    for writing in found:
        if (writing.slug, writing.language) in seen:
            faults.append(Fault(f"content: {writing.slug}.md", f"two writings share this name in {writing.language}"))
        seen.add((writing.slug, writing.language))
    if faults:
        raise ConfigurationError(*dict.fromkeys(faults))
    return tuple(found)


def _is_for(file: Path, client: str, root: Path) -> bool:
    """Whether a link leads where the worker that builds a client's site may read, or to nothing."""
    homes = (root / "content" / "clients" / client, root / "content" / "shared")
    leads = Path(os.path.realpath(file))
    return not file.is_file() or any(leads.is_relative_to(os.path.realpath(home)) for home in homes)


def _writing(file: Path, kind: str, name: str, client: str, faults: list[Fault]) -> Writing | None:
    text = _text(file, name, faults)
    if text is None:
        return None
    meta, body = _front_matter(text, name, faults)
    before = len(faults)
    if meta.get("client", client) != client:
        faults.append(Fault(name, f"client {meta['client']!r} in the folder of {client!r}"))
    if not meta.get("title"):
        faults.append(Fault(name, "Title is missing"))
    if kind == "note" and not meta.get("date"):
        faults.append(Fault(name, "Date is missing"))
    day = _date(meta.get("date", ""), name, faults)
    language = meta.get("language", "fr")
    if language not in ("fr", "en"):
        faults.append(unknown(name, "Language", language, ("fr", "en")))
    if meta.get("status", "draft") not in ("draft", "hidden"):
        faults.append(Fault(name, "Status: write draft or hidden; what has no Status is published"))
    slug = _slug(file.stem.removesuffix(f".{language}"))
    if not slug:
        faults.append(Fault(name, "name the file with letters or digits: its address is made of them"))
    if len(faults) > before or "status" in meta:
        return None
    return Writing(kind, slug, meta["title"], language, body, meta.get("author", ""), day,
                   meta.get("month", ""), meta.get("page", ""), _pictures(text, name))


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9-]+", "-", plain).strip("-")


def _text(file: Path, name: str, faults: list[Fault]) -> str | None:
    if not file.is_file():  # a folder, a pipe that nobody writes to, a link to nothing
        faults.append(Fault(name, "not a regular file"))
        return None
    if file.stat().st_size > MAX_BYTES:
        faults.append(Fault(name, f"larger than {MAX_BYTES:,} bytes"))
        return None
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        faults.append(Fault(name, f"not UTF-8 at byte {fault.start}"))
        return None
    if passed := beyond(text):
        line, what = passed
        faults.append(Fault(f"{name}:{line}", what))
        return None
    return text


def _front_matter(text: str, name: str, faults: list[Fault]) -> tuple[dict[str, str], str]:
    meta: dict[str, str] = {}
    lines = text.split("\n")
    if lines and lines[0].strip() == "---":
        lines = lines[1:]
    for index, line in enumerate(lines):
        if line.strip() in ("", "---"):
            return meta, "\n".join(lines[index + 1:]).strip() + "\n"
        match = _FIELD.fullmatch(line.rstrip())
        if not match or match[1].lower() not in _KEYS:
            faults.append(Fault(f"{name}:{index + 1}", f"front matter: {line.strip()[:60]!r} is not one of "
                                + ", ".join(key.capitalize() for key in _KEYS)))
            return meta, ""
        if match[1].lower() in meta:
            faults.append(Fault(f"{name}:{index + 1}", f"{match[1]} stands twice"))
        meta[match[1].lower()] = match[2].strip()
    return meta, ""


def _pictures(text: str, name: str) -> tuple[str, ...]:
    if not _PICTURE.search(text):  # as in nearly all, and a thousand clients are asked of
        return ()
    places, fenced = [], False
    for number, line in enumerate(text.split("\n"), 1):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        if not fenced and _PICTURE.search(_CODE.sub("", line)):
            places.append(f"{name}:{number}")
    return tuple(places)


def _date(text: str, name: str, faults: list[Fault]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        faults.append(Fault(name, f"Date {text!r}: write 2026-10-31"))
        return None
