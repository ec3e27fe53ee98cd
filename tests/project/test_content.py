"""The operator's Markdown: nothing is dropped in silence, nothing future or draft gets in."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from clairevoie.errors import ConfigurationError
from clairevoie.project.content import Writing, of_client, pictures
from clairevoie.project.load import load
from tests.project.workspace import workspace

NOTE = "Title: Octobre\nDate: 2026-10-30\nAuthor: Hélène\nMonth: 2026-10\n\nUn mois calme.\n"


def _read(root: Path, files: dict[str, str]) -> tuple[Writing, ...]:
    workspace(root)
    for name, text in files.items():
        file = root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return of_client(load(root), "acme", date(2026, 11, 1))


def _refusal(root: Path, text: str, name: str = "clients/acme/news/2026-10.md") -> str:
    with pytest.raises(ConfigurationError) as error:
        _read(root, {name: text})
    return str(error.value)


def test_notes_and_shared_pages_are_read_with_their_front_matter(tmp_path: Path) -> None:
    note, page = _read(tmp_path, {"clients/acme/news/2026-10.en.md": NOTE.replace("Author", "Language: en\nAuthor"),
                                  "shared/contact.md": "Title: Appeler\nPage: contacts\n\nAppelez.\n"})
    assert (note.kind, note.slug, note.language, note.month, note.markdown) == (
        "note", "2026-10", "en", "2026-10", "Un mois calme.\n")
    assert (page.kind, page.page, page.date) == ("page", "contacts", None)


@pytest.mark.parametrize("status", ["draft", "hidden"])
def test_m08_a_draft_or_a_note_of_tomorrow_is_in_no_site(tmp_path: Path, status: str) -> None:
    assert _read(tmp_path, {"clients/acme/news/a.md": f"Status: {status}\n{NOTE}",
                            "clients/acme/news/b.md": NOTE.replace("2026-10-30", "2026-11-02")}) == ()


@pytest.mark.parametrize(("line", "says"), [
    ("Slug: ../../x", "front matter"), ("Save_as: ../../x", "front matter"), ("Template: x", "front matter"),
    ("Status: published", "Status"), ("Client: beta", "in the folder of 'acme'"),
    ("Language: frr", "did you mean 'fr'"),
    ("Title: Encore", "stands twice"),
])
def test_m06_m07_front_matter_that_could_mislead_is_refused_by_name(tmp_path: Path, line: str, says: str) -> None:
    message = _refusal(tmp_path, f"{line}\n{NOTE}")
    assert says in message
    assert message.startswith("content/clients/acme/news/2026-10.md")


def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    assert "write 2026-10-31" in _refusal(tmp_path, NOTE.replace("2026-10-30", "demain"))


def test_m09_a_writing_without_title_or_date_is_refused_not_dropped(tmp_path: Path) -> None:
    message = _refusal(tmp_path, "Author: x\n\nbody\n")
    assert "Title is missing" in message
    assert "Date is missing" in message


def test_m10_two_writings_with_one_address_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="share this name"):
        _read(tmp_path, {"clients/acme/news/a.md": NOTE, "clients/acme/pages/a.md": "Title: A\n\nx\n"})


def test_m13_ten_thousand_nested_marks_are_refused(tmp_path: Path) -> None:
    assert "nested deeper" in _refusal(tmp_path, NOTE + ">" * 10_000)
    assert "larger than" in _refusal(tmp_path, NOTE + "x\n" * 200_000)


def test_f10_what_is_no_regular_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    notes = tmp_path / "content" / "clients" / "acme" / "news"
    (notes / "folder.md").mkdir(parents=True)
    (notes / "link.md").symlink_to(tmp_path / "nowhere")
    os.mkfifo(notes / "pipe.md")
    with pytest.raises(ConfigurationError) as error:
        _read(tmp_path, {})
    assert [fault.what for fault in error.value.faults] == ["not a regular file"] * 3


def test_an_address_is_made_of_the_letters_of_the_files_name(tmp_path: Path) -> None:
    assert [one.slug for one in _read(tmp_path, {"clients/acme/news/Été à Œ.md": NOTE})] == ["ete-a"]
    assert "letters or digits" in _refusal(tmp_path, NOTE, "clients/acme/news/---.md")


def test_m11_pictures_are_named_with_their_lines_but_in_code(tmp_path: Path) -> None:
    text = ("![a [b] c](https://evil.example/x.png) and `![a](b)`\n\n```\n![c](d)\n```\n\n<IMG src=x>\n\n"
            "![e][f] ![g](h)\n\n[link](x) ! [link](y)\n")
    (note,) = _read(tmp_path, {"clients/acme/news/a.md": NOTE.replace("Un mois calme.\n", text)})
    assert note.pictures == tuple(f"content/clients/acme/news/a.md:{line}" for line in (6, 12, 14))


def test_m13_a_line_of_pictures_that_never_end_is_looked_through_in_no_time(tmp_path: Path) -> None:
    start = time.process_time()
    assert _read(tmp_path, {"clients/acme/news/a.md": NOTE + "![a" * 1_000})[0].pictures == ()
    assert _refusal(tmp_path, NOTE + "![a" * 60_000).startswith("content/clients/acme/news/2026-10.md:7: more than")
    assert time.process_time() - start < 1


def test_m11_each_file_is_looked_at_once_for_pictures_whatever_the_number_of_clients(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = "Title: A\nDate: 2026-10-30\n\n![a](b)\n"
    for client in ("acme", "beta"):
        workspace(tmp_path, client=f"client: {client}\n", folder=client)
    _read(tmp_path, {"clients/acme/news/a.md": picture, "clients/beta/pages/b.md": picture, "shared/c.md": picture,
                     "internal/d.md": picture, "internal/news/e.md": picture.replace("-10-30", "-12-30"),
                     "clients/beta/news/draft.md": f"Status: draft\n{picture}", "shared/none.md": NOTE})
    project = load(tmp_path)
    looked: list[Path] = []
    glob: Callable[[Path, str], Iterable[Path]] = Path.glob

    def counted(folder: Path, pattern: str) -> list[Path]:
        found = list(glob(folder, pattern))
        looked.extend(found)
        return found

    monkeypatch.setattr(Path, "glob", counted)
    assert pictures(project, date(2026, 11, 1)) == [f"content/{name}:4" for name in (
        "clients/acme/news/a.md", "clients/beta/pages/b.md", "shared/c.md", "internal/d.md")]
    assert len(looked) == len(set(looked)) == 7
