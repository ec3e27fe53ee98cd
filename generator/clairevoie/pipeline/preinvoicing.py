"""The pre-invoice of a month, from the store, without building anything."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from clairevoie import disclosure, render
from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.figures.columns import Columns
from clairevoie.figures.kpi import KPIS, scope_of
from clairevoie.figures.preinvoice import preinvoice
from clairevoie.figures.seen import seen
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.locking import locked
from clairevoie.pipeline.pulling import load_or_pull
from clairevoie.pipeline.report import Report
from clairevoie.tables.dataset import traced

_LONGEST = 1200  # months back: who asks for more mistypes a year


def preinvoice_csv(root: Path, month: str, as_of: datetime, read_at: datetime, *, clients: Collection[str] = ()
                   ) -> tuple[str, Report]:
    """The CSV that the staff's site offers for `month` ("2026-10"), of all clients or of `clients`.

    Of the month that runs, what it earned so far, with a notice. Raises ConfigurationError for a client that the data
    does not know, or a month after as_of's.
    """
    project, report = load_checked(root, as_of), Report(as_of)
    with locked(project.state, private=True):
        known = load_or_pull(project, read_at, report, fresh=False)
    dataset = seen(traced(reading.dataset for reading in known.readings.values()), project, as_of)
    tables = {name: Columns(table) for name, table in dataset.tables.items()}
    names = disclosure.named(tables)
    strangers = sorted(set(clients) - set(names.clients))
    if strangers:
        raise ConfigurationError(*(unknown("--client", "client in the data", name, names.clients)
                                   for name in strangers))
    scope = scope_of(KPIS["revenue"], project, as_of, _months_back(month, as_of))
    if month not in scope.periods.names:
        raise ConfigurationError(Fault("MONTH", f"{month} is after the data's {scope.periods.names[-1]}"))
    if month == scope.periods.names[-1]:
        report.notices.append(f"{month} is not over: its lines are what it earned up to {as_of:%Y-%m-%d %H:%M}")
    lines = [line for line in preinvoice(tables, scope, month) if not clients or line.client in clients]
    table = disclosure.preinvoice_table(month, lines, names)
    return render.table_csv(table, project.currency, project.timezone), report


def _months_back(month: str, as_of: datetime) -> int:
    months = (as_of.year - int(month[:4])) * 12 + as_of.month - int(month[5:])
    if months > _LONGEST:
        raise ConfigurationError(Fault("MONTH", f"{month} is more than a century ago"))
    return max(months, 1)
