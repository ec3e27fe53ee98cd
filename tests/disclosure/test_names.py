"""How people are named, and what stands in addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.disclosure.names import address, person, slugs
from clairevoie.project.model import PeopleShown


@pytest.mark.parametrize(("name", "written"), [
    ("Marc Ferrand", "M. Ferrand"), ("Jean-Pierre Le Gall", "J.-P. Le Gall"), ("Charles de Gaulle", "C. de Gaulle"),
    ("Centre de services Néréis", "Centre de services Néréis"), ("Astreinte", "Astreinte"), ("", "")])
def test_initials_stand_for_first_names_and_leave_teams_alone(name: str, written: str) -> None:
    assert person(name, "role", "initials", perhaps_team=True) == written


@pytest.mark.parametrize(("name", "written"), [
    ("Hélène\u00a0Marchais", "H. Marchais"), ("Hélène\tMarchais", "H. Marchais"), ("hélène marchais", "h. marchais"),
    ("Hélène Marchais (externe)", "H. Marchais"), ("Hélène Marchais - Nuageo", "H. Marchais"),
    ("Hélène Marchais 2", "H. Marchais"), ("Marchais, Hélène", "Marchais"), ("Dr. Hélène Marchais", "H. Marchais"),
    ("M. Ferrand", "M. Ferrand"), ("Hélène.Marchais", "H. Marchais"), ("Jean d'Ormesson", "J. d'Ormesson")])
def test_a_first_name_is_not_told_however_the_name_is_written(name: str, written: str) -> None:
    assert person(name, "role", "initials", perhaps_team=True) == written


@pytest.mark.parametrize("name", ["Hélène marchais", "Hélène de la tour"])
def test_somebody_of_the_staff_is_never_taken_for_a_team(name: str) -> None:
    assert person(name, "role", "initials").startswith("H. ")


@pytest.mark.parametrize(("shown", "there"), [("full", True), ("initials", False), ("role", False), ("none", False)])
def test_an_address_that_spells_a_first_name_needs_the_full_name(shown: str, there: bool) -> None:
    email = "helene.marchais@nereis.example"
    assert address(email, "Hélène Marchais", shown) == (email if there else "")  # type: ignore[arg-type]


@pytest.mark.parametrize(("email", "name", "shown"), [
    ("li.wu@x", "Li Wu", "role"), ("li@x", "Li Wu", "initials"), ("mueller@x", "Jan Müller", "none"),
    ("h.marchais@x", "Hélène Marchais", "role"), ("ivan@x", "Иван Петров", "role"),
    ("paul.brun@x", "Jean-Paul Brun", "initials"), ("helene@x", "Hélène\u00a0Marchais", "initials")])
def test_an_address_does_not_tell_what_the_name_may_not(email: str, name: str, shown: PeopleShown) -> None:
    assert address(email, name, shown) == ""


@pytest.mark.parametrize("email", ["h.marchais@x", "hmarchais@x", "support@x"])
def test_an_address_that_tells_no_more_than_the_initials_is_shown(email: str) -> None:
    assert address(email, "Hélène Marchais", "initials") == email


def test_a_shared_mailbox_names_nobody() -> None:
    assert address("support@nereis.example", "Centre de services Néréis", "none") == "support@nereis.example"


@given(st.lists(st.text(max_size=8), unique=True, max_size=12))
def test_each_contract_has_its_own_plain_word(names: list[str]) -> None:
    words = slugs(names)
    assert set(words) == set(names)
    assert len(set(words.values())) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word) for word in words.values())
    assert slugs(reversed(names)) == words


def test_the_word_of_a_contract_fits_in_the_name_of_a_file() -> None:
    words = slugs(["C" * 5000, "C" * 5000 + "1"])
    assert sorted(map(len, words.values())) == [60, 62]
