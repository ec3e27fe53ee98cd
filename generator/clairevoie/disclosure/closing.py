"""A month of a client as it is closed: its figures, the rows behind them, in whose hours and by which variant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import pyarrow as pa

from clairevoie.disclosure import events
from clairevoie.disclosure.behind import BEHIND, counted, frozen_columns
from clairevoie.disclosure.definitions import calendars
from clairevoie.disclosure.events import EVENTS
from clairevoie.disclosure.ledger import ledger
from clairevoie.disclosure.view import view_of
from clairevoie.figures.frozen import frozen
from clairevoie.figures.kpi import KPIS
from clairevoie.portal import Figure
from clairevoie.project.model import ClientSpec, Grants, Project
from clairevoie.tables.closed import Closed
from clairevoie.tables.slices import Slice

MOST = 36  # months back: as many as a client may be granted


def closed_month(slice: Slice, figures: Iterable[Figure], project: Project, spec: ClientSpec, as_of: datetime,
                 month: str) -> Closed:
    """What is to be kept of a month. figures: every figure of the client, which may be granted later."""
    mine = [figure for figure in figures if figure.period == month]
    grants = Grants(pages=("commitments",), figures=tuple(KPIS), months=MOST)
    view = view_of(slice, ledger(mine), project, replace(spec, grants=grants), as_of)
    measured = {figure.kpi for figure in mine if not figure.by and figure.state != "not_measured"}
    told = {figure.kpi for figure in mine if figure.state != "not_measured"}
    rows: dict[str, pa.Table] = {kpi: frozen_columns(kpi, counted(view, kpi, [month]))
                                 for kpi in sorted(measured & set(BEHIND))}
    rows |= {kpi: events.frozen(view, kpi, month) for kpi in sorted(told & set(EVENTS))}
    cards = {kpi: {"variant": view.variants[kpi],
                   "calendars": [[text.fr, text.en] for text in calendars(view, kpi)]} for kpi in sorted(measured)}
    return Closed(spec.client, month, as_of, tuple(frozen(figure) for figure in mine), rows, cards)
