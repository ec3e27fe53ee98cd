"""Random companies: contracts of every kind, two currencies, credit notes, part time, costs that change in a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

Row = dict[str, str]
KINDS = ("managed", "time_and_materials", "prepaid", "fixed_price")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows of text by table, the day it is looked at, and what its portal.yml declares."""

    tables: dict[str, list[Row]]
    today: date
    produced: bool
    allocated: bool


def ledger(seed: int) -> Ledger:
    """A company, the same for the same seed."""
    dice = Random(seed)  # nothing is secret
    today = date(2026, 1, 1) + timedelta(days=dice.randrange(365))
    tables: dict[str, list[Row]] = {"clients": _clients(dice), "people": _people(dice, today)}
    tables["contracts"] = _contracts(dice, tables["clients"], today)
    tables |= {
        "rates": _rates(dice, tables, today), "person_costs": _pay(dice, tables, today),
        "time_entries": _entries(dice, tables, today), "invoices": _invoices(dice, tables, today),
        "costs": _costs(dice, tables, today), "budgets": _budgets(dice, tables, today),
        "estimates": _estimates(dice, tables, today),
    }
    tables |= _providers(dice, tables)
    return Ledger(tables, today, dice.random() < 0.5, dice.random() < 0.5)


def _day(dice: Random, today: date, before: int = 500, after: int = 20) -> str:
    return (today + timedelta(days=dice.randint(-before, after))).isoformat()


def _maybe(dice: Random, share: float, text: str) -> str:
    return text if dice.random() < share else ""


def _cents(dice: Random, low: int, high: int) -> str:
    return f"{dice.randint(low * 100, high * 100) / 100:.2f}"


def _clients(dice: Random) -> list[Row]:
    return [{"client": f"c{place}", "name": f"C{place}", "timezone": "Europe/Paris",
             "currency": dice.choice(("EUR", "EUR", "EUR", "CHF"))} for place in range(dice.randint(1, 3))]


def _people(dice: Random, today: date) -> list[Row]:
    return [{"person": f"p{place}", "name": f"P{place}", "role": dice.choice(("dev", "ops", "")),
             "team": dice.choice(("blue", "red", "")), "fte": dice.choice(("1", "1", "0.8", "0.5")),
             "kind": dice.choice(("employee", "employee", "employee", "subcontractor")),
             "start": _maybe(dice, 0.5, _day(dice, today)), "end": _maybe(dice, 0.2, _day(dice, today, 200, 300))}
            for place in range(dice.randint(2, 5))]


def _contracts(dice: Random, clients: list[Row], today: date) -> list[Row]:
    found = []
    for place, kind in enumerate(dice.choices(KINDS, k=dice.randint(2, 6))):
        start = today - timedelta(days=dice.randint(0, 800))
        end = (start + timedelta(days=dice.randint(60, 900))).isoformat()
        found.append({
            "contract": f"k{place}", "client": dice.choice(clients)["client"], "name": f"K{place}", "kind": kind,
            "start": start.isoformat(), "end": _maybe(dice, 0.6, end), "calendar": "office",
            "renewal": dice.choice(("", "none", "tacit")), "renewal_term": "P1Y",
            "terminated": _maybe(dice, 0.1, _day(dice, today, 300, 300)),
            "monthly_fee": _maybe(dice, 0.9, _cents(dice, 100, 9000)) if kind == "managed" else "",
            "price": _maybe(dice, 0.9, _cents(dice, 500, 90000)) if kind in KINDS[2:] else "",
            "daily_rate": _maybe(dice, 0.7, _cents(dice, 300, 1200)),
            "currency": dice.choice(("", "", "", "EUR", "CHF")),
            "day_hours": dice.choice(("7", "7", "7.5", "8", "7.8")),
            "multipliers": dice.choice(("", "", "night=1.5; on_call=2", "night: 1,25", "on_call × 0.5")),
        })
    return found


def _rates(dice: Random, tables: dict[str, list[Row]], today: date) -> list[Row]:
    found = {}
    for _ in range(dice.randint(0, 6)):
        person = dice.choice(tables["people"])["person"] if dice.random() < 0.5 else ""
        role = "" if person else dice.choice(("dev", "ops"))
        row = {"contract": dice.choice(tables["contracts"])["contract"], "person": person, "role": role,
               "from": _day(dice, today), "daily_rate": _cents(dice, 300, 1200)}
        found[row["contract"], person, role, row["from"]] = row
    return list(found.values())


