"""The rule of a commitment's penalty: `5%`, `1% per point; max 10%`, `50 per ticket`, `2% per 0.1 point; max 15%`.

    rule   = what [";" "max" amount]
    what   = amount ["per" [number] unit]      unit = ticket | point | hour
    amount = number "%" | number               per cent of the contract's monthly fee, else money in its currency
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Unit = Literal["", "ticket", "point", "hour"]
UNITS: tuple[Unit, ...] = ("ticket", "point", "hour")
_NUMBER = r"\d{1,9}(?:[.,]\d{1,4})?"
_AMOUNT = rf"({_NUMBER})\s*(%?)"
_RULE = re.compile(rf"{_AMOUNT}(?:\s+per\s+(?:({_NUMBER})\s+)?({'|'.join(UNITS)})s?)?(?:\s*;\s*max\s+{_AMOUNT})?",
                   re.ASCII)


@dataclass(frozen=True, slots=True)
class Amount:
    """A share of the monthly fee in per cent, or money."""

    number: Decimal
    of_fee: bool

    def cents(self, fee: Decimal) -> Decimal:
        """In cents, not rounded; fee: the month's, in cents."""
        return fee * self.number / 100 if self.of_fee else self.number * 100


@dataclass(frozen=True, slots=True)
class Penalty:
    """What a missed commitment costs: the amount once, or for each `step` begun of a unit; most: no more than that."""

    amount: Amount
    unit: Unit = ""
    step: Decimal = Decimal(1)
    most: Amount | None = None

    @property
    def needs_fee(self) -> bool:
        """Whether it can only be worked out from the monthly fee."""
        return self.amount.of_fee or bool(self.most and self.most.of_fee)

    def fits(self, metric: str) -> bool:
        """Tickets are late, services are down for hours."""
        return self.unit != ("ticket" if metric == "availability" else "hour")


def penalty(text: str) -> Penalty | None:
    """The rule that a text says, None where it says none."""
    found = _RULE.fullmatch(text.strip())
    if not found:
        return None
    number, share, step, _, most, most_share = found.groups()
    unit: Unit = next((one for one in UNITS if one == found.group(4)), "")
    size = _decimal(step or "1")
    if not size or not _is_money(number, share) or (most and not _is_money(most, most_share)):
        return None
    return Penalty(Amount(_decimal(number), bool(share)), unit, size,
                   Amount(_decimal(most), bool(most_share)) if most else None)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _is_money(number: str, share: str) -> bool:
    """Money has two decimals at most, a share of the fee is 100 per cent at most."""
    return _decimal(number) <= 100 if share else _decimal(number) == round(_decimal(number), 2)
