"""What is not granted is not in the Portal: not in a page, a panel, a figure, a table or a sentence."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.disclosure.ledger import ledger
from clairevoie.portal import Figure, Portal, Table
from clairevoie.project.model import Grants
from tests.disclosure.company import FIGURES, GRANTS, portal, without
from tests.sampling import sample

# Words that stand in the data under a column, and nowhere else.
TRACES = {
    ("tickets", "ticket"): ("I-2", "I-3"), ("tickets", "title"): ("Title of",),
    ("tickets", "requester"): ("Asker of",), ("tickets", "breach_cause"): ("provider",),
    ("tickets", "breach_note"): ("Late part",), ("time_entries", "note"): ("Note one",),
    ("time_entries", "activity"): ("Support", "Changements"), ("time_entries", "person"): (),
    ("cis", "name"): ("Serveur neuf",), ("cis", "class"): ("Machine",), ("contracts", "monthly_fee"): ("4850.5",),
    ("contracts", "signatories"): ("A. Néret",), ("contacts", "phone"): ("04 72 00 00 17", "04 72 11 11 11"),
    ("contacts", "email"): ("h.marchais",), ("contacts", "name"): ("Hélène", "Paul Lefèvre"),
    ("interventions", "title"): ("Mise à jour", "Correctifs"), ("assignments", "share"): (),
}


def walk(thing: object) -> Iterator[object]:
    """Every value inside dataclasses, tuples and mappings."""
    yield thing
    if dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from walk(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for part in thing:
            yield from walk(part)
    elif isinstance(thing, Mapping):
        for name, part in thing.items():
            yield from walk(name)
            yield from walk(part)


def words(thing: object) -> str:
    """All the words inside, one a line."""
    return "\n".join(str(value) for value in walk(thing)
                     if not dataclasses.is_dataclass(value) and not isinstance(value, (tuple, Mapping)))


def columns(site: Portal) -> set[str]:
    """The columns of every table of rows (a chart's table has its series)."""
    return {column.id for table in walk(site) if isinstance(table, Table) for column in table.columns
            if table.columns[0].id != "x"}


def test_a_client_granted_nothing_gets_an_empty_home_and_nothing_else() -> None:
    site = portal(Grants())
    assert [(page.id, dict(page.panels), page.nav) for page in site.pages] == [("overview", {}, False)]
    assert (site.figures, site.tables, site.definitions, site.prose) == ((), (), (), ())


def test_pages_alone_show_neither_figure_nor_row_of_work() -> None:
    site = portal(Grants(pages=GRANTS.pages))
    assert not site.figures
    assert not site.tables
    text = words(site)
    for traces in (TRACES["tickets", "ticket"], TRACES["time_entries", "note"], TRACES["cis", "name"],
                   TRACES["contracts", "monthly_fee"], TRACES["contracts", "signatories"], ("Hélène", "Marc")):
        assert not [trace for trace in traces if trace in text]


def test_figures_and_tables_without_pages_show_nothing() -> None:
    site = portal(without(GRANTS, pages=()))
    assert (site.figures, site.tables) == ((), ())
    assert all(not page.panels for page in site.pages)


@pytest.mark.parametrize("page", GRANTS.pages)
def test_a_page_taken_away_leaves_no_page_panel_or_prose(page: str) -> None:
    site = portal(without(GRANTS, pages=tuple(p for p in GRANTS.pages if p != page)))
    assert not [p for p in site.pages if p.id == page and (p.nav or p.panels)]
    home = site.pages[0]
    assert page not in home.panels
    assert not [p for p in site.prose if p.page == page]


@pytest.mark.parametrize("kpi", FIGURES)
def test_a_figure_taken_away_leaves_no_value_card_label_or_address(kpi: str) -> None:
    site = portal(without(GRANTS, figures=tuple(f for f in FIGURES if f != kpi)))
    assert kpi not in {figure.kpi for figure in site.figures}
    assert kpi not in {definition.kpi for definition in site.definitions}
    assert f"Libellé {kpi}" not in words(site)
    assert not [page for page in site.pages if kpi in page.path or page.subject == kpi]


@pytest.mark.parametrize(("table", "column"), [(t, c) for t, cs in GRANTS.tables.items() for c in cs])
def test_a_column_taken_away_leaves_no_cell_of_it(table: str, column: str) -> None:
    left = tuple(c for c in GRANTS.tables[table] if c != column)
    site = portal(without(GRANTS, tables={**GRANTS.tables, table: left}))
    text = words(site)
    assert not [trace for trace in TRACES.get((table, column), ()) if trace in text]
    # The same word may be a column of another table that is granted.
    elsewhere = {c for t, cs in GRANTS.tables.items() if t != table for c in cs}
    shown = {column, f"{column}_minutes", f"{column}_limit"} if column in ("tto", "ttr") else {column}
    assert not (columns(site) & shown) - elsewhere


@pytest.mark.parametrize("table", ["tickets", "time_entries", "cis"])
def test_a_table_taken_away_leaves_no_row_of_it(table: str) -> None:
    site = portal(without(GRANTS, tables={t: cs for t, cs in GRANTS.tables.items() if t != table}))
    text = words(site)
    # A time entry names its ticket: that is the column of another table.
    own = {"tickets": ("I-2", "I-3", "Title of", "Late part"), "time_entries": ("Note one", "Support"),
           "cis": ("srv-9", "Serveur", "Machine")}
    assert not [trace for trace in own[table] if trace in text]


@pytest.mark.parametrize(("people", "there", "absent"), [
    ("none", (), ("Ferrand", "ingénieur", "Marchais")),
    ("role", ("ingénieur systèmes", "Responsable de compte"), ("Ferrand", "Marchais", "marchais")),
    ("initials", ("M. Ferrand", "H. Marchais"), ("Marc F", "Hélène")),
    ("full", ("Marc Ferrand", "Hélène Marchais"), ())])
def test_people_are_named_as_granted(people: str, there: tuple[str, ...], absent: tuple[str, ...]) -> None:
    text = words(portal(without(GRANTS, people=people)))
    assert not [name for name in there if name not in text]
    assert not [name for name in absent if name in text]


def test_a_shared_platform_is_named_by_its_label_or_not_at_all() -> None:
    text = words(portal())
    assert "Ferme de Lyon (partagée)" in text
    assert "Plateforme partagée" in text
    assert not [word for word in ("pf-lyon", "pf-paris", "Ferme Lyon interne", "Ferme Paris interne") if word in text]


def test_no_provider_and_no_internal_figure_is_ever_named() -> None:
    site = portal()
    text = words(site)
    assert "nuageo" not in text
    assert "Delmas" not in text
    assert "contract_margin" not in text
    assert "0.0777" not in text


def test_no_month_before_the_granted_ones_is_shown() -> None:
    site = portal(without(GRANTS, months=2))
    assert site.months == ("2026-09", "2026-10")
    assert {f.period for f in site.figures} <= {"2026-09", "2026-10", "2026-11", "2026-11-01", "to_date"}
    assert not [old for old in ("2026-08-10", "2025-10") if old in words(site)]


def test_the_first_granted_month_does_not_tell_the_value_of_the_month_before() -> None:
    months = ("2026-09", "2026-10")
    known = ledger(Figure("mttr", month, "minutes", "ok", 210.0, previous=99.0) for month in months)
    assert [figure.previous for figure in known.kept(["mttr"], months).over("mttr", months)] == [None, 99.0]


def test_every_figure_of_a_page_is_in_the_portal_and_the_reverse() -> None:
    site = portal()
    standing = {(f.kpi, f.period, f.by) for f in walk(site.pages) if isinstance(f, Figure)}
    assert standing <= {(f.kpi, f.period, f.by) for f in site.figures}
    assert {f.kpi for f in site.figures} == set(FIGURES)


_subsets = st.builds(
    Grants,
    pages=st.sets(st.sampled_from(GRANTS.pages)).map(lambda s: tuple(sorted(s))),
    figures=st.sets(st.sampled_from(FIGURES)).map(lambda s: tuple(sorted(s))),
    tables=st.dictionaries(st.sampled_from(sorted(GRANTS.tables)), st.just(None)).flatmap(
        lambda names: st.fixed_dictionaries(
            {t: st.sets(st.sampled_from(GRANTS.tables[t])).map(lambda s: tuple(sorted(s))) for t in sorted(names)})),
    people=st.sampled_from(["none", "role", "initials", "full"]),
    months=st.integers(1, 13))


@sample(60)
@given(_subsets)
def test_any_grants_show_only_what_they_name(grants: Grants) -> None:
    site = portal(grants)
    assert {page.id for page in site.pages} <= set(grants.pages) | {"overview"}
    assert {figure.kpi for figure in site.figures} <= set(grants.figures)
    assert {figure.period for figure in site.figures} <= {*site.months, "2026-11", "2026-11-01", "to_date"}
    text = words(site)
    for (table, column), traces in TRACES.items():
        brought = table in ("interventions", "contacts") and table not in grants.tables and column != "email"
        if column not in grants.tables.get(table, ()) and not brought and (table, column) != ("tickets", "ticket"):
            assert not [trace for trace in traces if trace in text], (table, column)
