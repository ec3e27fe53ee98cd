"""A workspace's files → `Project`; all faults at once, before any write."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.project import files, hours
from clairevoie.project.declared import declared
from clairevoie.project.drawing import drawing
from clairevoie.project.granting import granted, lines_of
from clairevoie.project.inside import ELSEWHERE, OUTSIDE, check_inside, stray
from clairevoie.project.model import (
    Calendar,
    ClientSpec,
    Company,
    FigureSettings,
    Project,
    ScheduleSpec,
    SourceSpec,
    Staff,
    StoreSpec,
    TargetSpec,
)
from clairevoie.project.secrets import secrets_in
from clairevoie.project.source import source_of
from clairevoie.project.strict_yaml import Document, read
from clairevoie.project.validated import checked


def load(root: Path) -> Project:
    """Read portal.yml, data_sources/*/source.yml and content/clients/*/client.yml of a workspace.

    Names of KPIs, pages, tables, types and settings are checked later, by those who know them (pipeline).
    """
    faults: list[Fault] = []
    document = read(root / "portal.yml", "portal.yml")
    faults += secrets_in(document)
    portal = checked(document, files.PortalFile, faults)
    folders = _folders(root, "content/clients", faults)
    clients = tuple(filter(None, [_client(root, folder, faults) for folder in folders]))
    faults += _alike(clients)
    zone = portal.timezone if portal else "UTC"
    folders = _folders(root, "data_sources", faults)
    sources = tuple(filter(None, [source_of(folder, zone, faults) for folder in folders]))
    if portal is None:
        raise ConfigurationError(*faults)
    calendars = hours.calendars(portal, document, faults)
    hours.check_zone(portal.timezone, document.where(("timezone",)), faults)
    _logo(root, root, portal.company.logo, document.where(("company", "logo")), faults)
    if not clients and not faults and not portal.without_clients:
        faults.append(Fault("content/clients", "no client is left, and every published site would go stale;"
                            " for an internal site alone say without_clients: true in portal.yml"))
    if portal.calendar not in portal.calendars:
        faults.append(unknown(document.where(("calendar",)), "calendar", portal.calendar, portal.calendars))
    schedule = _schedule(portal, document, faults)
    faults += _strangers(portal, document, clients)
    if faults:
        raise ConfigurationError(*faults)
    return _project(root, portal, calendars, sources, clients, schedule)


def _project(root: Path, portal: files.PortalFile, calendars: Mapping[str, Calendar], sources: tuple[SourceSpec, ...],
             clients: tuple[ClientSpec, ...], schedule: ScheduleSpec | None) -> Project:
    company = portal.company
    staff = portal.staff
    return Project(
        root=root,
        company=Company(company.id, company.name, company.short or company.name, company.phone, company.incident_url,
                        root / company.logo if company.logo else None),
        timezone=portal.timezone,
        currency=portal.currency,
        calendar=portal.calendar,
        internal_languages=tuple(portal.internal.languages),
        calendars=calendars,
        sources=sources,
        clients=clients,
        targets={name: TargetSpec(name, str(body.get("type", "")), {k: v for k, v in body.items() if k != "type"})
                 for name, body in portal.targets.items()},
        figures={kpi: FigureSettings(f.target, f.variant, f.minimum) for kpi, f in portal.figures.items()},
        staff=Staff(staff.productive_days, tuple(staff.deducted_absences), staff.margin_threshold, staff.allocation),
        which_commitment=portal.which_commitment,
        theme=root / portal.theme if portal.theme else None,
        words=declared(portal.common_words, portal.shared_words, portal.aliases),
        schedule=schedule,
        store=_store(portal.store),
    )


def _store(said: files.StoreFile) -> StoreSpec:
    bucket, _, prefix = said.url.removeprefix("s3://").partition("/")
    return StoreSpec(bucket, prefix, said.region, said.endpoint_url, said.owner, said.keep_days, said.keep_last)


def _schedule(portal: files.PortalFile, document: Document, faults: list[Fault]) -> ScheduleSpec | None:
    if portal.schedule is None:
        return None
    if portal.schedule.timezone is not None:
        hours.check_zone(portal.schedule.timezone, document.where(("schedule", "timezone")), faults)
    zone = portal.schedule.timezone or portal.timezone
    return ScheduleSpec(portal.schedule.cron, zone, document.where(("schedule", "cron")))


def _alike(clients: tuple[ClientSpec, ...]) -> list[Fault]:
    """Two ids that differ by letter case only would share a folder on some file systems."""
    first: dict[str, str] = {}
    return [Fault(f"content/clients/{spec.client}", f"differs from {other!r} by letter case only") for spec in clients
            if (other := first.setdefault(spec.client.lower(), spec.client)) != spec.client]


def _strangers(portal: files.PortalFile, document: Document, clients: tuple[ClientSpec, ...]) -> list[Fault]:
    """Clients that words are shared with, and that are none."""
    known = [spec.client for spec in clients]
    return [unknown(document.where(("shared_words", place)), "client", client, known)
            for place, one in enumerate(portal.shared_words) for client in one.clients if client not in known]


def _folders(root: Path, name: str, faults: list[Fault]) -> list[Path]:
    """Those in a folder of the workspace; of it and of them, what leads out of the workspace is added to `faults`."""
    parent = root / name
    found = sorted(p for p in parent.iterdir() if p.is_dir() and p.name[0] not in "._") if parent.is_dir() else []
    strays = {folder: out for folder in found if (out := stray(folder, root))}
    faults += [Fault(out, OUTSIDE) for out in dict.fromkeys(strays.values())]
    return [folder for folder in found if folder not in strays]


def _logo(root: Path, folder: Path, name: str | None, where: str, faults: list[Fault]) -> None:
    if name and os.path.normpath(name).split("/")[0] in ("", ".."):
        home = "the workspace" if folder == root else "the client's folder"
        faults.append(Fault(where, f"logo {name}: write a path inside {home}, and put the drawing there"))
    elif name and stray(folder / name, root):
        faults.append(Fault(where, f"logo {name}: {OUTSIDE}"))
    elif name and not _is_own(folder / name, folder, root):
        faults.append(Fault(where, f"logo {name}: {ELSEWHERE}"))
    elif name:
        try:
            drawing(folder / name)
        except ValueError as fault:
            faults.append(Fault(where, f"logo {name}: {fault}"))


def _is_own(file: Path, folder: Path, root: Path) -> bool:
    """Whether a link leads where the worker that builds a client's site may read."""
    return any(Path(os.path.realpath(file)).is_relative_to(os.path.realpath(home))
               for home in (folder, root / "content" / "shared"))


def _client(root: Path, folder: Path, faults: list[Fault]) -> ClientSpec | None:
    name = f"content/clients/{folder.name}/client.yml"
    try:
        check_inside(folder / "client.yml", root)
        document = read(folder / "client.yml", name)
    except ConfigurationError as error:
        faults += error.faults
        return None
    body = checked(document, files.ClientFile, faults)
    if body is None:
        return None
    if body.client != folder.name:
        where = document.where(("client",))
        faults.append(Fault(where, f"client {body.client!r} stands in the folder {folder.name!r}"))
        return None
    _logo(root, folder, body.logo, document.where(("logo",)), faults)
    return ClientSpec(body.client, folder, tuple(body.languages), granted(body.grants, document, faults), body.accent,
                      folder / body.logo if body.logo else None, body.shared_cis, lines_of(document))
