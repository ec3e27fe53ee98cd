"""What stands where no site looks is said once, by name."""

from __future__ import annotations

from pathlib import Path

from clairevoie.project.load import load
from clairevoie.project.unread import MOST, unread
from tests.project.workspace import workspace

READ = ("clients/acme/news/a.md", "clients/acme/pages/a.md", "shared/a.md", "internal/a.md", "internal/news/a.md")
NOBODYS = ("README.md", "clients/acme/README.txt", "clients/acme/logo.svg", "shared/logo.svg",
           "clients/acme/news/.a.md.swp", "clients/acme/news/~$a.docx", "clients/acme/grants.csv",
           "clients/_old/a.md", ".git/a.md")
PLACES = "writings stand in content/clients/<client>/news or pages, in content/shared or in content/internal"
UNREAD = {
    "N.MD": PLACES,
    "clients/acme/news/2026/a.md": "a folder in this place is not looked into",
    "clients/acme/news/x.docx": "the name of a writing ends in .md",
    "clients/acme/news/x.html": "the name of a writing ends in .md",
    "clients/acme/note.md": "notes stand in news/, pages in pages/",
    "clients/acme/notes/note.md": "notes stand in news/, pages in pages/",
    "clients/acme/pages/N.MD": "the name of a writing ends in .md",
    "clients/n.md": PLACES,
    "internal/pages/a.md": "notes stand in content/internal/news, pages in content/internal",
    "n.md": PLACES,
    "shared/contact.txt": "the name of a writing ends in .md",
    "sub/n.md": PLACES,
}


def _write(root: Path, *names: str) -> None:
    for name in names:
        (root / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / name).write_text("x", encoding="utf-8")


def test_a_writing_that_no_site_reads_is_named_with_where_it_belongs(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    _write(root, *READ, *NOBODYS, *UNREAD)
    assert sorted(unread(load(root))) == [f"content/{name}: is not read: {why}" for name, why in sorted(UNREAD.items())]


def test_no_report_is_filled_with_them_and_no_name_breaks_a_line(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    _write(root, *(f"{number:03}\n.md" for number in range(MOST + 5)))
    lines = unread(load(root))
    assert lines[0] == rf"content/000\n.md: is not read: {PLACES}"
    assert lines[MOST:] == ["content: 5 more files are not read"]
