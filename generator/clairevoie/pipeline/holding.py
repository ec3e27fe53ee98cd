"""Whether what a source gave today is to be believed: against its last good data, and by what was set aside."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np
import pyarrow as pa

from clairevoie.project.model import SourceSpec
from clairevoie.tables.arrow import texts, whole
from clairevoie.tables.coded import coded, coded_of
from clairevoie.tables.dataset import Dataset

_TOLD = 0.1  # of a table's rows: a fall beyond it is no secret
_SHARE, _ROWS = 0.2, 10  # of set-aside rows, unless declared: above a fifth, from ten rows on


def falls(spec: SourceSpec, rows: Mapping[str, int], before: Mapping[str, int]) -> list[str]:
    """What fell too far, a line a table: "tickets: 0 rows after 1,240", "tickets: −63 % (1,240 → 459 rows)"."""
    lines = []
    for table, old in sorted(before.items()):
        new = rows.get(table, 0)
        if new == 0 and old and not spec.may_be_empty(table):
            lines.append(f"{table}: 0 rows after {old:,}")
        elif new and old - new > spec.hold.fall * old:
            lines.append(_fell(table, old, new))
    return lines


def cut_short(open_lines: Mapping[str, int], before: Mapping[str, bool]) -> list[str]:
    """A line for each file whose last line has no end (`open_lines`: file → that line, else 0), though at the last
    reading that file's had one (`before`), or that of every file where it is a new one."""
    every = bool(before) and all(before.values())
    return [f"{file}:{line}: its last line has no end, which {'it' if file in before else 'every file'} had at the last"
            " reading: it may be cut short"
            for file, line in sorted(open_lines.items()) if line and before.get(file, every)]


def drops(spec: SourceSpec, rows: Mapping[str, int], before: Mapping[str, int]) -> list[str]:
    """What fell by more than a tenth and by ten rows, and not as far as `falls`: believed, and told."""
    return [f"{_fell(table, old, new)}, which is taken: hold.fall is {spec.hold.fall * 100:g} %"
            for table, old in sorted(before.items()) if (new := rows.get(table, 0))
            and max(_TOLD * old, _ROWS - 1) < old - new <= spec.hold.fall * old]


def spoilt(spec: SourceSpec, dataset: Dataset, strangers: Mapping[str, int]) -> list[str]:
    """Whether too many rows were set aside, or name clients that nobody knows (`strangers`: client → rows)."""
    aside, foreign = len(dataset.set_aside), sum(strangers.values())
    total = sum(len(rows) for rows in coded_of(dataset.tables).values()) + len(dataset.set_aside)
    limit = spec.hold.set_aside
    bad = aside + foreign
    if not bad or bad <= (_SHARE if limit is None else limit) * total or (limit is None and bad < _ROWS):
        return []
    what = f"{foreign:,} of them name unknown clients, as {min(strangers)!r}; " if foreign else ""
    allowed = f"{(_SHARE if limit is None else limit) * 100:g} %"
    first = f"first: {dataset.set_aside[0]}" if aside else "see clairevoie check"
    return [f"{_percent(bad, total)} of its rows set aside ({bad:,} of {total:,}), more than {allowed}; {what}{first}"]


def unknown_clients(dataset: Dataset, known: Collection[str]) -> dict[str, int]:
    """Clients that rows name and that no source gives, with the rows: those are set aside when sources are merged."""
    found: dict[str, int] = {}
    for table in coded_of(dataset.tables).values():
        if "client" in table.column_names and len(table):
            for name, rows in counted(table, "client"):
                if rows and name not in known:
                    found[name] = found.get(name, 0) + rows
    return found


def counted(rows: pa.Table, column: str) -> Iterator[tuple[str, int]]:
    """The names in a column, and how many rows have each."""
    given = coded(whole(rows[column]))
    counts = np.bincount(np.asarray(given.indices.drop_null()), minlength=len(given.dictionary))
    return zip(texts(given.dictionary), counts.tolist(), strict=True)


def _fell(table: str, old: int, new: int) -> str:
    return f"{table}: \N{MINUS SIGN}{_percent(old - new, old)} ({old:,} → {new:,} rows)"


def _percent(part: int, whole: int) -> str:
    share = 100 * part / whole
    return f"{share:.0f} %" if share >= 1 else f"{share:.1g} %"
