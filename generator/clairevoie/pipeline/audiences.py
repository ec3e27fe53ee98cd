"""One audience: its slice → figures → Portal ═ the wall ═ → its site."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from clairevoie import __version__, disclosure, render
from clairevoie.disclosure import IsolationInputs, Seen, Told
from clairevoie.disclosure.company import company
from clairevoie.errors import ClairevoieError, Fault
from clairevoie.figures.freshness import aged
from clairevoie.figures.frozen import as_closed
from clairevoie.figures.kpi import KPIS, compute, compute_internal, zone_of
from clairevoie.figures.restated import restated
from clairevoie.figures.rollup import rolled_up
from clairevoie.figures.variants import apart
from clairevoie.pipeline import silo
from clairevoie.pipeline.fingerprint import fingerprint, folder_bytes
from clairevoie.pipeline.grouping import totals_of
from clairevoie.pipeline.slicing import Cut
from clairevoie.pipeline.stating import NEVER, Said
from clairevoie.portal import Figure, Portal, Prose
from clairevoie.project import content
from clairevoie.project.model import ClientSpec, Project
from clairevoie.render import accent
from clairevoie.render.theme import ours
from clairevoie.tables.slices import Slice, beside, files_of, open_company, open_internal, open_slice, written


@dataclass(frozen=True, slots=True)
class Built:
    """A finished site in the scratch folder, or why there is none."""

    site: str
    files: int = 0
    bytes: int = 0
    fingerprint: str = ""
    faults: tuple[Fault, ...] = ()
    notices: tuple[str, ...] = ()
    figures: str = ""  # its figures as JSON, where the site offers no file of them


def client_site(project: Project, spec: ClientSpec, slices: Path, scratch: Path, as_of: datetime, told: Told,
                more: tuple[Figure, ...] = (), said: Said = NEVER) -> Built:
    """Build one client's site from its slice alone, able to open nothing else (pipeline.silo).

    What a person can mend is in the answer, not raised. `slices`: as they were known when what this client is shown
    was new. `more`: its internal figures, by exception. `said`: what it was shown before, and its closed months.
    """
    passing = scratch / f".{spec.client}"
    for folder in (scratch / spec.client, passing):
        folder.mkdir(mode=0o755)
    logos = [logo for logo in (project.company.logo, spec.logo) if logo]
    paths = silo.Paths(
        read=[*files_of(slices, spec.client), spec.folder,
              project.root / "content" / "shared", project.state / "cache", ours(),
              *([project.theme] if project.theme else []), *logos],
        listed=[], written=[scratch / spec.client, passing])
    with _temporary(passing):
        return silo.inside(paths, lambda: _client_site(project, spec, slices, scratch, as_of, told, more, said))


def internal_site(project: Project, cut: Cut, as_of: datetime, seen: Seen, searched: IsolationInputs) -> Built:
    """Build the staff's site from the internal slices of every client and the company's own rows."""
    try:
        clients = {client: open_internal(cut.slices, client) for client in cut.clients}
        ours = open_company(cut.slices)
        figures = aged(compute_internal(clients, ours, project, as_of), cut.ages)
        prose = _prose(content.of_staff(project, _today(project, as_of)))
        inputs = [*folder_bytes(cut.slices), *_settings(project, KPIS), *_staff(project, cut, seen, searched)]
        definitions = tuple(kpi.settled(project) for kpi in KPIS.values())
        quality = disclosure.QualityInputs(cut.rows, cut.set_aside, cut.notices, cut.held, cut.ages,
                                            cut.short_of)
        portal = disclosure.internal_portal(clients, ours, figures, definitions, project, prose, quality, as_of,
                                            fingerprint(inputs), seen, searched)
        return _render(portal, project, cut.scratch)
    except ClairevoieError as error:
        return Built("internal", faults=error.faults)


def _client_site(project: Project, spec: ClientSpec, slices: Path, scratch: Path, as_of: datetime, told: Told,
                 more: tuple[Figure, ...], said: Said) -> Built:
    try:
        rows = open_slice(slices, spec.client)
        shown_at = as_of - timedelta(days=spec.grants.delay_days)
        counted = compute(rows, project, shown_at, spec.grants.figures, months=spec.grants.months)
        fixed = tuple(as_closed(aged(counted, told.ages), said.closed))
        cards = {kpi: KPIS[kpi].settled(project) for kpi in spec.grants.figures}
        otherwise = apart(rows, project)
        mine = [figure for figure in fixed if figure.kpi not in otherwise]
        summed = rolled_up(totals_of(slices, spec.client), mine, cards)
        figures = (*restated(fixed, said.published, zone_of(rows, project)), *summed, *more)
        shown = _with(spec, more)
        prose = _prose(content.of_client(project, spec.client, _today(project, as_of)))
        inputs = [*_given(slices, spec, rows, prose), *_settings(project, shown.grants.figures), repr(told).encode(),
                  repr(more).encode(), *(repr(figure).encode() for figure in figures if figure.earlier),
                  *(month.digest.encode() for month in said.closed)]
        definitions = tuple(KPIS[kpi].settled(project) for kpi in shown.grants.figures)
        portal = disclosure.client_portal(rows, figures, definitions, project, shown, prose, shown_at,
                                          fingerprint(inputs), told, said.closed)
        return _render(portal, project, scratch)
    except ClairevoieError as error:
        return Built(spec.client, faults=tuple(Fault(f"client {spec.client}", str(f)) for f in error.faults))


def _with(spec: ClientSpec, more: tuple[Figure, ...]) -> ClientSpec:
    """The client with the internal figures that it is shown among its grants."""
    figures = (*spec.grants.figures, *sorted({figure.kpi for figure in more}))
    return replace(spec, grants=replace(spec.grants, figures=figures))


def _staff(project: Project, cut: Cut, seen: Seen, searched: IsolationInputs) -> list[bytes]:
    """What the staff's site alone depends on."""
    shown = [(spec.client, sorted(disclosure.lines_of(spec))) for spec in project.clients]
    known = sorted((seen.locked or {}).items()), sorted(seen.history.items())
    words = (project.staff, project.internal_languages, cut.ages, sorted(cut.short_of.items()), cut.held, searched,
             shown, _plain(known))
    return [repr(words).encode(), *folder_bytes(project.root / "content" / "internal")]


