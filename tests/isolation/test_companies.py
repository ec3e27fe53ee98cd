"""In no file of any site of companies made at random stands a word of another client; its own words do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.isolation import ground, oracle
from tests.isolation.companies import company
from tests.isolation.trials import Found, search


@pytest.fixture(scope="module")
def found() -> Found:
    """One company; `make prove` searches a hundred."""
    return search((1,), most=6)


def test_no_site_of_a_random_company_holds_a_word_of_another_client(found: Found) -> None:
    assert (found.companies, found.foreign, found.refused) == (1, [], [])
    assert found.searched > 500


def test_a_site_shows_at_least_95_per_cent_of_what_its_client_is_granted(found: Found) -> None:
    assert found.granted > 30
    assert found.shown >= 0.95 * found.granted


def test_a_parent_reads_what_those_that_share_come_to_and_nothing_of_one_that_does_not(tmp_path: Path) -> None:
    made = company(7, least=5, most=5)
    (parent, sharing), = made.sharing.items()
    root = ground.lay(made, tmp_path)
    ground.built(root, root / "output", [parent])
    figures = json.loads((root / "output" / parent / "data" / "figures.json").read_text("utf-8"))["figures"]
    volume = {figure["by"]["group"]: figure["value"] for figure in figures
              if (figure["kpi"], figure["period"]) == ("ticket_volume", "2026-10") and "group" in figure["by"]}
    theirs = sum(row["client"] in sharing for row in made.tables["tickets"])
    assert volume == {"subsidiaries": theirs,
                      "all": theirs + sum(row["client"] == parent for row in made.tables["tickets"])}
    assert {row["parent"] for row in made.tables["clients"]} == {parent, ""}
    assert sum(row["parent"] == parent for row in made.tables["clients"]) == len(sharing) + 1


def test_the_oracle_sees_what_is_planted_in_any_writing(tmp_path: Path) -> None:
    made = company(4, most=4)
    mark = next(mark for mark, owner in made.owners.items() if owner)
    for name, text in {"a.html": f"<p>{mark.upper()}", "b.json": "".join(f"\\u{ord(c):04x}" for c in mark),
                       "c.html": "".join(f"&#{ord(c)};" for c in mark),
                       "d.csv": "".join(f"%{ord(c):02x}" for c in mark),
                       f"{mark}.txt": "name"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / name).write_text(text, encoding="utf-8")
        assert oracle.marks_in(oracle.texts(tmp_path / name)) == {mark}, name
    text = oracle.folded("Nord-Est SA &amp; acme-corp, NORD.")
    assert oracle.plain_foreign(text, {"acme-corp", "Nord-Est"}, {"acme": {"acme"}, "nord": {"Nord"}}) == [
        ("nord", "Nord")]


def test_a_company_has_ids_that_begin_with_one_another_and_names_that_look_alike() -> None:
    made = company(0, least=24)
    ids = sorted(made.names)
    assert any(one != other and other.startswith(one) for one in ids for other in ids)
    assert any(not name.isascii() for name in made.names.values())
    assert any(not row.get("client") for row in made.tables["cis"])
    assert ground.AS_OF.tzinfo
