"""What was said of clients' months before: what they were shown, and the months that were closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clairevoie.errors import TargetError
from clairevoie.pipeline.report import Report
from clairevoie.pipeline.storing import opened
from clairevoie.project.model import ClientSpec, Project
from clairevoie.tables.closed import Closed, closed_months
from clairevoie.tables.published import Published, published
from clairevoie.tables.store import Store


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one client's months."""

    published: tuple[Published, ...] = ()
    closed: tuple[Closed, ...] = ()


NEVER = Said()
Stated = Mapping[str, Said]


def stated(project: Project, specs: Iterable[ClientSpec], report: Report) -> Stated:
    """Client → what was said. What was published and cannot be read is noted, and not compared.

    Raises TargetError where a closed month cannot be trusted: it is not to be worked out anew in silence.
    """
    clients = [spec.client for spec in specs]
    with opened(project, writing=False) as store:
        closed = closed_months(store.blobs, clients)
        return {client: Said(_published(project, client, store, report), closed[client]) for client in clients}


def _published(project: Project, client: str, store: Store, report: Report) -> tuple[Published, ...]:
    try:
        return tuple(row for target in sorted(project.targets) for row in published(store.blobs, target, client))
    except TargetError as error:
        report.notices += [f"{client}: what was published is not compared with what is known now: {fault}"
                           for fault in error.faults]
        return ()
