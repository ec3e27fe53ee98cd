"""Words of others turn nothing around them, on any page; rows that are taken away stay as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.portal import Portal, Prose
from clairevoie.render import build
from clairevoie.words.shown import TURNING, plain, shown
from tests.render.sample import client
from tests.sampling import sample


def test_no_page_holds_a_control_of_writing_direction_while_files_keep_what_was_written(tmp_path: Path) -> None:
    evil = f"gpj.\u202eexe{TURNING}"
    build(_named(client(), evil), tmp_path)
    pages = [file.read_text(encoding="utf-8") for file in tmp_path.rglob("*.html")]
    assert len(pages) > 5 and any("gpj.exe" in page for page in pages)
    assert not [sign for sign in TURNING for page in pages if sign in page]
    assert any(evil in file.read_text(encoding="utf-8") for file in tmp_path.rglob("*.csv"))


@sample(100)
@given(st.text(alphabet=st.sampled_from([*TURNING, *"aé\u05d0\n\x07\t 👩\u200d\u200b"]), max_size=30))
def test_only_those_signs_are_left_out(text: str) -> None:
    assert shown(text) == "".join(one for one in text if one not in TURNING)
    assert plain(text) == shown(text).replace("\x07", " ").replace("\t", " ")


@pytest.mark.parametrize("text", ["", "Éléonore d’Aquitaine", "a" * 50_000])
def test_a_page_without_them_is_the_same_object(text: str) -> None:
    assert shown(text) is text


def _named(portal: Portal, evil: str) -> Portal:
    """The same site with this in its name, its prose and every table."""
    tables = tuple(replace(table, rows=tuple(tuple(evil if isinstance(cell, str) else cell for cell in row)
                                             for row in table.rows)) for table in portal.tables)
    pages = tuple(page for page in portal.pages if page.id in ("planning", "contacts", "news"))
    return replace(portal, name=evil, tables=tables, pages=pages,
                   prose=(Prose("page", "evil", evil, "fr", f"{evil} &#x202e; [lien](https://x.example)"),))
