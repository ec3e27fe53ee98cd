"""Configuration against what is known: KPIs, pages, tables, types of source and target."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from clairevoie import disclosure, publish
from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.figures.kpi import KPIS
from clairevoie.pipeline import overlapping, scheduling
from clairevoie.pipeline.settings import source_settings
from clairevoie.project import content
from clairevoie.project.files import SourceFile
from clairevoie.project.load import load
from clairevoie.project.model import Project, SourceSpec, TargetSpec
from clairevoie.project.strict_yaml import read
from clairevoie.project.unread import unread
from clairevoie.project.validated import in_words
from clairevoie.sources import SOURCES
from clairevoie.sources.starting import CALLED
from clairevoie.tables.schema import TABLES

_Read = Callable[[], Iterable[content.Writing]]


def load_checked(root: Path, as_of: datetime | None, clients: Collection[str] = ()) -> Project:
    """The workspace, every name in it known and, where as_of is given, every writing readable.

    Raises ConfigurationError with all faults at once.
    """
    if not (root / "portal.yml").is_file():
        raise ConfigurationError(Fault(str(root), "no portal.yml here; give the workspace with --workspace DIR"))
    project = load(root)
    faults = [fault for spec in project.sources for fault in _source_faults(spec)]
    faults += [fault for target in project.targets.values() for fault in _target_faults(target)]
    faults += overlapping.faults(project)
    faults += scheduling.faults(project)
    faults += _figure_faults(project)
    for spec in project.clients:
        faults += [*disclosure.faults(spec, KPIS, TABLES), *disclosure.pair_faults(spec)]
    known = {spec.client for spec in project.clients}
    faults += [unknown("--client", "client", client, known) for client in clients if client not in known]
    if as_of:
        faults += _content_faults(project, as_of)
    if not project.sources:
        faults.append(Fault("data_sources", "no source: a folder with a source.yml is expected"))
    if faults:
        raise ConfigurationError(*faults)
    return project


def aside(project: Project, as_of: datetime) -> list[str]:
    """A line for each picture that the content asks for, for no page has one, and for each writing that is not read."""
    return [*(f"{place}: the picture is left out: a site loads nothing from elsewhere, and has none of its own"
              for place in content.pictures(project, _today(project, as_of))), *unread(project)]


def _figure_faults(project: Project) -> Iterator[Fault]:
    if not project.figures:
        return
    document = read(project.root / "portal.yml", "portal.yml")
    for kpi, settings in project.figures.items():
        if kpi not in KPIS:
            yield unknown(document.where(("figures", kpi)), "KPI", kpi, KPIS)
        elif settings.variant and settings.variant not in KPIS[kpi].variants:
            known = KPIS[kpi].variants or ("none, leave it out",)
            yield unknown(document.where(("figures", kpi, "variant")), f"variant of {kpi}", settings.variant, known)
        elif KPIS[kpi].definition.unit == "ratio" and (settings.target or 0) > 100:
            what = f"figures.{kpi}.target: {settings.target:g} per cent; a share is at most 100"
            yield Fault(document.where(("figures", kpi, "target")), what)


def _content_faults(project: Project, as_of: datetime) -> list[Fault]:
    # What is wrong in content/shared is wrong for every client: once is enough.
    return sorted({fault for read, pages in _readings(project, as_of) for fault in _faults_of(read, pages)})


def _readings(project: Project, as_of: datetime) -> Iterator[tuple[_Read, Collection[str]]]:
    """How each site's content is read, and the pages that it may be for."""
    today = _today(project, as_of)
    for spec in project.clients:
        yield partial(content.of_client, project, spec.client, today), disclosure.PAGES
    yield partial(content.of_staff, project, today), ()


def _today(project: Project, as_of: datetime) -> date:
    return as_of.astimezone(ZoneInfo(project.timezone)).date()


