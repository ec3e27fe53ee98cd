"""The client's home: what is left, what is held, what is open, what comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clairevoie.disclosure.commitments import availability_lines
from clairevoie.disclosure.hours import hours
from clairevoie.disclosure.incidents import Struck, incidents
from clairevoie.disclosure.services import services
from clairevoie.disclosure.view import View
from clairevoie.figures.freshness import Age
from clairevoie.portal import Panel, Tile

MOST = 6
_TILES = ("tto_met", "ttr_met", "availability", "backlog", "csat", "reopen_rate", "ticket_volume", "mttr",
          "hours_consumed")


def overview(view: View, panels: Mapping[str, Panel], ages: Iterable[Age] = (), struck: Struck | None = None
             ) -> dict[str, Panel]:
    """The home's panels; those of other pages (`panels`) are repeated only where they stand on their own page too."""
    found: dict[str, Panel] = {}
    if told := incidents(view, ages, struck):
        found["incidents"] = told
    running = view.in_force(view.today, view.today)
    if budgets := tuple(h for h in hours(view) if h.contract in running):
        found["hours"] = budgets
    if shown := tiles(view):
        found["tiles"] = shown
    if doing := services(view):
        found["services"] = doing
    return found | {name: panels[name] for name in ("commitments", "tickets", "planning")
                    if name in panels and not (name == "tickets" and view.by_month("tickets"))}


def tiles(view: View) -> tuple[Tile, ...]:
    """At most six figures of the whole client, each with its months."""
    return tuple(tile for kpi in _TILES if (tile := _tile(view, kpi)))[:MOST]


def _tile(view: View, kpi: str) -> Tile | None:
    """The reporting month's figure; for what is counted now (backlog), as_of's day after the months."""
    periods = [*view.months, view.today.isoformat()] if kpi == "backlog" else [*view.months]
    about, by = _about(view) if kpi == "availability" else ("", {})
    series = view.ledger.over(kpi, periods, **by)
    shown = series and series[-1].period in (view.month, view.today.isoformat())
    return Tile(series[-1], series, about) if shown else None


def _about(view: View) -> tuple[str, dict[str, str]]:
    """The one service whose availability was promised: its name and its grouping; all of them where there are more."""
    lines = [line for line in availability_lines(view) if line.text("service")]
    if len(lines) != 1:
        return "", {}
    contract, service = lines[0].text("contract"), lines[0].text("service")
    return view.service(service), {"contract": contract, "service": service}