def _plain(thing: object) -> object:
    """Sets in their order: the same words each time."""
    if isinstance(thing, frozenset):
        return sorted(thing)
    return [_plain(part) for part in thing] if isinstance(thing, (list, tuple)) else thing


def _render(portal: Portal, project: Project, scratch: Path) -> Built:
    folder = scratch / portal.site
    folder.mkdir(mode=0o755, exist_ok=True)
    render.build(portal, folder, project.theme, project.state / "cache")
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    note = accent.guard(portal.accent).note
    figures = "" if portal.offers("figures") else render.figures_json(portal)
    return Built(portal.site, len(sizes), sum(sizes), portal.fingerprint,
                 notices=(f"client {portal.site}: {note}",) if note else (), figures=figures)


@contextmanager
def _temporary(folder: Path) -> Iterator[None]:
    """Whatever is written for a while only (Pelican's input) stands in `folder`."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _prose(writings: tuple[content.Writing, ...]) -> tuple[Prose, ...]:
    return tuple(Prose("note" if w.kind == "note" else "page", w.slug, w.title, w.language, w.markdown, w.author,
                       w.date, w.month, w.page) for w in writings)


def _given(slices: Path, spec: ClientSpec, rows: Slice, prose: tuple[Prose, ...]) -> list[bytes]:
    """A client's own inputs. The internal part of its slice is none of them: what it costs would move its site."""
    words = sorted(disclosure.lines_of(spec)), spec.languages, spec.accent, sorted(spec.shared_cis.items()), prose
    more = [file.read_bytes() for file in beside(slices, spec.client)]
    return [*written(rows), *more, *(repr(word).encode() for word in words)]


def _settings(project: Project, kpis: Collection[str]) -> list[bytes]:
    """What of the configuration a site that shows these figures depends on: never another client's, never a path."""
    figures = sorted((kpi, settings) for kpi, settings in project.figures.items() if kpi in kpis)
    words = (__version__, company(project), sorted(project.calendars.items()), figures, project.which_commitment,
             project.currency, project.timezone)
    return [repr(word).encode() for word in words] + folder_bytes(project.theme)


def _today(project: Project, as_of: datetime) -> date:
    return as_of.astimezone(ZoneInfo(project.timezone)).date()
