"""Every figure of every site of the demo, and every one that staff may ask of a client, from its rows and sums."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from clairevoie.errors import ConfigurationError
from clairevoie.figures.kpi import KPIS
from clairevoie.pipeline.explaining import Known, cards_of, knowing, portal_of, with_staff_rows
from clairevoie.render.data import figure_told, table_csv
from tests.by_rows import OF_STAFF, SHOWN, Row, csv_rows, file_rows, number, told
from tests.demo import AS_OF, SITES

SHARED = sorted(kpi for kpi, known in KPIS.items() if not known.internal)
NEAR = 1e-6  # days and money beside a figure are rounded
Compared = tuple[Mapping[str, Any], float | None]


class Place(Protocol):
    """Where the demo is."""

    @property
    def workspace(self) -> Path:
        """What its sites are made of."""

    @property
    def output(self) -> Path:
        """Its built sites."""


def figures(place: Place) -> tuple[int, list[str]]:
    """Figures compared, those that their files do not give."""
    at, found = datetime.fromisoformat(AS_OF), [*_of_sites(place.output)]
    with knowing(place.workspace, at, at) as known:
        for spec in known.project.clients:
            found += [*_shared(known, spec.client), *_of_staff(known, spec.client)]
    return len(found), [f"{figure} {worked_out}" for figure, worked_out in found
                        if worked_out is None or abs(worked_out - number(figure["value"])) > figure.get("near", NEAR)]


def _of_sites(output: Path) -> Iterator[Compared]:
    for name in SITES:
        site = output / name
        for figure in json.loads((site / "data" / "figures.json").read_text(encoding="utf-8"))["figures"]:
            if _is_shown(figure):
                rows, sums = (file_rows(site, f"{what}-{figure['kpi']}") for what in ("rows", "sums"))
                cents = figure["kpi"] in OF_STAFF and figure["unit"] == "money"  # rows have parts of a cent
                yield figure | {"near": 0.00501 if cents else NEAR}, told(figure, rows, sums)


def _shared(known: Known, client: str) -> Iterator[Compared]:
    """All that a client could be granted."""
    portal = portal_of(known, client, SHARED, internal=True)
    files = {table.id: csv_rows(table_csv(table, portal.currency, portal.timezone)) for table in portal.tables}
    for one in portal.figures:
        figure = figure_told(one, portal.currency)
        if _is_shown(figure):
            yield figure, told(figure, files.get(f"rows-{one.kpi}", []), files.get(f"sums-{one.kpi}", []))


def _of_staff(known: Known, client: str) -> Iterator[Compared]:
    for kpi, formula in OF_STAFF.items():
        try:
            portal = portal_of(known, client, [kpi], internal=True)
        except ConfigurationError:  # of this client there is none
            continue
        card = with_staff_rows(known, client, cards_of(portal)[kpi])
        rows: Sequence[Row] = csv_rows(table_csv(card.rows, portal.currency, portal.timezone)) if card.rows else []
        for one in card.figures:
            figure = {**figure_told(one, portal.currency), "near": 0.00501 if one.unit == "money" else NEAR}
            if _is_shown(figure):
                yield figure, formula([row for row in rows if row["period"] == one.period])


def _is_shown(figure: Mapping[str, Any]) -> bool:
    return figure["value"] is not None and figure["state"] in SHOWN
