"""A contract's own variant goes before portal.yml's; what adds up contracts of several variants is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from clairevoie.disclosure import client_portal
from clairevoie.disclosure.closing import closed_month
from clairevoie.disclosure.ledger import ledger
from clairevoie.disclosure.view import view_of
from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import KPIS, compute, compute_internal
from clairevoie.figures.rollup import shared, together
from clairevoie.figures.variants import apart
from clairevoie.portal import Figure, Portal
from clairevoie.project.model import ClientSpec, FigureSettings, Project
from clairevoie.tables.slices import Slice
from tests.figures.ledger import AS_OF, dataset, project, rows
from tests.figures.test_kpi import CLIENTS, COMMITMENTS, CONTRACTS, TICKETS
from tests.figures.test_variants import CREATION, GRANTS, card

RATES = ("tto_met", "ttr_met")
MORE = ("commitments_held", "penalty")
Key = tuple[str, str, tuple[tuple[str, str], ...]]


def company(settings: Project, declared: Mapping[str, str] = {}, second: str = "") -> Slice:
    """The small company; `second`: these tickets are of a second contract, with commitments of its own."""
    contracts = [*rows(CONTRACTS), {**rows(CONTRACTS)[0], "contract": "K2", "name": "K2"}]
    lines = [*rows(COMMITMENTS), *({**row, "commitment": f"2-{row['commitment']}", "contract": "K2"}
                                   for row in rows(COMMITMENTS))]
    tickets = [{**row, "contract": "K2"} if row["ticket"] in second.split() else row for row in rows(TICKETS)]
    held = dataset(clients=rows(CLIENTS), tickets=tickets, commitments=lines,
                   contracts=[{**row, "counted_by": declared.get(row["contract"], "")} for row in contracts])
    return Slice("acme", derive(held, settings, AS_OF).tables)


def twin(settings: Project) -> Slice:
    """A client like it, of contracts and commitments of other names, which declare nothing."""
    contracts, lines, tickets = (rows(text.replace("K1", "Z1").replace("tto-", "z-tto-").replace("ttr-", "z-ttr-"))
                                 for text in (CONTRACTS, COMMITMENTS, TICKETS))
    held = dataset(clients=rows(CLIENTS), tickets=tickets, commitments=lines, contracts=contracts)
    return Slice("twin", derive(held, settings, AS_OF).tables)


def figures(settings: Project, held: Slice) -> dict[Key, Figure]:
    found = compute(held, settings, AS_OF, (*RATES, *MORE))
    return {(one.kpi, one.period, one.by): one for one in found}


def portal(settings: Project, held: Slice) -> Portal:
    cards = tuple(KPIS[kpi].settled(settings) for kpi in GRANTS.figures)
    counted = compute(held, settings, AS_OF, GRANTS.figures)
    return client_portal(held, counted, cards, settings, ClientSpec("acme", Path(), ("fr", "en"), GRANTS), (), AS_OF,
                         "0")


@pytest.mark.parametrize(("declared", "said", "other"), [("creation", {}, CREATION), ("stop", CREATION, {})])
def test_the_variant_of_the_only_contract_is_that_of_the_client_whatever_portal_yml_says(
        declared: str, said: dict[str, FigureSettings], other: dict[str, FigureSettings]) -> None:
    own = portal(project(said), company(project(said), {"K1": declared}))
    alike = portal(project(other), company(project(other)))
    for kpi in RATES:
        one, expected = card(own, kpi), card(alike, kpi)
        named = one.definition.edge_cases[-1]
        assert one.definition.variant == expected.definition.variant
        assert one.definition.formula == expected.definition.formula
        assert (named[0].en, named[1].en) == ("Contract K1", f"Counted by month of {by(kpi, declared)}.")
        assert one.rows == expected.rows
        # A8 names no contract, and no commitment applies to it: it is left out of a month as portal.yml says.
        assert [(f.period, f.met, f.total, f.value) for f in one.figures] == [
            (f.period, f.met, f.total, f.value) for f in expected.figures]


def by(kpi: str, declared: str) -> str:
    return "creation" if declared == "creation" else {"tto_met": "pick-up", "ttr_met": "restoration"}[kpi]


def test_each_contract_is_counted_in_its_own_variant_and_their_sum_is_withheld() -> None:
    settings, second = project(), "A2 A4 A7 B2"
    mixed = figures(settings, company(settings, {"K2": "creation"}, second))
    stop = figures(settings, company(settings, {}, second))
    creation = figures(project(CREATION), company(project(CREATION), {}, second))
    seen = 0
    for (kpi, period, of), figure in mixed.items():
        if kpi in RATES and of and of[0][0] in ("contract", "commitment"):
            second_ = of in ((("contract", "K2"),), *((("commitment", f"2-{row['commitment']}"),)
                                                      for row in rows(COMMITMENTS)))
            assert figure == (creation if second_ else stop)[kpi, period, of]
            seen += bool(figure.total)
        elif kpi in RATES and not of:
            assert (figure.state, figure.value, figure.met, figure.total, figure.reason) == (
                "withheld", None, None, None, "variants")
    assert seen > 8
    assert any(mixed[kpi, "2026-10", (("contract", "K2"),)] != stop[kpi, "2026-10", (("contract", "K2"),)]
               for kpi in RATES)


def test_the_card_names_each_contracts_variant_and_shows_the_rows_and_figures_of_each() -> None:
    settings = project()
    shown = portal(settings, company(settings, {"K2": "creation"}, "A2 A4 A7 B2"))
    for kpi in RATES:
        one = card(shown, kpi)
        assert one.definition.variant == "by_contract"
        assert [case.en for case, _ in one.definition.edge_cases][-1:] == ["Contract K2"]
        assert {figure.by[0][0] for figure in one.figures} == {"contract"}
        assert one.rows
        place = {column.id: n for n, column in enumerate(one.rows.columns)}
        if "contract" in place:
            for figure in one.figures:
                mine = [row[place[kpi.removesuffix("_met")]] for row in one.rows.rows
                        if row[place["period"]] == figure.period and row[place["contract"]] == figure.by[0][1]]
                assert mine.count("met") == figure.met


def test_at_month_grain_a_closed_month_stays_under_its_own_month() -> None:
    settings, grants = project(), replace(GRANTS, by_month=("tickets",))
    spec, held = ClientSpec("acme", Path(), ("fr",), grants), company(project(), {"K1": "creation"})
    counted = compute(held, settings, AS_OF, RATES)
    closed = closed_month(held, counted, settings, spec, AS_OF, "2026-09")
    cards = tuple(KPIS[kpi].settled(settings) for kpi in RATES)
    before, after = (client_portal(held, counted, cards, settings, spec, (), AS_OF, "0", closed=ended)
                     for ended in ((), (closed,)))
    for kpi in RATES:
        live, kept = card(before, kpi).rows, card(after, kpi).rows
        assert live and kept and [row[:2] for row in kept.rows] == [row[:2] for row in live.rows]
        own = [place for place, column in enumerate(kept.columns) if column.id.startswith(kpi[:3])]
        for row, was in zip(kept.rows, live.rows, strict=True):  # nothing was kept of the other clock: no zero
            kept_ = tuple(was[n] if n in (0, 1, *own) else None for n in range(len(was)))
            assert row == (kept_ if row[0] == "2026-09" else was)


def test_few_rows_are_not_why_a_sum_over_several_variants_is_withheld() -> None:
    counted = compute(company(project(), {"K2": "creation"}, "A2 A4 A7 B2"), project(), AS_OF, RATES)
    found = [one for one in ledger(counted).without_few(3).figures.values() if not one.by]
    assert found and {(one.state, one.reason) for one in found} == {("withheld", "variants")}


def test_a_ticket_that_names_no_contract_is_counted_as_the_one_whose_commitment_applies() -> None:
    settings = project()
    held = company(settings, {"K1": "creation"})
    tickets = held.tables["tickets"]
    nameless = tickets.set_column(tickets.column_names.index("contract"), "contract",
                                  [[None] * len(tickets)]).cast(tickets.schema)
    lost = replace(held, tables={**held.tables, "tickets": nameless})
    whole = {key: figure for key, figure in figures(settings, held).items() if not key[2] and key[0] in RATES}
    found = figures(settings, lost)
    assert {key: (found[key].met, found[key].total) for key in whole} == {
        key: (figure.met, figure.total) for key, figure in whole.items()}


def test_the_company_and_a_group_have_no_sum_over_several_variants() -> None:
    settings = project()
    one, other = company(settings, {"K1": "creation"}), twin(settings)
    nobody = replace(other, tables={name: table.slice(0, 0) for name, table in other.tables.items()})
    known = compute_internal({"acme": one, "twin": other}, nobody, settings, AS_OF)
    whole = [f for f in known if f.kpi == "ttr_met" and not f.by]
    assert whole and {(f.state, f.reason) for f in whole} == {("withheld", "variants")}
    assert apart(one, settings) == RATES and apart(other, settings) == () and apart(one, project(CREATION)) == ()
    shares = [shared(tuple(figures(settings, held).values()), RATES, "2026-11", alone=True, apart=apart(held, settings))
              for held in (one, other)]
    assert {total.hidden for total in together(shares) if total.sum.kpi in RATES} == {"not_of_all"}


def test_without_a_contract_that_declares_one_a_clients_tickets_stay_as_they_are() -> None:
    settings = project()
    held = company(settings)
    view = view_of(held, ledger(()), settings, ClientSpec("acme", Path(), ("fr",), GRANTS), AS_OF)
    assert view.slice is held
    assert view.variants["ttr_met"] == "resolution"
