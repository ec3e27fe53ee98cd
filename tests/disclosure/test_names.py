"""How people are named, and what stands in addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.disclosure.names import address, person, slugs


@pytest.mark.parametrize(("name", "written"), [
    ("Marc Ferrand", "M. Ferrand"), ("Jean-Pierre Le Gall", "J.-P. Le Gall"), ("Charles de Gaulle", "C. de Gaulle"),
    ("Centre de services Néréis", "Centre de services Néréis"), ("Astreinte", "Astreinte"), ("", "")])
def test_initials_stand_for_first_names_and_leave_teams_alone(name: str, written: str) -> None:
    assert person(name, "role", "initials") == written


@pytest.mark.parametrize(("shown", "there"), [("full", True), ("initials", False), ("role", False), ("none", False)])
def test_an_address_that_spells_a_first_name_needs_the_full_name(shown: str, there: bool) -> None:
    email = "helene.marchais@nereis.example"
    assert address(email, "Hélène Marchais", shown) == (email if there else "")  # type: ignore[arg-type]


def test_a_shared_mailbox_names_nobody() -> None:
    assert address("support@nereis.example", "Centre de services Néréis", "none") == "support@nereis.example"


@given(st.lists(st.text(max_size=8), unique=True, max_size=12))
def test_each_contract_has_its_own_plain_word(names: list[str]) -> None:
    words = slugs(names)
    assert set(words) == set(names)
    assert len(set(words.values())) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word) for word in words.values())
    assert slugs(reversed(names)) == words
