"""A client's site holds nothing of any other client, and nothing of them moves it."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from tests.demo import CLIENTS, build, copy_workspace, files_of
from tests.e2e.foreign import change_others, foreign_words, text_of, words_by_client
from tests.gate.own import found, granted

SAMPLE = (("lefevre", "change"), ("helianthe-energie", "remove"), ("orsted", "add"))


def test_no_word_of_one_client_stands_in_any_byte_of_anothers_site(demo_output: Path) -> None:
    words = words_by_client(demo_output.parent / "workspace" / "data_sources")
    assert set(words) == set(CLIENTS)
    assert min(map(len, words.values())) > 20
    texts = {client: text_of(demo_output / client) for client in CLIENTS}
    for reader, other in permutations(CLIENTS, 2):
        assert foreign_words(texts[reader], words[reader], {other: words[other]}) == [], f"{other} in {reader}'s site"


def test_the_oracle_sees_a_word_that_was_planted(demo_output: Path) -> None:
    words = words_by_client(demo_output.parent / "workspace" / "data_sources")
    text = text_of(demo_output / "lefevre") + " cabinet ørsted &amp; fils ".casefold()
    assert foreign_words(text + "groupe helianthe", words["lefevre"], {"helianthe": words["helianthe"]}) == [
        ("helianthe", "Groupe Hélianthe"), ("helianthe", "helianthe")]


def test_the_gate_finds_the_words_of_a_client_that_stand_on_its_own_site(demo_output: Path) -> None:
    for client in CLIENTS:
        words = granted(demo_output / client)
        assert len(words) > 5
        there, all_of_them = found(demo_output / client, words)
        assert there >= 0.95 * all_of_them


@pytest.mark.parametrize(("client", "kind"), SAMPLE)
def test_rows_of_other_clients_do_not_move_a_byte(demo_output: Path, tmp_path: Path, client: str, kind: str) -> None:
    workspace = copy_workspace(tmp_path / "workspace")
    assert change_others(workspace, client, kind) > 100
    build(workspace, tmp_path / "output", "--client", client)
    assert files_of(tmp_path / "output" / client) == files_of(demo_output / client)


def test_what_only_staff_may_see_does_not_move_a_byte(demo_output: Path, tmp_path: Path) -> None:
    """Its invoices and costs, an action that is not shown to it, a draft, a threshold: not even its fingerprint."""
    workspace = copy_workspace(tmp_path / "workspace")
    money = workspace / "data_sources" / "gestion"
    for name, row in (("costs", "Z-1,C-2024-009,2026-10-31,licence,12345.67,false"),
                      ("invoices", "F-Z,lefevre,C-2024-009,2026-10-30,,,services,54321.00,"),
                      ("actions", "A-Z,lefevre,C-2024-009,,Renégocier la marge,Marc Oster,2026-12-01,open,false")):
        with (money / f"{name}.csv").open("a", encoding="utf-8") as out:
            out.write(row + "\n")
    portal = workspace / "portal.yml"
    portal.write_text(portal.read_text("utf-8").replace("margin_threshold: 15", "margin_threshold: 16"), "utf-8")
    note = workspace / "content" / "clients" / "lefevre" / "news" / "brouillon.md"
    note.write_text("Title: Brouillon\nDate: 2026-10-31\nStatus: draft\n\nPas encore.\n", "utf-8")
    build(workspace, tmp_path / "output", "--client", "lefevre")
    assert files_of(tmp_path / "output" / "lefevre") == files_of(demo_output / "lefevre")
