"""Incidents of providers that a client's services feel and of which its home says nothing: `check` says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import pyarrow as pa

from clairevoie.disclosure.incident_effects import by_client, struck, told_by_client
from clairevoie.disclosure.incidents import are_told
from clairevoie.pipeline.comparing import running
from clairevoie.project.model import Project
from clairevoie.tables.ownership import remembered

_SAID = 5  # of each client

Tables = Mapping[str, pa.Table]


@remembered()
def unsaid(project: Project, tables: Tables, as_of: datetime) -> list[str]:
    """A line for each incident that interrupts or slows services of a client that is told of incidents, through items
    of which its slice holds none."""
    clients = sorted(spec.client for spec in project.clients if are_told(spec.grants))
    whole = struck(tables, as_of) if clients else {}
    if not any(gone or weak for gone, weak in whole.values()):
        return []
    told, found = told_by_client(tables, clients, as_of), list[str]()
    lines: dict[str, list[str]] = {client: [] for client in clients}
    in_force = running(project, tables, as_of)
    for key, concerned in by_client(tables, whole).items():
        for client, (gone, weak) in concerned.items():
            named = ", ".join(_named(gone, weak, in_force))
            if client in lines and named and key not in told[client]:
                lines[client].append(f"client {client}: the incident {key[1]} of {key[0]} {named}; its home does not"
                                     " say so: it holds none of the items that are hit")
    for client, own in lines.items():
        found += own[:_SAID]
        found += [f"client {client}: and {len(own) - _SAID} more such incidents"] if len(own) > _SAID else []
    return found


def _named(gone: tuple[tuple[str, str], ...], weak: tuple[tuple[str, str], ...], in_force: set[str]) -> Iterator[str]:
    for word, pairs in (("interrupts", gone), ("slows", weak)):
        for contract, service in pairs:
            if contract in in_force:
                yield f"{word} {service} of {contract}"
