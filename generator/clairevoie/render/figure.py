"""How one figure is written, and whether it misses its target."""

from __future__ import annotations

from decimal import Decimal

from clairevoie.portal import Definition, Figure, Unit
from clairevoie.words import durations, numbers
from clairevoie.words.labels import label

NOTHING = "–"


def written(figure: Figure, language: str, currency: str) -> str:
    """The value with its unit; a dash where the state has none (the words beside it say why)."""
    if figure.value is None:
        return NOTHING
    if figure.kpi == "availability":  # a tenth of a point of a month is three quarters of an hour
        return numbers.percent(figure.value, language, 2)
    return amount(figure.value, figure.unit, language, figure.currency or currency if _is_money(figure) else "")


def amount(value: numbers.Number, unit: Unit, language: str, currency: str = "") -> str:
    """A value in a unit: `94,6 %`, `181,5 h`, `30,5 j`, `4 h 52`, `4 850 €`, `14,2 /jour`."""
    match unit:
        case "ratio":
            return numbers.percent(value, language)
        case "count":
            return numbers.number(value, language)
        case "hours":
            return numbers.hours(value, language)
        case "days":
            return numbers.days(value, language)
        case "minutes":
            return durations.duration(float(value), language)
        case "state":
            return label("service_state", str(int(value)), language)
    if currency or unit == "money":
        return numbers.money(value, currency, language, whole=True)
    return numbers.number(value, language, 1) + ("\u00a0/day" if language == "en" else "\u00a0/jour")


def short(value: numbers.Number, unit: Unit, language: str, currency: str = "") -> str:
    """A target or a bound: as few decimals as it has (`95 %`)."""
    return numbers.percent_short(value, language) if unit == "ratio" else amount(value, unit, language, currency)


def missed(figure: Figure, definition: Definition | None) -> bool:
    """Below the target where up is good, above it where down is good."""
    if figure.value is None or figure.target is None:
        return False
    down = definition is not None and definition.direction == "down"
    return float(figure.value) > figure.target if down else float(figure.value) < figure.target


def _is_money(figure: Figure) -> bool:
    return figure.unit == "money" or isinstance(figure.value, Decimal) or figure.currency is not None
