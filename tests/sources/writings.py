"""The same figures written in 72 ways: encoding × separator × decimal mark × thousands mark."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import NamedTuple

from clairevoie.errors import SourceError
from tests.sources.folders import read

ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")
SEPARATORS = (",", ";", "\t")
DECIMALS = (".", ",")
THOUSANDS = ("none", "blank", "mark")
HEADER = ("Facture", "client", "date", "kind", "Montant €", "days")
TABLES = {"invoices": {"columns": {"invoice": "Facture", "amount": "Montant €"}}}


class Way(NamedTuple):
    """One way to write; thousands: none, a no-break blank, or whichever mark is not the decimal one."""

    encoding: str
    separator: str
    decimal: str
    thousands: str


WAYS = tuple(Way(*way) for way in product(ENCODINGS, SEPARATORS, DECIMALS, THOUSANDS))
# Two decimals prove the mark: no writing of these is ambiguous.
AMOUNTS = tuple(map(Decimal, ("56.10", "1234.50", "-0.10", "1234567.89", "999.99", "12000.00")))
# Whole thousands prove nothing when a mark parts them, `1,234` is 1234 or 1.234: a third of the ways is held.
WHOLE = tuple(map(Decimal, ("1234", "12000", "999", "-45678")))
# Three decimals below a thousand prove nothing either, `1,234` again: every way is held.
THREE = tuple(map(Decimal, ("1.234", "12.125", "-250.500")))


def ambiguous(amounts: Sequence[Decimal], way: Way) -> str:
    """Why a way of writing these figures can be read in two ways, beforehand; "" where it cannot."""
    if amounts is THREE:
        return "three decimals and nothing above a thousand: the mark may part thousands"
    if amounts is WHOLE and way.thousands == "mark":
        return "whole thousands: the mark may part decimals"
    return ""


def text_of(amount: Decimal, way: Way) -> str:
    """A figure as a program with these settings writes it."""
    between = {"none": "", "blank": "\u00a0" if way.encoding == "cp1252" else "\u202f",
               "mark": {".": ",", ",": "."}[way.decimal]}[way.thousands]
    return f"{amount:,}".replace(",", "T").replace(".", way.decimal).replace("T", between)


def content(amounts: Sequence[Decimal], way: Way) -> bytes:
    """A file of invoices."""
    rows = [HEADER, *((f"F–{n} d’été", "a", "2026-10-01", "services", text_of(amount, way), "1")
                      for n, amount in enumerate(amounts))]
    quoted = [[f'"{cell}"' if way.separator in cell else cell for cell in row] for row in rows]
    return "".join(way.separator.join(row) + "\r\n" for row in quoted).encode(way.encoding)


def outcome(folder: Path, amounts: Sequence[Decimal], way: Way) -> str:
    """`same`, `held: …` with what was said, or what is wrong."""
    cents = amounts is not THREE
    column = "amount" if cents else "days"
    tables = TABLES if cents else {"invoices": {"columns": {"invoice": "Facture", "days": "Montant €"},
                                                "constants": {"amount": "1.00"}}}
    try:
        found = read(folder, {"invoices.csv": content(amounts, way)}, tables=tables)
    except SourceError as error:
        return f"held: {error}"
    values = [Decimal(str(value)) / (100 if cents else 1) for value in found.tables["invoices"][column].to_pylist()]
    names = found.tables["invoices"]["invoice"].to_pylist()
    if found.set_aside or names != [f"F–{n} d’été" for n in range(len(amounts))]:
        return f"lost: {found.set_aside} {names}"
    return "same" if values == list(amounts) else f"wrong: {values}"