def _pay(dice: Random, tables: dict[str, list[Row]], today: date) -> list[Row]:
    found = {}
    for person in (row["person"] for row in tables["people"] if dice.random() < 0.97):
        days = ["2020-01-01" if dice.random() < 0.9 else _day(dice, today)]
        for day in (*days, *(_day(dice, today, 400) for _ in range(dice.randint(0, 2)))):
            annual = dice.random() < 0.6
            found[person, day] = {"person": person, "from": day,
                                  "annual_cost": _cents(dice, 25000, 120000) if annual else "",
                                  "daily_cost": "" if annual else _cents(dice, 200, 900)}
    return list(found.values())


def _entries(dice: Random, tables: dict[str, list[Row]], today: date) -> list[Row]:
    found = []
    for place in range(dice.randint(5, 60)):
        contract = dice.choice(tables["contracts"])
        if dice.random() < 0.1:  # the company's own time, or a client's under no contract
            contract = {"contract": "", "client": dice.choice(("", contract["client"]))}
        found.append({
            "entry": f"e{place}", "date": _day(dice, today), "person": dice.choice(tables["people"])["person"],
            "client": contract["client"], "contract": contract["contract"],
            "hours": dice.choice(("7", "3.5", "0.25", "0.33", "1.1", "8", "10.75", "0.333333")),
            "billable": dice.choice(("yes", "yes", "no")), "deducted": dice.choice(("", "", "yes", "no")),
            "rate_kind": dice.choice(("", "", "", "night", "on_call", "sunday")),
        })
    return found


def _invoices(dice: Random, tables: dict[str, list[Row]], today: date) -> list[Row]:
    found = []
    for place in range(dice.randint(0, 20)):
        contract = dice.choice(tables["contracts"])
        amount = _cents(dice, 1, 12000)
        found.append({
            "invoice": f"i{place}", "client": contract["client"], "contract": _maybe(dice, 0.9, contract["contract"]),
            "date": _day(dice, today), "kind": dice.choice(("services", "services", "services", "resale", "expense")),
            "amount": f"-{amount}" if dice.random() < 0.15 else amount,
            "days": _maybe(dice, 0.2, dice.choice(("1", "2.5", "10"))),
        })
    return found


def _costs(dice: Random, tables: dict[str, list[Row]], today: date) -> list[Row]:
    return [{"cost": f"a{place}", "contract": dice.choice(tables["contracts"])["contract"], "date": _day(dice, today),
             "kind": dice.choice(("subcontract", "licence", "licence", "expense")), "amount": _cents(dice, 1, 3000),
             "rebilled": dice.choice(("yes", "no", "no"))} for place in range(dice.randint(0, 6))]


def _budgets(dice: Random, tables: dict[str, list[Row]], today: date) -> list[Row]:
    return [{"budget": f"b{place}", "contract": dice.choice(tables["contracts"])["contract"],
             "date": _day(dice, today, 700), "unit": dice.choice(("hours", "days")),
             "amount": dice.choice(("10", "35", "70.5", "120", "12.25")),
             "kind": dice.choice(("sold", "sold", "top_up", "carry_over", "expired"))}
            for place in range(dice.randint(0, 10))]


def _estimates(dice: Random, tables: dict[str, list[Row]], today: date) -> list[Row]:
    found = {}
    for _ in range(dice.randint(0, 10)):
        row = {"contract": dice.choice(tables["contracts"])["contract"], "date": _day(dice, today),
               "remaining": dice.choice(("0", "3", "12.5", "40", "7.75")), "unit": dice.choice(("hours", "days"))}
        found[row["contract"], row["date"]] = row
    return list(found.values())


def _providers(dice: Random, tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    held = [{"provider_contract": f"v{place}", "provider": "cloud", "name": f"V{place}", "start": "2025-03-10",
             "end": _maybe(dice, 0.4, "2026-04-17"), "renewal": dice.choice(("", "tacit", "none")),
             "annual_cost": _maybe(dice, 0.9, _cents(dice, 100, 20000))} for place in range(dice.randint(0, 2))]
    fed = {(dice.choice(tables["contracts"])["contract"], row["provider_contract"]) for row in held for _ in range(3)}
    return {"provider_contracts": held,
            "contract_providers": [{"contract": contract, "provider_contract": of} for contract, of in sorted(fed)]}
