"""What was invoiced, what was bought, what is left to do. Amounts are whole cents until they are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import contracts
from agenda import FIRST, LAST, days, month_end, months, working_days
from contracts import BY_ID, CONTRACTS, Contract, rate
from dice import Dice
from hours import FORFAIT, Entry

Row = dict[str, str]

_SOLD_2025 = 560.0
_LANDS_AT = 752.0
_PACKS = (("2025-06-01", 23_200, 40), ("2026-04-01", 11_600, 20), ("2026-10-05", 17_400, 30))
# contract -> (date, share of the price)
_MILESTONES = {
    "C-2025-019": (("2025-05-19", 0.3), ("2025-08-29", 0.4), ("2025-11-28", 0.3)),
    "C-2026-008": (("2026-03-16", 0.3), ("2026-07-10", 0.4), ("2026-10-30", 0.2)),
    "C-2025-005": (("2025-05-26", 0.3), ("2025-09-15", 0.4), ("2025-12-19", 0.3)),
    "C-2026-011": (("2026-01-26", 0.3), ("2026-05-29", 0.4), ("2026-09-30", 0.2)),
    "C-2025-021": (("2025-09-08", 0.4), ("2025-11-28", 0.6)),
}
# contract -> licences and hosting a month, in euros
_LICENCES = {"C-2024-009": 690, "C-2024-002": 880, "C-2024-030": 1450, "C-2025-006": 560, "C-2025-010": 190}
# contract, date, kind, amount, rebilled
_ONCE = (
    ("C-2025-019", "2025-09-30", "subcontract", "4850.00", "false"),  # cabling of the schools
    ("C-2025-019", "2025-08-22", "expense", "412.60", "false"),
    ("C-2025-021", "2025-11-17", "expense", "286.40", "true"),
    ("C-2025-005", "2025-10-09", "expense", "633.15", "false"),
    ("C-2026-008", "2026-06-22", "licence", "1980.00", "false"),
    ("C-2026-008", "2026-10-12", "subcontract", "2400.00", "false"),  # the archives
    ("C-2026-011", "2026-05-20", "licence", "1260.00", "false"),
    ("C-2025-023", "2026-04-14", "expense", "318.90", "true"),
    ("C-2024-009", "2026-03-11", "expense", "94.20", "false"),
)
# client, contract, date, kind, amount
_OTHER_INVOICES = (
    ("lefevre", "", "2025-09-18", "resale", "4312.00"), ("castelbourg", "", "2025-10-14", "resale", "18640.00"),
    ("helianthe", "", "2025-10-02", "resale", "37900.00"), ("orsted", "C-2025-021", "2025-11-28", "expense", "286.40"),
    ("helianthe-energie", "C-2025-023", "2026-04-30", "expense", "318.90"),
    ("orsted", "", "2026-02-19", "resale", "3150.00"), ("helianthe", "", "2026-06-11", "resale", "8225.50"),
    ("lefevre", "", "2026-10-21", "resale", "2760.00"),
    ("castelbourg", "C-2024-002", "2026-02-27", "services", "-590.00"),  # a credit note for the delays of the winter
)


def tables(seed: int, entries: list[Entry]) -> dict[str, list[Row]]:
    """invoices, costs, estimates, and the budgets with what expired."""
    return {"invoices": _numbered(_invoices(entries)), "costs": _costs(seed), "estimates": _estimates(entries),
            "budgets": [*contracts.tables()["budgets"], _expired(entries)]}


def _invoices(entries: list[Entry]) -> Iterator[Row]:
    for contract in CONTRACTS:
        yield from {"managed": _fees, "prepaid": _prepaid, "fixed_price": _milestones}.get(
            contract.kind, lambda c: _days(c, entries))(contract)
    for client, contract_id, day, kind, amount in _OTHER_INVOICES:
        yield {"client": client, "contract": contract_id, "date": day, "kind": kind, "amount": amount}


def _fees(contract: Contract) -> Iterator[Row]:
    for month in months():
        yield _invoice(contract, month_end(month), contract.fee * 100, month)


def _prepaid(contract: Contract) -> Iterator[Row]:
    if contract.id == "C-2025-020":
        for bought, amount, count in _PACKS:
            yield _invoice(contract, date.fromisoformat(bought), amount * 100) | {"days": str(count)}
        return
    monthly = round(contract.price * 100 / len(_terms(contract)))
    for day in _terms(contract):
        if day <= LAST:
            yield _invoice(contract, day, monthly)


def _terms(contract: Contract) -> list[date]:
    """The first of each month of the contract."""
    return [day for day in days(contract.start, contract.end) if day.day == 1]


def _milestones(contract: Contract) -> Iterator[Row]:
    for day, share in _MILESTONES[contract.id]:
        yield _invoice(contract, date.fromisoformat(day), round(contract.price * share * 100))


def _days(contract: Contract, entries: list[Entry]) -> Iterator[Row]:
    """Days worked in the month × each person's rate."""
    for month in months():
        worked: dict[str, float] = {}
        for entry in entries:
            if entry.contract == contract.id and entry.billable and entry.date.replace(day=1) == month:
                worked[entry.person] = worked.get(entry.person, 0.0) + entry.hours
        cents = sum(round(hours * 100 * rate(contract.id, person, month_end(month)) / 7)
                    for person, hours in worked.items())
        if cents:
            yield _invoice(contract, month_end(month), cents, month) | {"days": f"{sum(worked.values()) / 7:.2f}"}


