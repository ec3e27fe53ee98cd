"""Revenue of services, as invoiced or as produced."""

from __future__ import annotations

import numpy as np

from clairevoie.figures.books import Book
from clairevoie.figures.columns import Columns, distinct
from clairevoie.figures.measured import months_of
from clairevoie.figures.production import Sales, produced
from clairevoie.figures.registry import Scope


def income(sales: Sales, scope: Scope) -> Book:
    """Revenue in cents, in the variant that portal.yml declares for `revenue`: invoiced unless it says produced."""
    declared = scope.project.figures.get("revenue")
    return produced(sales, scope) if declared and declared.variant == "produced" else invoiced(sales.invoices, scope)


def invoiced(invoices: Columns, scope: Scope) -> Book:
    """Services invoiced in each month, credit notes taken off."""
    book = Book()
    place = np.where(invoices.codes("kind").is_("services"), months_of(scope, invoices.days("date")), -1)
    client, contract = invoices.codes("client"), invoices.codes("contract")
    cases, case = distinct(client.index, contract.index, place)
    totals = np.zeros(len(cases), np.int64)
    np.add.at(totals, case, invoices.cents("amount"))
    for (of, on, when), cents, count in zip(cases, totals.tolist(), np.bincount(case).tolist(), strict=True):
        if when >= 0:
            key = (client.names[of] if of >= 0 else "", contract.names[on] if on >= 0 else "")
            book.add((key, when), cents, count)
    return book
