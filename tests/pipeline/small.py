"""A small company in CSV files, and its pulls, for tests of what is held, noted and told."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clairevoie import pipeline
from clairevoie.pipeline import Report
from tests.project.workspace import PORTAL, workspace

NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
HELD = {"crm": "read", "desk": "held"}
DESK = "type: csv\ntables: {tickets: {}, surveys: {}}\n"
CRM = "type: csv\ntables: {clients: {}}\n"
TICKETS = "ticket,client,kind,priority,status,title,created,resolved\n"
CLIENT = ("client: {}\ngrants: {{pages: [overview, tickets, planning], figures: [ticket_volume, backlog, mttr], "
          "tables: {{tickets: [ticket, status, priority, kind, title, created, resolved]}}, downloads: all}}\n")


def company(root: Path, *, desk: str = DESK, portal: str = PORTAL, tickets: int = 20) -> Path:
    """Two clients (`acme`, `beta`), a source `crm` that names them, a source `desk` with tickets and one survey."""
    workspace(root, portal=portal, source=desk, client=CLIENT.format("acme"))
    workspace(root, portal=portal, source=CRM, client=CLIENT.format("beta"), folder="beta")
    (root / "data_sources" / "itsm").rename(root / "data_sources" / "crm")
    source(root, "desk", desk)
    write(root, "crm/clients.csv", "client,name\nacme,Acme\nbeta,Beta\n")
    write(root, "desk/surveys.csv", "survey,client,sent\nS1,acme,2026-10-02T10:00\n")
    rows(root, tickets)
    return root


def source(root: Path, name: str, text: str) -> None:
    """Write the source.yml of a source."""
    write(root, f"{name}/source.yml", text)


def rows(root: Path, count: int, *, bad: int = 0, client: str = "") -> None:
    """That many tickets, of each client in turn (or of `client`), and some that cannot be read."""
    lines = [f"T{n},{client or ('acme', 'beta')[n % 2]},incident,P2,new,Ticket {n},2026-10-{n % 28 + 1:02}T10:00,"
             for n in range(count)]
    lines += [f"B{n},acme,incident,P2,new,Bad {n},hier," for n in range(bad)]
    write(root, "desk/tickets.csv", TICKETS + "".join(f"{line}\n" for line in lines))


def write(root: Path, name: str, text: str, at: datetime | None = None) -> None:
    """Write a file of data_sources/, as if at `at`."""
    file = root / "data_sources" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    if at:
        os.utime(file, (at.timestamp(), at.timestamp()))


def pull(root: Path, at: datetime = NOW, *only: str, accept: tuple[str, ...] = ()) -> Report:
    """`clairevoie pull`."""
    return pipeline.pull_all(root, at, only=only, accept=accept)


def outcomes(report: Report) -> dict[str, str]:
    """Source → how it went."""
    return {line["source"]: line["outcome"] for line in report.sources}
