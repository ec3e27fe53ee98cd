"""Numbers as they are written in French and in English (LOOK §6)."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from clairevoie.words.typography import FIXED, MINUS, THIN

Number = int | float | Decimal
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}


def number(value: Number, language: str, decimals: int = 0, *, signed: bool = False) -> str:
    """`1 234,5` or `1,234.5`; halves are rounded away from zero; the minus is U+2212."""
    exact = _rounded(value, decimals)
    digits = f"{abs(exact):,.{decimals}f}"
    if language != "en":
        digits = digits.replace(",", THIN).replace(".", ",")
    return _sign(exact, signed) + digits


def percent(ratio: Number, language: str, decimals: int = 1, *, signed: bool = False) -> str:
    """`98,4 %` or `98.4%` from a ratio; what is under 1 is never rounded up to 100 %."""
    exact = Decimal(str(ratio)) * 100
    if exact < 100 <= _rounded(exact, decimals):
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN)
    return number(exact, language, decimals, signed=signed) + ("%" if language == "en" else THIN + "%")


def percent_short(ratio: Number, language: str) -> str:
    """A percentage with the decimals it has, one at most: `95 %`, `99,5 %`: for targets and shares."""
    exact = _rounded(Decimal(str(ratio)) * 100, 1)
    return percent(ratio, language, 0 if exact == exact.to_integral_value() else 1)


def points(difference: Number, language: str) -> str:
    """`−3,6 pt` or `−3.6 pts` from a difference of two ratios."""
    exact = _rounded(Decimal(str(difference)) * 100, 1)
    unit = "pts" if language == "en" and abs(exact) != 1 else "pt"
    return number(exact, language, 1, signed=True) + FIXED + unit


def hours(value: Number, language: str, *, signed: bool = False, decimals: int = 1) -> str:
    """`181,5 h` or `181.5 h`."""
    return number(value, language, decimals, signed=signed) + FIXED + "h"


def days(value: Number, language: str, *, signed: bool = False, decimals: int = 1) -> str:
    """`30,5 j` or `30.5 d`."""
    return number(value, language, decimals, signed=signed) + FIXED + ("d" if language == "en" else "j")


def money(value: Number, currency: str, language: str, *, whole: bool = False) -> str:
    """`4 850 €` or `€4,850`; cents only where there are some, never with `whole`."""
    exact = _rounded(value, 2)
    decimals = 0 if whole or exact == exact.to_integral_value() else 2
    symbol = _SYMBOLS.get(currency, currency)
    if language != "en":
        return number(exact, language, decimals) + FIXED + symbol
    sign = _sign(_rounded(exact, decimals), signed=False)
    space = FIXED if len(symbol) > 1 else ""
    return sign + symbol + space + number(abs(exact), language, decimals)


def _rounded(value: Number, decimals: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _sign(value: Decimal, signed: bool) -> str:
    if value < 0:
        return MINUS
    return "+" if signed and value > 0 else ""
