"""How long each contract of a table lasts, as a question of impact is told."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pyarrow as pa

from clairevoie.disclosure.rows import Row, read_rows
from clairevoie.disclosure.terms import shifted
from clairevoie.disclosure.view import end_of, last_day_of
from clairevoie.impact import Term

_COLUMNS = ("start", "end", "notice", "renewal", "renewal_term", "terminated")


def lasting(contracts: pa.Table, key: str, today: date) -> dict[str, Term]:
    """The term of each contract on a day; `contracts`: those with clients, or with providers."""
    rows = read_rows(contracts, (key, *_COLUMNS), ZoneInfo("UTC"))
    return {row.text(key): _term(row, today) for row in rows}


def _term(row: Row, today: date) -> Term:
    end = end_of(row, today)
    notice = shifted(end, row.text("notice"), -1) if end and row.day("terminated") is None else None
    running = (row.day("start") or date.min) <= today <= last_day_of(row)
    return Term(running, end, notice, row.text("renewal"), row.text("renewal_term"))