def _invoice(contract: Contract, day: date, cents: int, month: date | None = None) -> Row:
    period = {"period_from": month.isoformat(), "period_to": month_end(month).isoformat()} if month else {}
    return {"client": contract.client, "contract": contract.id, "date": day.isoformat(), "kind": "services",
            "amount": f"{cents // 100}.{cents % 100:02d}", **period}


def _numbered(invoices: Iterator[Row]) -> list[Row]:
    ordered = sorted(invoices, key=lambda row: (row["date"], row["client"], row["contract"], row["amount"]))
    return [{"invoice": f"F-{row['date'][:4]}-{rank + 211:04d}", **row} for rank, row in enumerate(ordered)]


def _costs(seed: int) -> list[Row]:
    dice = Dice(seed, "costs")
    rows = [dict(zip(("contract", "date", "kind", "amount", "rebilled"), cost, strict=True)) for cost in _ONCE]
    for month in months():
        for contract, euros in _LICENCES.items():
            amount = euros * dice.between(0.97, 1.04)
            rows.append({"contract": contract, "date": month_end(month).isoformat(), "kind": "licence",
                         "amount": f"{amount:.2f}", "rebilled": "false"})
    ordered = sorted(rows, key=lambda row: (row["date"], row["contract"], row["kind"]))
    return [{"cost": f"A-{rank + 1:04d}", **row} for rank, row in enumerate(ordered)]


def _consumed(entries: list[Entry], contract: str, day: date) -> float:
    return sum(e.hours for e in entries if e.contract == contract and e.deducted and e.date <= day)


def _expired(entries: list[Entry]) -> Row:
    """What was left of the forfait of 2025 on its last day is lost."""
    end = BY_ID["C-2025-014"].end
    left = _SOLD_2025 - _consumed(entries, "C-2025-014", end)
    if left < 0:
        raise SystemExit(f"the forfait of 2025 was overspent by {-left} h")
    return {"budget": "B-2025-014-X", "contract": "C-2025-014", "date": end.isoformat(), "amount": f"{-left:g}",
            "unit": "hours", "kind": "expired"}


def _estimates(entries: list[Entry]) -> list[Row]:
    """The forfait lands nearer and nearer to 752 h; projects late in their days; the support contract has none."""
    rows = [_estimate(FORFAIT, day, lands - _consumed(entries, FORFAIT, day), "hours")
            for day, lands in ((date(2026, 4, 29), 716.0), (date(2026, 6, 30), 724.5), (date(2026, 8, 28), 731.0),
                               (date(2026, 9, 30), 741.5), (date(2026, 10, 28), _LANDS_AT))]
    rows.append(_estimate("C-2025-014", BY_ID["C-2025-014"].end, 0.0, "hours"))
    for contract, total, drift in (("C-2026-008", 62, 1.3), ("C-2026-011", 165, 1.04), ("C-2025-005", 120, 1.02),
                                   ("C-2025-019", 50, 1.06), ("C-2025-021", 24, 1.0)):
        rows += _project(entries, BY_ID[contract], total, drift)
    return rows


def _project(entries: list[Entry], contract: Contract, total: int, drift: float) -> Iterator[Row]:
    span = (contract.end - contract.start).days
    for month in months():
        day = working_days(month, month_end(month))[-2]
        if max(contract.start, FIRST) <= day < contract.end:
            lands = total * (1 + (drift - 1) * (day - contract.start).days / span)
            left = lands - _consumed(entries, contract.id, day) / 7
            yield _estimate(contract.id, day, max(0.0, round(left * 2) / 2), "days")
    if contract.end <= LAST:
        yield _estimate(contract.id, contract.end, 0.0, "days")


def _estimate(contract: str, day: date, remaining: float, unit: str) -> Row:
    return {"contract": contract, "date": day.isoformat(), "remaining": f"{remaining:g}", "unit": unit}
