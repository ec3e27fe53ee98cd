"""What a row must respect beyond its types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import true_at
from clairevoie.tables.coded import plain
from clairevoie.tables.penalties import penalty

Bools = npt.NDArray[np.bool_]

_CLIENT_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"


@dataclass(frozen=True, slots=True)
class Rule:
    """`broken` gives a mask of the rows that break it (an empty cell breaks none); `column` is the cell to name."""

    column: str
    reason: str
    broken: Callable[[pa.Table], Bools]


def rules(table: str) -> tuple[Rule, ...]:
    """The rules of a table, in the order in which they are told."""
    return _RULES.get(table, ())


def is_zone(name: str) -> bool:
    """Whether a time zone is called so."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _between(column: str, low: float, high: float) -> Rule:
    def broken(rows: pa.Table) -> Bools:
        return true_at(pc.less(rows[column], pa.scalar(low))) | true_at(pc.greater(rows[column], pa.scalar(high)))

    return Rule(column, f"outside {low:g}–{high:g}", broken)


def _above_zero(column: str) -> Rule:
    return Rule(column, "must be above 0", lambda rows: true_at(pc.less_equal(rows[column], pa.scalar(0))))


def _not_negative(column: str) -> Rule:
    return Rule(column, "must not be negative", lambda rows: true_at(pc.less(rows[column], pa.scalar(0))))


def _not_before(later: str, earlier: str) -> Rule:
    return Rule(later, f"before {earlier}", lambda rows: true_at(pc.less(rows[later], rows[earlier])))


def _folder_name(column: str) -> Rule:
    def broken(rows: pa.Table) -> Bools:
        return ~true_at(pc.match_substring_regex(plain(rows[column]), _CLIENT_ID)) & true_at(pc.is_valid(rows[column]))

    return Rule(column, "names a folder: a letter or digit, then at most 63 letters, digits, '.', '_', '-'", broken)


def _currency(column: str) -> Rule:
    def broken(rows: pa.Table) -> Bools:
        return true_at(pc.invert(pc.match_substring_regex(plain(rows[column]), "^[A-Z]{3}$")))

    return Rule(column, "not a currency (three capitals: EUR)", broken)


def _zone(column: str) -> Rule:
    def broken(rows: pa.Table) -> Bools:
        unknown = [name for name in pc.unique(rows[column]).to_pylist() if name and not is_zone(name)]
        return true_at(pc.is_in(plain(rows[column]), pa.array(unknown, pa.string())))

    return Rule(column, "not a time zone (Europe/Paris)", broken)


def _penalty(column: str, metric: str) -> Rule:
    def broken(rows: pa.Table) -> Bools:
        pairs = zip(rows[column].to_pylist(), rows[metric].to_pylist(), strict=True)
        return np.array([bool(text) and not _is_rule(text or "", of or "") for text, of in pairs], np.bool_)

    return Rule(column, "not a penalty rule (5%, or 1% per point; max 10%, or 50 per ticket)", broken)


def _is_rule(text: str, metric: str) -> bool:
    rule = penalty(text)
    return rule is not None and rule.fits(metric)


_RULES: dict[str, tuple[Rule, ...]] = {
    "clients": (_folder_name("client"), _zone("timezone"), _currency("currency")),
    "contracts": (_not_before("end", "start"), _above_zero("day_hours"), _currency("currency")),
    "commitments": (_above_zero("target_pct"), _between("target_pct", 0, 100), _penalty("penalty", "metric")),
    "tickets": (
        _not_before("owned", "created"),
        _not_before("resolved", "created"),
        _not_before("closed", "created"),
        _not_negative("pending_minutes"),
    ),
    "time_entries": (_between("hours", 0, 24),),
    "people": (_not_negative("fte"), _not_before("end", "start")),
    "person_costs": (_not_negative("annual_cost"), _not_negative("daily_cost")),
    "absences": (_between("fraction", 0, 1),),
    "assignments": (_not_before("to", "from"), _not_negative("share")),
    "monitors": (_not_before("to", "from"),),
    "outages": (_not_before("end", "start"),),
    "interventions": (_not_before("end", "start"), _not_before("actual_end", "actual_start")),
    "provider_contracts": (_not_before("end", "start"),),
}
