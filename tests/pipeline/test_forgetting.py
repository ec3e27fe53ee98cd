"""A person who is to be forgotten leaves the store and every reading to come; what stays is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from clairevoie.cli import cli
from clairevoie.errors import ConfigurationError
from clairevoie.pipeline.forgetting import forget
from clairevoie.tables import forgetting
from tests.demo import files_of
from tests.isolation import ground
from tests.pipeline.small import NOW, company, pull, source, write

NAME = "Léa Marchais"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    company(tmp_path)
    source(tmp_path, "staff", "type: csv\ntables: {people: {}, contacts: {}, absences: {}, time_entries: {}}\n")
    write(tmp_path, "staff/people.csv", f"person,name,email,phone,role\nl.marchais,{NAME},lea@n.example,+33 1,Chef\n"
          "m.o,Marc Oster,marc@n.example,+33 2,Chef\n")
    write(tmp_path, "staff/contacts.csv", "contact,client,name,email\nc1,acme,LEA  MARCHAIS,lea@n.example\n"
          "c2,acme,Léa Martin,lm@a.example\n")
    write(tmp_path, "staff/absences.csv", "person,date,fraction,kind\nl.marchais,2026-10-05,1,sick\n")
    write(tmp_path, "staff/time_entries.csv", "entry,date,person,hours,billable,note\n"
          "H1,2026-10-05,l.marchais,2,true,Vu avec léa marchais\nH2,2026-10-05,m.o,2,true,x\n")
    write(tmp_path, "desk/tickets.csv", "ticket,client,kind,priority,status,title,created,requester,person\n"
          f"T1,acme,incident,P2,new,Compte de {NAME},2026-10-05T10:00,{NAME},l.marchais\n")
    (tmp_path / "content" / "clients" / "acme" / "news").mkdir()
    (tmp_path / "content" / "clients" / "acme" / "news" / "n.md").write_text(
        f"Title: x\nDate: 2026-10-01\n\nMerci à {NAME}.\n", encoding="utf-8")
    with ground.cheaply():
        pull(tmp_path)
    return tmp_path


def words_in(root: Path) -> set[str]:
    """What of the person stands in a file of the private state, rows read as text."""
    import pyarrow.parquet as pq

    texts = [str(pq.read_table(file).to_pylist()) if file.suffix == ".parquet"
             else file.read_bytes().decode("utf-8", "replace")
             for file in (root / ".clairevoie").rglob("*") if file.is_file()]
    text = forgetting.folded("\n".join(texts))
    return {word for word in ("lea marchais", "l.marchais", "lea@n.example", "+33 1") if word in text}


def test_a_dry_run_says_all_and_changes_nothing(root: Path) -> None:
    before = files_of(root / ".clairevoie" / "store")
    said = CliRunner().invoke(cli, ["forget", NAME, "--workspace", str(root)]).output
    assert files_of(root / ".clairevoie" / "store") == before
    for line in ("tickets.requester: 1 cell would be", "people.name: 1", "contacts.name: 1", "time_entries.note: 1",
                 "absences.person: 1", "content/clients/acme/news/n.md", "source staff", "output/", "with --apply"):
        assert line in said, line


def test_who_allowed_an_exception_stays_in_the_lock_and_that_is_said(root: Path) -> None:
    (root / "disclosure.lock").write_text(
        f'version 1\n\nacme override revenue until 2026-12-31 "{NAME}" "open book"\n', encoding="utf-8")
    assert "disclosure.lock: names the person; rewrite it" in forget(root, NAME, apply=False).stays


def test_who_is_forgotten_stands_nowhere_in_the_private_state_and_others_do(root: Path) -> None:
    assert words_in(root) == {"lea marchais", "l.marchais", "lea@n.example", "+33 1"}
    forget(root, NAME, apply=True)
    assert words_in(root) == set()
    kept = files_of(root / ".clairevoie" / "store" / "snapshots" / "staff")
    assert any(name.endswith("people.parquet") for name in kept), "the reading stands, under another hash"


def test_the_next_reading_does_not_bring_them_back_but_in_free_text(root: Path) -> None:
    forget(root, "l.marchais", apply=True)
    with ground.cheaply():
        pull(root, NOW.replace(hour=9))
    assert words_in(root) <= {"lea marchais"}  # a title and a note, which only the source can alter
    found = forget(root, NAME, apply=False)
    assert {column for counts in found.cells.values() for _, column in counts} == {"title", "note"}


def test_the_list_of_the_forgotten_tells_nobody_and_one_word_stands_for_one_person(root: Path) -> None:
    forget(root, NAME, apply=True)
    said = json.loads((root / ".clairevoie" / "store" / forgetting.FILE).read_text("utf-8"))
    assert "marchais" not in json.dumps(said).lower()
    assert len(set(said["words"].values())) == 1
    assert (root / ".clairevoie" / "store" / forgetting.FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["Nobody Atall", "Léa", "", "   ", "x" * 5000])
def test_a_word_that_names_nobody_or_too_many_is_refused_and_nothing_is_written(root: Path, name: str) -> None:
    before = files_of(root / ".clairevoie" / "store")
    with pytest.raises(ConfigurationError, match=r"nobody in the store|too short"):
        forget(root, name, apply=False)
    assert files_of(root / ".clairevoie" / "store") == before
