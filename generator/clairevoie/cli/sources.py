"""What a source gave, as lines for a terminal: what others wrote is quoted, so that it cannot play with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_MOST = 8  # of each list; the report has more


def lines(source: dict[str, Any]) -> list[str]:
    """The first says how it went; the others, what it is made of."""
    rows = sum(source.get("rows", {}).values())
    head = f"{source['source']}: {source['outcome']}, {rows:,} rows, {source.get('set_aside', 0)} set aside"
    strangers = sum(source.get("clients_unknown", {}).values())
    head += f", {strangers:,} of clients that nobody knows" if strangers else ""
    of = f"; its data is of {source['data_of']}" if source.get("data_of") else ""
    return [head + of, *(f"  {line}" for line in _details(source))]


def _details(source: dict[str, Any]) -> Iterator[str]:
    for name, table in source.get("tables", {}).items():
        aside = f", {table['set_aside']:,} set aside" if table["set_aside"] else ""
        span = f", {table['column']} {table['from']} to {table['to']}" if "from" in table else ""
        yield f"{name}: {_rows(table['rows'])}{aside}{span}"
    for file, how in source.get("detected", {}).items():
        yield f"{_quoted(file)}: {how}"
    unmapped = [f"{one['table']}.{one['column']} {one['value']!r} ({_rows(one['rows'])})"
                for one in source.get("unmapped", ())]
    strangers = [f"{name!r} ({_rows(count)})" for name, count in source.get("clients_unknown", {}).items()]
    yield from _listed("not one of our words", unmapped)
    yield from _listed("clients unknown", strangers)


def _listed(what: str, items: list[str]) -> Iterator[str]:
    if items:
        more = f", and {len(items) - _MOST} more" if len(items) > _MOST else ""
        yield f"{what}: {', '.join(items[:_MOST])}{more}"


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _quoted(text: str) -> str:
    return text if text.isprintable() else repr(text)
