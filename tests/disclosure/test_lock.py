"""disclosure.lock: one grant a line, the same for the same grants, and what widens told from what narrows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.disclosure import saying
from clairevoie.disclosure.lock import Change, difference, lines_of, named, read, written
from clairevoie.errors import ConfigurationError
from clairevoie.project.granting import profile, profiles
from clairevoie.project.model import ClientSpec, Grants, GroupShare
from tests.disclosure.company import FIGURES, GRANTS
from tests.sampling import sample

WORK = ("tickets", "time_entries", "interventions", "assignments")


def spec(grants: Grants, client: str = "acme", **more: object) -> ClientSpec:
    return ClientSpec(client, Path("/nowhere"), ("fr",), grants, **more)  # type: ignore[arg-type]


def some(names: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(names)).map(lambda chosen: tuple(sorted(chosen)))


def grants() -> st.SearchStrategy[Grants]:
    """Any grants: of every kind that there is, labels of any letters."""
    tables = st.fixed_dictionaries({}, optional={table: some(columns) for table, columns in GRANTS.tables.items()})
    labels = st.dictionaries(st.sampled_from(["nuageo", "fibralia"]), st.text(min_size=1, max_size=8), max_size=2)
    return st.builds(
        Grants, pages=some(GRANTS.pages), figures=some(FIGURES), tables=tables,
        people=st.sampled_from(["none", "role", "initials", "full"]), months=st.integers(1, 36), by_month=some(WORK),
        delay_days=st.integers(0, 60), minimum_count=st.integers(0, 20),
        downloads=some(("figures", "tickets", "cis")), providers=labels)


@sample(80)
@given(grants(), grants(), st.text(min_size=1, max_size=8), st.text(min_size=1, max_size=8))
def test_the_lock_reads_back_as_it_was_written_whatever_a_label_holds(one: Grants, other: Grants, name: str, label: str
                                                                      ) -> None:
    specs = [spec(one, shared_cis={name: label}), spec(other, "acme-corp")]
    text = written(specs)
    assert text == written(reversed(specs))
    assert read(text) == {each.client: lines_of(each) for each in specs}
    assert len(text.split("\n")) == 5 + sum(len(lines_of(each)) for each in specs)
    assert (name, label) in {named(what) for kind, what in lines_of(specs[0]) if kind == "shared_ci"}


@sample(80)
@given(grants(), grants())
def test_what_widens_one_way_narrows_the_other(one: Grants, other: Grants) -> None:
    there = difference(lines_of(spec(one)), lines_of(spec(other)))
    back = difference(lines_of(spec(other)), lines_of(spec(one)))
    assert {(c.kind, c.what) for c in there.wider} == {(c.kind, c.what) for c in back.narrower}
    assert {(c.kind, c.what) for c in there.narrower} == {(c.kind, c.what) for c in back.wider}


def test_each_grant_that_is_taken_away_only_narrows_and_each_that_is_added_widens() -> None:
    whole = replace(GRANTS, downloads=("figures",), providers={"nuageo": "Nuageo"}, delay_days=2, minimum_count=3)
    less = [*(replace(whole, pages=tuple(p for p in whole.pages if p != page)) for page in whole.pages),
            *(replace(whole, figures=tuple(f for f in whole.figures if f != figure)) for figure in whole.figures),
            *(replace(whole, tables={**whole.tables, table: tuple(c for c in columns if c != column)})
              for table, columns in whole.tables.items() for column in columns if (table, column) not in SPINE),
            replace(whole, downloads=()), replace(whole, providers={}), replace(whole, people="initials"),
            replace(whole, months=6), replace(whole, delay_days=3), replace(whole, minimum_count=4),
            replace(whole, by_month=("tickets",)), replace(whole, by_month=("all",))]
    for narrow in less:
        change = difference(lines_of(spec(whole)), lines_of(spec(narrow)))
        assert change.narrower and not change.wider
        assert difference(lines_of(spec(narrow)), lines_of(spec(whole))).wider


SPINE = {("interventions", name) for name in ("intervention", "start", "end", "status")}


def test_what_a_page_brings_and_what_a_clock_stands_for_are_lines() -> None:
    lines = lines_of(spec(Grants(pages=("contacts",), tables={"tickets": ("ttr",)})))
    assert {("column", "contacts.phone"), ("column", "tickets.ttr_verdict")} <= lines


def test_a_measure_says_what_it_was_and_what_it_is() -> None:
    change = difference(lines_of(spec(Grants(months=6))), lines_of(spec(Grants(months=13, people="full"))))
    assert change.wider == (Change("people", "", "none", "full"), Change("months", "", "6", "13"))
    assert saying.visible("Acme", change) == ("newly visible to Acme: names of people: in full (was: nobody is named);"
                                              " history: 13 months (was: 6 months)")


@pytest.mark.parametrize(("grants", "pairs"), [
    (Grants(tables={"contracts": ("monthly_fee",)}), set()),
    (Grants(figures=("hours_consumed",)), set()),
    (Grants(figures=("hours_consumed",), tables={"contracts": ("monthly_fee",)}), {"realised_daily_rate"}),
    (Grants(tables={"contracts": ("daily_rate",), "time_entries": ("person", "hours")}, people="role"), set()),
    (Grants(tables={"contracts": ("daily_rate",), "time_entries": ("person", "hours")}, people="initials"),
     {"billing_of_a_person"}),
    (Grants(tables={"time_entries": ("date", "person", "hours")}, people="full"), {"time_of_a_person"}),
])
def test_what_grants_reveal_together_is_written_in_the_lock(grants: Grants, pairs: set[str]) -> None:
    assert {what for kind, what in lines_of(spec(grants)) if kind == "reveals"} == pairs


def test_a_pair_is_said_in_words_with_what_it_reveals() -> None:
    before, now = Grants(figures=("hours_consumed",)), Grants(figures=("hours_consumed",),
                                                              tables={"contracts": ("monthly_fee",)})
    said = saying.visible("Acme", difference(lines_of(spec(before)), lines_of(spec(now))))
    assert said == ("newly visible to Acme: contracts: monthly fee (monthly_fee); what follows from it: the daily rate"
                    " realised: a contract’s price ÷ the days consumed")


def test_what_came_and_what_went_are_said_in_words_of_both_languages() -> None:
    before, now = Grants(figures=("backlog",)), Grants(tables={"tickets": ("title",)})
    change = difference(lines_of(spec(before)), lines_of(spec(now)))
    assert saying.visible("Acme", change, "en") == ("newly visible to Acme: tickets: Subject (title); no longer"
                                                    " visible: figures: Open tickets (backlog)")
    assert saying.visible("Acme", change, "fr") == (
        "nouvellement visible par Acme\u00a0: tickets\u00a0: Objet (title)\u202f; n’est plus visible\u00a0: "
        "chiffres\u00a0: Tickets en cours (backlog)")


@pytest.mark.parametrize(("text", "where"), [
    ("", "disclosure.lock:1"), ("version 2\n", "disclosure.lock:1"), ("acme page overview\n", "disclosure.lock:1"),
    ("version 1\nacme paje overview\n", "disclosure.lock:2"), ("version 1\nacme page\n", "disclosure.lock:2"),
    ("version 1\n\n<<<<<<< HEAD\n", "disclosure.lock:3"), ("version 1\nacme months many\n", "disclosure.lock:2"),
    ("version 1\nacme provider nuageo Nuageo\n", "disclosure.lock:2"),
    ("version 1\nacme months ١٣\n", "disclosure.lock:2"), ("version 1\nacme months -1\n", "disclosure.lock:2"),
])
def test_a_lock_that_is_none_is_refused_with_its_line(text: str, where: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        read(text)
    assert [fault.where for fault in error.value.faults] == [where]


@pytest.mark.parametrize("name", profiles())
def test_no_profile_grants_money_or_names_of_staff(name: str) -> None:
    granted = profile(name)
    assert granted.people in ("none", "role")
    assert not {"monthly_fee", "price", "daily_rate", "annual_cost"} & {
        column for columns in granted.tables.values() for column in columns}


def test_each_profile_grants_what_the_smaller_one_does() -> None:
    smaller, middle, larger = (profile(name) for name in ("essential", "standard", "full"))
    for less, more in ((smaller, middle), (middle, larger)):
        assert set(less.pages) <= set(more.pages)
        assert set(less.figures) <= set(more.figures)
        assert all(set(columns) <= set(more.tables[table]) for table, columns in less.tables.items())


@pytest.mark.parametrize("line", ["people full", "months 36", "delay_days 0", "minimum_count 0"])
def test_a_measure_that_stands_twice_as_after_a_careless_merge_is_refused(line: str) -> None:
    text = written([spec(replace(GRANTS, people="role", months=13, delay_days=7, minimum_count=5))])
    with pytest.raises(ConfigurationError, match=rf"acme has {line.partition(' ')[0]} twice"):
        read(f"{text}acme {line}\n")


def test_what_a_subsidiary_lets_its_parent_read_is_a_line_each() -> None:
    daughter = spec(Grants(group=GroupShare("mere", ("ttr_met",), alone=True)), "fille")
    lines = lines_of(daughter)
    assert {what for kind, what in lines if kind == "group"} == {"mere ttr_met", "mere alone"}
    assert read(written([daughter]))["fille"] == lines
    assert {change.what for change in difference(lines_of(spec(Grants(), "fille")), lines).wider} == {
        "mere ttr_met", "mere alone"}
    with pytest.raises(ConfigurationError, match="is no grant"):
        read("version 1\nfille group ttr_met\n")
