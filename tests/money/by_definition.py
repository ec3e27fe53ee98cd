"""What contracts earn and cost, worked out row by row and day by day in Decimal from the definitions alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

Key = tuple[str, str]  # client, contract
Row = dict[str, Any]
ZERO, ONE = Decimal(0), Decimal(1)
DAYS_A_YEAR = 218
_DATES = ("date", "start", "end", "terminated", "from", "to")
_NUMBERS = ("amount", "hours", "price", "monthly_fee", "daily_rate", "annual_cost", "daily_cost", "fte", "day_hours",
            "remaining", "days")
_FLAGS = ("billable", "deducted", "rebilled")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum; `told` once anything was added, `unknown` once something that is not known should have been."""

    value: Decimal = ZERO
    told: bool = False
    unknown: bool = False

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.value + other.value, self.told or other.told, self.unknown or other.unknown)


NOTHING, UNKNOWN = Amount(), Amount(unknown=True)


@dataclass(frozen=True, slots=True)
class Company:
    """Typed rows, the day they are looked at, the variant of revenue, whether providers are allocated."""

    rows: dict[str, list[Row]]
    today: date
    produced: bool
    allocated: bool

    def of(self, table: str, **cells: object) -> list[Row]:
        """The rows with these cells."""
        return [row for row in self.rows[table] if all(row[name] == cell for name, cell in cells.items())]


def company(tables: dict[str, list[dict[str, str]]], today: date, *, produced: bool, allocated: bool) -> Company:
    """Rows of text, read; what happened after `today` is not seen."""
    rows: dict[str, list[Row]] = {table: [{name: _cell(name, text) for name, text in row.items()} for row in given]
                                  for table, given in tables.items()}
    for table in ("time_entries", "invoices", "costs"):
        rows[table] = [row for row in rows[table] if row["date"] <= today]
    return Company(rows, today, produced, allocated)


def added(amounts: list[Amount]) -> Amount:
    """Their sum."""
    return sum(amounts, NOTHING)


@cache
def days_of(month: str, today: date) -> list[date]:
    """The days of a month up to today."""
    return [day for day in all_days_of(month) if day <= today]


@cache
def all_days_of(month: str) -> list[date]:
    """Every day of a month."""
    day, found = date.fromisoformat(f"{month}-01"), []
    while f"{day:%Y-%m}" == month:
        found.append(day)
        day += timedelta(days=1)
    return found


def last_day(contract: Row) -> date:
    """A tacit renewal goes on until it is terminated."""
    ends = [contract["terminated"]] if contract["renewal"] == "tacit" else [contract["end"], contract["terminated"]]
    return min([day for day in ends if day], default=date.max)


def currency(of: Company, key: Key, ours: str = "EUR") -> str:
    """A contract's own, else its client's, else the company's."""
    contract = next((row for row in of.of("contracts", contract=key[1])), {"currency": ""})
    client = next((row for row in of.of("clients", client=key[0])), {"currency": ""})
    return str(contract["currency"] or client["currency"] or ours)


def invoiced(of: Company, key: Key, days: list[date]) -> Amount:
    """Services invoiced on these days, credit notes negative."""
    return added([Amount(row["amount"], told=True) for row in
                  of.of("invoices", client=key[0], contract=key[1], kind="services") if row["date"] in days])


def earned(of: Company, key: Key, month: str) -> Amount:
    """Revenue of a month, in the variant of the company."""
    if not of.produced:
        return invoiced(of, key, all_days_of(month))
    return produced(of, key, days_of(month, of.today)) if key[1] else NOTHING


def produced(of: Company, key: Key, days: list[date]) -> Amount:
    """What a contract earned on consecutive days."""
    contract = of.of("contracts", contract=key[1])[0]
    if not days:
        return NOTHING
    if contract["kind"] == "time_and_materials":
        return added([_worked(of, contract, row) for row in of.of("time_entries", contract=key[1], billable=True)
                      if row["date"] in days])
    if contract["kind"] == "managed":
        return added([_fee_of(contract, day) for day in days])
    return _gained(of, contract, days)


def rate(of: Company, contract: Row, entry: Row) -> Decimal | None:
    """The rate in force: the person's, else the role's, else the contract's."""
    role = of.of("people", person=entry["person"])[0]["role"]
    for whose in ({"person": entry["person"]}, {"person": "", "role": role}):
        known = [row for row in of.of("rates", contract=contract["contract"], **whose) if row["from"] <= entry["date"]]
        if known and (role or whose["person"]):
            return Decimal(max(known, key=lambda row: row["from"])["daily_rate"])
    return contract["daily_rate"] if contract["daily_rate"] is None else Decimal(contract["daily_rate"])


