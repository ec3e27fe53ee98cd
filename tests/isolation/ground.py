"""A company laid out as a workspace, and built in this process: the product's own steps, with what each test asks."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from unittest import mock

import yaml

from clairevoie import gate, pipeline
from clairevoie.pipeline import Report
from clairevoie.render import fonts
from clairevoie.render.theme import prepare
from tests.isolation.companies import Company, Tables

AS_OF = datetime.fromisoformat("2026-11-01T08:00+01:00")
PORTAL = """\
company: {id: nereis, name: Infogérance, phone: "+33 4 00 00 00 00"}
calendar: ouvre
calendars:
  ouvre:
    label: {fr: ouvré, en: working hours}
    windows: {mon-sun: ["00:00-24:00"]}
"""
_PLAIN = """<!doctype html><html lang="{{ lang }}"><head><title>{{ portal.name }}</title></head>\
<body><h1>{{ page.id }} {{ page.subject }}</h1><p>{{ portal.name }} {{ portal.as_of }} {{ portal.fingerprint }}</p>
<pre>{{ page.panels }} {{ page.notices }}</pre>
{% for slug, piece in site.prose|dictsort %}<h2>{{ piece.title }}</h2>{{ site.article(slug) }}{% endfor %}
</body></html>
"""
_TEMPLATES = ("article", "commitments", "contacts", "contract", "contracts", "definition", "definitions", "group",
              "infrastructure", "lifecycle", "news", "overview", "planning", "register", "reports", "tickets",
              "whatif")


def lay(made: Company, root: Path, *, plain: bool = True) -> Path:
    """Write the workspace. plain: pages that print whatever crossed the wall, which no real page shows all of."""
    (root / "data_sources" / "all").mkdir(parents=True)
    (root / "portal.yml").write_text(PORTAL + ("theme: plain\n" if plain else ""), encoding="utf-8")
    if plain:
        (root / "plain" / "templates").mkdir(parents=True)
        for name in _TEMPLATES:
            (root / "plain" / "templates" / f"{name}.html").write_text(_PLAIN, encoding="utf-8")
    write_tables(made.tables, root)
    for client, settings in made.settings.items():
        news = root / "content" / "clients" / client / "news"
        news.mkdir(parents=True)
        (news.parent / "client.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
        if made.notes.get(client):
            (news / "point.md").write_text(made.notes[client], encoding="utf-8")
    return root


def write_tables(tables: Tables, root: Path) -> None:
    """The CSV files and the source.yml that names them."""
    folder = root / "data_sources" / "all"
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, sorted(columns), restval="")
            writer.writeheader()
            writer.writerows(rows)
    source = {"type": "csv", "tables": {name: {} for name in sorted(tables)}}
    (folder / "source.yml").write_text(yaml.safe_dump(source), encoding="utf-8")


def built(root: Path, output: Path, clients: Iterable[str] = (), *, searching: bool = True) -> Report:
    """Build sites (of `clients`; all and the staff's where none is named) in this process, and the gate in it too.

    A process of its own takes the gate longer than its search. Fonts, which hold nothing of anybody, are not cut, and
    nothing has to outlive a power cut.
    """
    with cheaply(searching=searching):
        return pipeline.build(root, AS_OF, AS_OF, output, clients=list(clients))


@contextmanager
def cheaply(*, searching: bool = True) -> Iterator[None]:
    """What a test need not pay for is left out."""
    def examine(sites: dict[str, Path], *more: object, **named: object) -> gate.Report:
        return gate.examine(sites if searching else {}, *more, **named)  # type: ignore[arg-type]

    faces = dict.fromkeys(fonts.FACES, b"wOF2 for tests")
    with (mock.patch.object(gate, "check", examine), mock.patch.object(fonts, "faces", return_value=faces),
          mock.patch.object(os, "fsync")):
        prepare.cache_clear()
        yield
        prepare.cache_clear()