def _faults_of(read: _Read, pages: Collection[str]) -> set[Fault]:
    """Among them a `Page:` that no site has (where `pages` says which there are): its words would stand nowhere."""
    try:
        writings = read()
    except ConfigurationError as error:
        return set(error.faults)
    return {unknown(f"content: {writing.slug}.md: Page", "page", writing.page, pages) for writing in writings
            if pages and writing.page and writing.page not in pages}


def _source_faults(spec: SourceSpec) -> list[Fault]:
    name = f"data_sources/{spec.id}/source.yml"
    if spec.type not in SOURCES:
        return [unknown(f"{name}:{spec.lines.get('type', 1)}", "type of source", spec.type, SOURCES, CALLED)]
    faults = [*_table_faults(name, spec, "optional", () if isinstance(spec.optional, bool) else spec.optional),
              *_table_faults(name, spec, "keep_rows", spec.keep_rows)]
    faults += [Fault(_where(name, spec, "keep_rows"), f"{table} is a log without a key: its rows cannot be told apart")
               for table in spec.keep_rows if table in TABLES and not TABLES[table].key]
    try:
        source_settings(spec)
    except ValidationError as error:
        faults += [_setting_fault(name, spec, detail) for detail in error.errors(include_url=False)]
    return faults


def _table_faults(name: str, spec: SourceSpec, key: str, tables: Iterable[str]) -> list[Fault]:
    return [unknown(f"{_where(name, spec, key)}: {key}", "table", table, TABLES) for table in tables
            if table not in TABLES]


def _setting_fault(name: str, spec: SourceSpec, detail: Any) -> Fault:
    key = _written(spec.settings, detail["loc"])
    if detail["type"] == "extra_forbidden" and len(detail["loc"]) == 1:
        known = {*SOURCES[spec.type].Settings.model_fields, *SourceFile.model_fields}
        return unknown(_where(name, spec, key), "setting", key, known)
    return Fault(_where(name, spec, key), f"{key}: {in_words(detail)}" if key else in_words(detail))


def _written(said: Any, loc: Sequence[int | str]) -> str:
    """A setting as source.yml writes it: where there are several kinds, a validator puts that of a part into its path
    (`auth.bearer.token_env`)."""
    path = []
    for place, part in enumerate(loc):
        if isinstance(said, Mapping) and _is_kind(part, said, loc[place + 1:]):
            continue
        path.append(str(part))
        if isinstance(said, list):
            said = said[part] if isinstance(part, int) and part < len(said) else None
        else:
            said = said.get(part) if isinstance(said, Mapping) else None
    return ".".join(path)


def _is_kind(part: int | str, said: Mapping[Any, Any], more: Sequence[int | str]) -> bool:
    return part not in said and (part == said.get("kind") or (bool(more) and more[0] in said))


def _where(name: str, spec: SourceSpec, key: str) -> str:
    at = key
    while at and at not in spec.lines:
        at = at.rpartition(".")[0]
    return f"{name}:{spec.lines.get(at or 'preset', 1)}"


def _target_faults(target: TargetSpec) -> list[Fault]:
    where = f"portal.yml: target {target.id}"
    if target.type not in publish.TARGETS:
        return [unknown(where, "type of target", target.type, publish.TARGETS)]
    settings = publish.TARGETS[target.type].Settings
    try:
        settings.model_validate(dict(target.settings))
    except ValidationError as error:
        return [_of_target(where, settings, detail) for detail in error.errors(include_url=False)]
    return []


def _of_target(where: str, settings: type[BaseModel], detail: Any) -> Fault:
    key = ".".join(map(str, detail["loc"]))
    if detail["type"] == "extra_forbidden":
        return unknown(where, "setting", key, {"type", *settings.model_fields})
    if detail["type"] == "missing":
        return Fault(where, f"{key} is missing")
    what = in_words(detail)
    if key in settings.model_fields and (form := settings.model_fields[key].description):
        what = f"write {form}"
    return Fault(where, f"{key}: {what}" if key else what)
