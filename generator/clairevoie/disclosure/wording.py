"""Short sentences of ours around figures, in both languages."""

from __future__ import annotations

from datetime import date

from clairevoie.portal import Figure, Text
from clairevoie.words import dates, labels, numbers

COLON = Text("\u00a0: ", ": ")
SEMICOLON = Text("\u202f; ", "; ")


def amount(figure: Figure) -> Text:
    """A figure's value with its unit, or its state in words."""
    return Text(_amount(figure, "fr"), _amount(figure, "en"))


def month(value: str) -> Text:
    """A month with its year: "octobre 2026"."""
    return Text(dates.month(value, "fr", year=True), dates.month(value, "en", year=True))


def day(value: date) -> Text:
    """A day: "12/03/2026"."""
    return Text(dates.day(value, "fr"), dates.day(value, "en"))


def joined(*parts: Text | str, between: Text | str = "") -> Text:
    """Texts one after the other; a plain str is the same in both languages."""
    return Text(_in(between, "fr").join(_in(part, "fr") for part in parts),
                _in(between, "en").join(_in(part, "en") for part in parts))


def _in(part: Text | str, language: str) -> str:
    return part if isinstance(part, str) else part.in_(language)


def _amount(figure: Figure, language: str) -> str:
    value = figure.value
    if value is None or figure.state in ("too_few", "no_data", "not_measured", "withheld"):
        return labels.label("state", figure.state, language)
    if figure.unit == "ratio":
        return numbers.percent(value, language)
    if figure.unit == "state":
        return labels.label("service_state", str(int(value)), language)
    if figure.unit == "money":
        return numbers.money(value, figure.currency or "EUR", language, whole=True)
    if figure.unit in ("hours", "days"):
        return numbers.hours(value, language) if figure.unit == "hours" else numbers.days(value, language)
    return numbers.number(value, language, 0 if figure.unit == "count" else 1)