def in_days(of: Company, entry: Row) -> Decimal:
    """Hours ÷ the contract's day, 7 where there is none."""
    contracts = of.of("contracts", contract=entry["contract"])
    return Decimal(entry["hours"]) / (contracts[0]["day_hours"] if contracts else 7)


def budget(of: Company, contract: Row, day: date, *kinds: str) -> Decimal:
    """Hours of a budget by a day, of these kinds."""
    return sum((_hours(contract, abs(row["amount"]), row["unit"]) for row in
                of.of("budgets", contract=contract["contract"]) if row["date"] <= day and row["kind"] in kinds), ZERO)


def consumed(of: Company, contract: Row, day: date) -> Decimal:
    """Deducted hours × the multiplier of their rate kind, by a day."""
    rows = of.of("time_entries", contract=contract["contract"])
    taken = [row for row in rows if row["date"] <= day and
             (row["billable"] if row["deducted"] is None else row["deducted"])]
    return sum((row["hours"] * _multiplier(contract, row["rate_kind"]) for row in taken), ZERO)


def progress(of: Company, contract: Row, day: date) -> Decimal | None:
    """The share of the price that is earned by a day; None where it is not known."""
    if contract["price"] is None:
        return None
    return _spent(of, contract, day) if contract["kind"] == "prepaid" else _advanced(of, contract, day)


def _worked(of: Company, contract: Row, entry: Row) -> Amount:
    price = rate(of, contract, entry)
    return UNKNOWN if price is None else Amount(in_days(of, entry) * price, told=True)


def _fee_of(contract: Row, day: date) -> Amount:
    if not contract["start"] <= day <= last_day(contract):
        return NOTHING
    if contract["monthly_fee"] is None:
        return UNKNOWN
    return Amount(contract["monthly_fee"] / len(all_days_of(f"{day:%Y-%m}")), told=True)


def _gained(of: Company, contract: Row, days: list[date]) -> Amount:
    if days[-1] < contract["start"]:
        return NOTHING
    eve = days[0] - timedelta(days=1)
    before, after = (progress(of, contract, day) for day in (eve, days[-1]))
    if eve < contract["start"]:
        before = None if contract["price"] is None else ZERO
    if before is None or after is None:
        return UNKNOWN
    return Amount(contract["price"] * (after - before), told=after != before)


def _spent(of: Company, contract: Row, day: date) -> Decimal:
    """Deducted × (1 ÷ sold), capped, the rest when it expires or ends."""
    if day >= last_day(contract):
        return ONE
    sold, lost = budget(of, contract, of.today, "sold", "top_up", "carry_over"), budget(of, contract, day, "expired")
    return min((consumed(of, contract, day) + lost) / sold, ONE) if sold else ZERO


def _advanced(of: Company, contract: Row, day: date) -> Decimal | None:
    """Consumed ÷ where it lands: consumed by the last estimate + what remained, or consumed where that is more."""
    done = consumed(of, contract, day)
    told = [row for row in of.of("estimates", contract=contract["contract"]) if row["date"] <= day]
    if not done:
        return ZERO
    if not told:
        return None
    last = max(told, key=lambda row: row["date"])
    landing = consumed(of, contract, last["date"]) + _hours(contract, last["remaining"], last["unit"])
    return done / max(landing, done)


def _hours(contract: Row, amount: Decimal, unit: str) -> Decimal:
    return amount * (contract["day_hours"] if unit == "days" else 1)


def _multiplier(contract: Row, kind: str) -> Decimal:
    """The texts that random ledgers hold, read by hand."""
    said = {"night=1.5; on_call=2": {"night": "1.5", "on_call": "2"}, "night: 1,25": {"night": "1.25"},
            "on_call × 0.5": {"on_call": "0.5"}, "": {}}
    return Decimal(said[contract["multipliers"]].get(kind, "1"))


def _cell(name: str, text: str) -> object:
    if name in _DATES:
        return date.fromisoformat(text) if text else None
    if name in _NUMBERS:
        return Decimal(text) if text else None
    return (text == "yes" if text else None) if name in _FLAGS else text
