"""One audience: its slice → figures → Portal ═ the wall ═ → its site."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from clairevoie import __version__, disclosure, render
from clairevoie.errors import ClairevoieError, Fault
from clairevoie.figures.kpi import KPIS, compute, compute_internal
from clairevoie.pipeline.fingerprint import fingerprint, folder_bytes
from clairevoie.pipeline.slicing import Cut
from clairevoie.portal import Portal, Prose
from clairevoie.project import content
from clairevoie.project.model import ClientSpec, Project
from clairevoie.render import accent
from clairevoie.tables.slices import open_company, open_internal, open_slice


@dataclass(frozen=True, slots=True)
class Built:
    """A finished site in the scratch folder, or why there is none."""

    site: str
    files: int = 0
    bytes: int = 0
    fingerprint: str = ""
    faults: tuple[Fault, ...] = ()
    notices: tuple[str, ...] = ()


def client_site(project: Project, spec: ClientSpec, slices: Path, scratch: Path, as_of: datetime) -> Built:
    """Build one client's site from its slice alone. What a person can mend is in the answer, not raised."""
    try:
        rows = open_slice(slices, spec.client)
        figures = compute(rows, project, as_of, spec.grants.figures, months=spec.grants.months)
        prose = _prose(content.of_client(project, spec.client, _today(project, as_of)))
        inputs = [*folder_bytes(slices / spec.client), *_settings(project, spec), *folder_bytes(spec.folder)]
        definitions = tuple(KPIS[kpi].settled(project) for kpi in spec.grants.figures)
        portal = disclosure.client_portal(rows, figures, definitions, project, spec, prose, as_of,
                                          fingerprint(inputs))
        return _render(portal, project, scratch)
    except ClairevoieError as error:
        return Built(spec.client, faults=tuple(Fault(f"client {spec.client}", str(f)) for f in error.faults))


def internal_site(project: Project, cut: Cut, as_of: datetime) -> Built:
    """Build the staff's site from the internal slices of every client and the company's own rows."""
    try:
        clients = {client: open_internal(cut.slices, client) for client in cut.clients}
        company = open_company(cut.slices)
        figures = compute_internal(clients, company, project, as_of)
        prose = _prose(content.of_staff(project, _today(project, as_of)))
        writings = folder_bytes(project.root / "content" / "internal")
        inputs = [*folder_bytes(cut.slices), *_settings(project, None), *writings]
        definitions = tuple(kpi.settled(project) for kpi in KPIS.values())
        quality = disclosure.QualityInputs(cut.rows, cut.set_aside, cut.notices)
        portal = disclosure.internal_portal(clients, company, figures, definitions, project, prose, quality, as_of,
                                            fingerprint(inputs))
        return _render(portal, project, cut.scratch)
    except ClairevoieError as error:
        return Built("internal", faults=error.faults)


def _render(portal: Portal, project: Project, scratch: Path) -> Built:
    folder = scratch / portal.site
    folder.mkdir(mode=0o755)
    render.build(portal, folder, project.theme, project.state / "cache")
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    note = accent.guard(portal.accent).note
    return Built(portal.site, len(sizes), sum(sizes), portal.fingerprint,
                 notices=(f"client {portal.site}: {note}",) if note else ())


def _prose(writings: tuple[content.Writing, ...]) -> tuple[Prose, ...]:
    return tuple(Prose("note" if w.kind == "note" else "page", w.slug, w.title, w.language, w.markdown, w.author,
                       w.date, w.month, w.page) for w in writings)


def _settings(project: Project, spec: ClientSpec | None) -> list[bytes]:
    """What of the configuration a site depends on: never another client's, never a path."""
    words = [__version__, project.company.id, project.company.name, repr(sorted(project.calendars.items())),
             repr(sorted(project.figures.items())), repr(project.staff), project.which_commitment, project.currency,
             project.timezone, repr(asdict(spec.grants)) if spec else ""]
    return [word.encode() for word in words] + folder_bytes(project.theme)


def _today(project: Project, as_of: datetime) -> date:
    return as_of.astimezone(ZoneInfo(project.timezone)).date()
