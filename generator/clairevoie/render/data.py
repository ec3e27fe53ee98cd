"""The data of a site: every figure that its pages show, and the rows behind its tables."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from clairevoie.portal import Cell, Column, Figure, Portal, Table
from clairevoie.render.drawings import tables

_SIGNS = "=+@\uff1d\uff0b\uff0d\uff20-"  # full-width ones too: where they are typed, a spreadsheet reads them as signs
_FORMULA = (*_SIGNS, "\t", "\r", "\n")
_CUT = re.compile(rf"([;\t\r\n][ \"]*)([{_SIGNS}])")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")


def write(portal: Portal, output: Path) -> list[str]:
    """Write `data/figures.json` and one CSV a table, as they are offered; gives the paths written."""
    contents = {"data/figures.json": figures_json(portal)} if portal.offers("figures") else {}
    for table in filter(lambda table: portal.offers(table.id), tables(portal).values()):
        contents[f"data/{table.id}.csv"] = csv_text(table, portal)
    for path, text in contents.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(text.encode())
    return sorted(contents)


def figures_json(portal: Portal) -> str:
    """All figures, sorted, in canonical JSON: ratios as numbers 0–1, money as "4850.00 EUR"."""
    figures = sorted(
        (figure_told(f, portal.currency) for f in portal.figures),
        key=lambda f: (f["kpi"], f["period"], json.dumps(f["by"], sort_keys=True)),
    )
    whole = {"as_of": portal.as_of.isoformat(), "month": portal.month, "site": portal.site, "figures": figures}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def csv_text(table: Table, portal: Portal) -> str:
    """A table as its site offers it."""
    return table_csv(table, portal.currency, portal.timezone)


def table_csv(table: Table, currency: str, timezone: str) -> str:
    """A table as RFC 4180: our column ids, ISO dates and instants in the client's zone, no formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(csv_rows(table, currency, timezone))
    return out.getvalue()


def csv_rows(table: Table, currency: str, timezone: str) -> list[list[str]]:
    """The head and the rows of a table's file, cell by cell."""
    zone = ZoneInfo(timezone)
    head = [c.id + (f"_{currency}" if c.kind == "money" else "") for c in table.columns]
    return [head, *([_cell(column, value, zone) for column, value in zip(table.columns, row, strict=True)]
                    for row in table.rows)]


def figure_told(figure: Figure, currency: str) -> dict[str, object]:
    """A figure as it stands in `data/figures.json`."""
    money = figure.currency or currency
    kept: dict[str, object] = {
        "kpi": figure.kpi,
        "period": figure.period,
        "by": dict(figure.by),
        "unit": figure.unit,
        "n": figure.n,
        "state": figure.state,
        "value": _value(figure.value, money),
        "target": figure.target,
    }
    beside = {
        "met": figure.met,
        "total": figure.total,
        "previous": _value(figure.previous, money),
        "last_year": _value(figure.last_year.value, money) if figure.last_year else None,
        "last_year_why": figure.last_year.reason or None if figure.last_year else None,
        "reason": figure.reason,
        "interval": list(figure.interval) if figure.interval else None,
        "excluded": dict(figure.excluded) or None,
        "beside": dict(figure.beside) or None,
        "earlier": [{"value": _value(one.value, money), "at": one.at.isoformat()} for one in figure.earlier] or None,
        "now": _value(figure.now, money),
    }
    return kept | {name: value for name, value in beside.items() if value is not None}


def _value(value: float | Decimal | None, currency: str) -> int | float | str | None:
    return f"{value:.2f} {currency}" if isinstance(value, Decimal) else value


def _cell(column: Column, value: Cell, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return (value.astimezone(zone) if value.tzinfo else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}" if column.kind == "money" else str(value)
    return _inert(value) if isinstance(value, str) else repr(value)


def _inert(text: str) -> str:
    """A spreadsheet runs a cell that starts like a formula: an apostrophe before it makes it text.

    Where the list separator is `;`, as in France, a cell is cut there, and its second part may be one too.
    """
    text = _CUT.sub(r"\1'\2", text)
    return "'" + text if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text
