"""How the numbers that stand beside a figure are written: each under its name, with its own unit."""

from __future__ import annotations

from typing import Literal

from clairevoie.portal import Figure, Unit
from clairevoie.render.figure import amount
from clairevoie.words import numbers
from clairevoie.words.labels import label

_OWN: dict[str, Unit | Literal["own"]] = {  # what is not named here is a count, or has the unit that its source gave it
    **dict.fromkeys(("median", "p90", "not_deducted", "billable", "consumed", "consumed_since", "budget", "remaining",
                     "drift"), "own"),
    **dict.fromkeys(("longest", "down", "agreed"), "minutes"),
    **dict.fromkeys(("days", "days_apart", "busy_days", "billed_days", "available_days", "absent"), "days"),
    **dict.fromkeys(("response_rate", "per_month"), "ratio"),
    "hours": "hours",
}
_MEASURES = ("minutes", "hours", "days")  # a figure in another unit says nothing of what its parts are measured in


def beside(figure: Figure, language: str) -> list[str]:
    """`médiane 12 h 28`, `jours ouvrés 22`: one for each number, in the order of the figure."""
    return [f"{label('beside', name, language)} {_written(figure, name, number, language)}"
            for name, number in figure.beside]


def _written(figure: Figure, name: str, number: float, language: str) -> str:
    unit = _OWN.get(name)
    unit = (figure.unit if figure.unit in _MEASURES else None) if unit == "own" else unit
    if unit is not None:
        return amount(number, unit, language)
    return numbers.number(number, language, next((n for n in (0, 1) if round(number, n) == round(number, 2)), 2))
