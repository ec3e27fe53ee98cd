"""The company seen by its own staff, at one instant: every client's slice and its own rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clairevoie.disclosure.grants import DERIVED, PAGES
from clairevoie.disclosure.ledger import Ledger, ledger
from clairevoie.disclosure.names import slugs
from clairevoie.disclosure.rows import Row, read_rows
from clairevoie.disclosure.rows import since as later
from clairevoie.disclosure.terms import month_of, months_before
from clairevoie.disclosure.view import View, view_of
from clairevoie.portal import Figure
from clairevoie.project.model import ClientSpec, Grants, Project
from clairevoie.tables.schema import TABLES
from clairevoie.tables.slices import Slice

MONTHS = 13


@dataclass(frozen=True, slots=True)
class House:
    """All of it, in the company's zone; nothing here is bound for a client."""

    slices: Mapping[str, Slice]
    company: Slice
    ledger: Ledger
    project: Project
    as_of: datetime
    zone: ZoneInfo
    slugs: Mapping[str, str]  # contract -> its word in addresses, over all clients
    ledgers: Mapping[str, Ledger]  # client -> its own figures, as it would know them

    @property
    def today(self) -> date:
        """The local day of `as_of`."""
        return self.as_of.date()

    @property
    def month(self) -> str:
        """The last whole month."""
        return months_before(month_of(self.today), 2)[0]

    @property
    def months(self) -> tuple[str, ...]:
        """The thirteen months shown, oldest first, `month` last."""
        return months_before(self.month, MONTHS)

    @property
    def year(self) -> str:
        """The period from January to the last whole month: "2026-01..2026-10"."""
        return f"{self.month[:4]}-01..{self.month}"

    def own(self, table: str) -> list[Row]:
        """The company's own rows of a table."""
        whole = self.company.tables[table]
        return read_rows(whole, whole.column_names, self.zone)

    def all(self, table: str, *columns: str, since: date = date.min) -> list[tuple[str, Row]]:
        """(client, row) of every client, by client, then the company's own with client "". since: on its `date`."""
        found = []
        for client, held in (*sorted(self.slices.items()), ("", self.company)):
            rows = held.tables[table]
            recent = rows if since == date.min else later(rows, "date", since)
            found += [(client, row) for row in read_rows(recent, columns, self.zone)]
        return found

    def view(self, client: str) -> View:
        """A client's slice with everything granted: for panels that staff read as the client would."""
        own = self.ledgers.get(client, ledger(()))
        grants = Grants(PAGES, tuple(sorted({kpi for kpi, _, _ in own.figures})), _everything(), "full", MONTHS)
        spec = ClientSpec(client, self.project.root, self.project.internal_languages, grants)
        return replace(view_of(self.slices[client], own, self.project, spec, self.as_of), slugs=self.slugs)


def house(slices: Mapping[str, Slice], company: Slice, figures: Iterable[Figure], project: Project,
          as_of: datetime) -> House:
    """The company and its clients; `figures` are all internal ones and every client's own."""
    zone = ZoneInfo(project.timezone)
    contracts = [str(name) for client in sorted(slices)
                 for name in slices[client].tables["contracts"].column("contract").to_pylist()]
    known = tuple(figures)
    return House(slices, company, ledger(map(_narrowed, known)), project, as_of.astimezone(zone), zone,
                 slugs(contracts), _by_client(known))


def _narrowed(figure: Figure) -> Figure:
    """A contract, a commitment and a person are known by their own id: the client beside it is not needed."""
    names = {name for name, _ in figure.by}
    if names & {"contract", "commitment", "person"}:
        return _of(figure)
    return figure


def _by_client(figures: Iterable[Figure]) -> dict[str, Ledger]:
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        if client := dict(figure.by).get("client"):
            found.setdefault(client, []).append(_of(figure))
    return {client: ledger(own) for client, own in found.items()}


def _of(figure: Figure) -> Figure:
    return figure.under(*(pair for pair in figure.by if pair[0] != "client"))


def _everything() -> dict[str, tuple[str, ...]]:
    return {name: (*(column.name for column in table.columns), *DERIVED.get(name, ()))
            for name, table in TABLES.items()}
