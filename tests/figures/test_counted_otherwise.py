"""A month that was closed while a contract counted its tickets otherwise is compared, and summed, with none of now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from clairevoie.disclosure import client_portal
from clairevoie.disclosure.closing import closed_month
from clairevoie.figures.frozen import as_closed, frozen
from clairevoie.figures.kpi import KPIS, compute
from clairevoie.figures.rollup import ALL, SUBSIDIARIES, Total, rolled_up, shared, together
from clairevoie.portal import Figure, Portal
from clairevoie.project.model import ClientSpec, FigureSettings
from clairevoie.tables.closed import Closed
from tests.figures.ledger import AS_OF, project
from tests.figures.test_contract_variants import RATES, company, twin
from tests.figures.test_variants import CREATION, GRANTS, card

SECOND, CLOSED, NEXT = "A2 A4 A7 B2", "2026-09", "2026-10"
SPEC = ClientSpec("acme", Path(), ("fr",), replace(GRANTS, figures=RATES))


def changed_since() -> tuple[tuple[Figure, ...], Portal]:
    """K1 counted by creation when September was closed, by the stop since: the figures, and what the client sees."""
    settings = project({kpi: FigureSettings(minimum=1) for kpi in RATES})
    then, now = (company(settings, {"K1": declared, "K2": "creation"}, SECOND) for declared in ("creation", "stop"))
    closed = closed_month(then, compute(then, settings, AS_OF, RATES), settings, SPEC, AS_OF, CLOSED)
    counted = as_closed(compute(now, settings, AS_OF, RATES), (closed,))
    cards = tuple(KPIS[kpi].settled(settings) for kpi in RATES)
    shown = client_portal(now, counted, cards, settings, SPEC, (), AS_OF, "0", closed=(closed,))
    return counted, shown


def test_the_month_after_one_that_was_counted_otherwise_has_no_change_to_tell() -> None:
    counted, shown = changed_since()
    changes = {(one.kpi, dict(one.by).get("contract"), one.period): one.previous
               for kpi in RATES for one in card(shown, kpi).figures}
    valued = {(one.kpi, dict(one.by).get("contract"), one.period) for one in counted if one.value is not None}
    for kpi in RATES:
        assert {(kpi, name, month) for name in ("K1", "K2") for month in (CLOSED, NEXT)} <= valued
        assert changes[kpi, "K1", NEXT] is None
        assert changes[kpi, "K2", NEXT] is not None


def test_a_card_has_the_closed_whole_beside_each_contract() -> None:
    _, shown = changed_since()
    for kpi in RATES:
        of = card(shown, kpi)
        (whole,) = (one for one in of.figures if not one.by)  # the sum of no other month can be said
        assert of.rows and (whole.period, whole.way) == (CLOSED, "creation")
        place = [column.id for column in of.rows.columns].index(kpi.removesuffix("_met"))
        verdicts = [row[place] for row in of.rows.rows if row[0] == CLOSED]
        assert (whole.met, whole.total) == (verdicts.count("met"), verdicts.count("met") + verdicts.count("missed"))
        assert {one.period for one in of.figures if one.by == (("contract", "K1"),)} >= {CLOSED, NEXT}


def test_a_closed_figure_has_no_value_of_now_that_is_counted_otherwise() -> None:
    then, now = (Figure("ttr_met", CLOSED, "ratio", "ok", value, n=10, way="creation") for value in (0.9, 0.8))
    closed = Closed("acme", CLOSED, AS_OF, (frozen(then),), {}, {})
    assert [as_closed([one], (closed,))[0].now for one in (now, replace(now, way=""))] == [0.8, None]


def test_a_groups_sum_of_a_month_that_one_of_them_counted_otherwise_is_withheld() -> None:
    settings = project()
    before, late = project(CREATION), twin(settings)
    early = company(before)
    closed = closed_month(early, compute(early, before, AS_OF, RATES), before, SPEC, AS_OF, CLOSED)
    mine = as_closed(compute(company(settings), settings, AS_OF, RATES), (closed,))
    theirs = compute(late, settings, AS_OF, RATES)
    shares = [shared(figures, RATES, "2026-11", alone=True) for figures in (mine, theirs)]
    hidden = {(total.sum.kpi, total.sum.period): total.hidden for total in together(shares)}
    assert {hidden[kpi, CLOSED] for kpi in RATES} == {"variants"}
    assert {hidden[kpi, NEXT] for kpi in RATES} == {""}
    assert {total.sum.way for total in together(shares)} == {""}
    alone = [Total(one, "") for one in shares[1].partials]
    found = {(one.kpi, one.period, one.by): one for one in rolled_up(
        alone, mine, {kpi: KPIS[kpi].settled(settings) for kpi in RATES})}
    for kpi in RATES:
        assert (found[kpi, CLOSED, ALL].state, found[kpi, CLOSED, ALL].reason) == ("withheld", "variants")
        assert said(found[kpi, CLOSED, SUBSIDIARIES]) == said(next(
            one for one in theirs if (one.kpi, one.period, one.by) == (kpi, CLOSED, ())))
        both = [next(one for one in figures if (one.kpi, one.period, one.by) == (kpi, NEXT, ())) for figures in
                (mine, theirs)]
        assert said(found[kpi, NEXT, ALL]) == (sum(one.met or 0 for one in both), sum(one.total or 0 for one in both))


def said(figure: Figure) -> tuple[int | None, int | None]:
    return figure.met, figure.total
