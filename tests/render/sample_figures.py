"""The figures of the sample, by month, and their definitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

from clairevoie.portal import (
    Definition,
    Figure,
    State,
    Text,
    Tile,
    Unit,
)

PARIS = ZoneInfo("Europe/Paris")


AS_OF = datetime(2026, 3, 12, 14, 5, tzinfo=PARIS)


MONTHS = (*tuple(f"2025-{m:02}" for m in range(2, 13)), "2026-01", "2026-02")


TTO = (0.979, 1.0, 0.955, 0.979, 0.982, 0.980, 1.0, 0.962, 0.983, 1.0, 0.978, 0.965, 0.982143)


TTR = (0.958, 0.981, 0.977, 0.936, 0.964, 1.0, 0.968, 0.925, 0.948, 0.967, 0.978, 0.982, 53 / 56)


NUMBERS = (48, 52, 44, 47, 55, 50, 31, 53, 58, 61, 46, 57, 56)


CALENDAR = Text("Ouvré 8 h–18 h", "Working hours 8:00–18:00")


ALWAYS = Text("24 h/24, 7 j/7", "24 hours a day, 7 days a week")


HOSTILE = '</script><img src=x onerror=alert(1)>"><svg onload=alert(2)>'


LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 22">'
    '<g fill="none" stroke-width="3" stroke-linecap="round">'
    '<path stroke="#0a5a6b" d="M2 16c4-8 7-8 11 0s7 8 11 0"/>'
    '<path stroke="#5f9a8e" d="M2 8c4-8 7-8 11 0s7 8 11 0"/></g></svg>'
)


def figure(kpi: str, value: float | Decimal | None, unit: Unit = "ratio", state: State = "ok", **more: Any) -> Figure:
    """A figure of February, with whatever else is given."""
    return Figure(kpi, str(more.pop("period", "2026-02")), unit, state, value, **more)


def monthly(kpi: str, values: tuple[float | None, ...], unit: Unit = "ratio", **more: Any) -> tuple[Figure, ...]:
    """One figure a month."""
    return tuple(
        figure(kpi, value, unit, "ok" if value is not None else "no_data", period=month, **more)
        for month, value in zip(MONTHS, values, strict=True)
    )


TTO_FIGURE = figure(
    "tto_met", TTO[-1], n=56, met=55, total=56, target=0.95, previous=0.965, excluded=(("no_commitment", 5),)
)


TTR_FIGURE = figure(
    "ttr_met",
    TTR[-1],
    n=56,
    met=53,
    total=56,
    target=0.95,
    previous=0.982,
    interval=None,
    excluded=(("no_commitment", 4), ("running", 1)),
)


BACKLOG = figure(
    "backlog", 5, "count", period="2026-03-12", n=5, beside=(("incident", 4), ("request", 1), ("late_now", 1))
)


MTTR = figure("mttr", 372.0, "minutes", n=52, previous=401.0, beside=(("median", 215.0), ("p90", 903.0)))


VOLUME = figure("ticket_volume", 61, "count", n=61, previous=57)


CONSUMED = figure("hours_consumed", 78.5, "hours", n=41, previous=69.0)


def tiles() -> tuple[Tile, ...]:
    """Six tiles, in the states that the home page may show."""
    return (
        Tile(TTO_FIGURE, (*monthly("tto_met", TTO, target=0.95)[:-1], TTO_FIGURE)),
        Tile(TTR_FIGURE, (*monthly("ttr_met", TTR, target=0.95)[:-1], TTR_FIGURE)),
        Tile(
            replace(MTTR, state="revised"), monthly("mttr", tuple(300.0 + 20 * (i % 4) for i in range(13)), "minutes")
        ),
        Tile(BACKLOG, monthly("backlog", (6, 7, 9, 6, 5, 8, 7, 4, 5, 6, 7, 6, 5), "count")),
        Tile(
            figure("csat", None, state="too_few", n=4, met=3, total=4, target=0.9),
            (
                *monthly(
                    "csat", (None, None, 0.9, 0.92, None, 0.93, None, None, 0.85, 0.9, 0.95, 0.93, None), target=0.9
                ),
            ),
        ),
        Tile(
            figure("reopen_rate", 0.033, state="estimated", n=61, target=0.05),
            tuple(
                replace(f, state="estimated")
                for f in monthly(
                    "reopen_rate",
                    (0.05, 0.04, 0.045, 0.05, 0.03, 0.02, 0.03, 0.035, 0.02, 0.035, 0.04, 0.045, 0.033),
                    target=0.05,
                )
            ),
        ),
    )


def definitions() -> tuple[Definition, ...]:
    """A card for each KPI of the sample."""

    def one(
        kpi: str,
        fr: str,
        en: str,
        unit: Unit = "ratio",
        direction: Literal["up", "down", "none"] = "up",
        minimum: int = 0,
    ) -> Definition:
        return Definition(
            kpi,
            Text(fr, en),
            Text(f"{fr} : ce que l’on compte dans le mois.", f"{en}: what is counted in the month."),
            Text("tenus ÷ tickets avec un engagement et un verdict", "held ÷ tickets with a commitment and a verdict"),
            unit,
            direction,
            "by: resolution",
            (
                (Text("Exactement à la limite", "Exactly at the limit"), Text("tenu.", "held.")),
                (Text("Rouvert", "Reopened"), Text("la même horloge repart.", "the same clock resumes.")),
            ),
            Text("Tickets", "Tickets"),
            minimum,
        )

    return (
        one("tto_met", "Pris en charge dans le délai", "Picked up in time", minimum=5),
        one("ttr_met", "Rétablis dans le délai", "Restored in time", minimum=5),
        one("mttr", "Délai de rétablissement", "Time to restore", "minutes", "down"),
        one("backlog", "Tickets ouverts", "Open tickets", "count", "down"),
        one("ticket_volume", "Tickets créés", "Tickets created", "count", "none"),
        one("csat", "Satisfaction", "Satisfaction", minimum=5),
        one("reopen_rate", "Tickets rouverts", "Reopened tickets", "ratio", "down"),
        one("hours_consumed", "Heures passées", "Hours spent", "hours", "none"),
        one("budget_remaining", "Heures restantes", "Hours left", "hours", "up"),
    )
