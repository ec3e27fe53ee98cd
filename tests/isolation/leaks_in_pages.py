"""Leaks put into the product's own code: into what is written, drawn, fed and packed."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from clairevoie.charts import bars
from clairevoie.portal import Column, Text
from clairevoie.project import content
from clairevoie.render import accent, data, drawings, environment, plugin, press
from tests.isolation.leaks import leak, portals
from tests.isolation.seeding import Seeds


def more_files(seeds: Seeds, make: Any) -> None:
    """Write more files into a site: make(portal) → {path: bytes}."""
    def write(portal: Any, output: Path) -> list[str]:
        paths: list[str] = real(portal, output)
        for path, body in make(portal).items():
            (output / path).parent.mkdir(parents=True, exist_ok=True)
            (output / path).write_bytes(body)
            paths = [*paths, path]
        return paths

    real = seeds.put(data, "write", write)


def titles(seeds: Seeds) -> list[str]:
    """The ids and titles of all clients' tickets."""
    return [str(value) for one in seeds.everyone().values() for column in ("ticket", "title")
            for value in one.tables["tickets"][column].to_pylist()]


@leak("search data over all clients")
def _(seeds: Seeds) -> None:
    more_files(seeds, lambda _: {"data/search.json": json.dumps(titles(seeds)).encode()})


@leak("a download of everybody's rows")
def _(seeds: Seeds) -> None:
    more_files(seeds, lambda _: {"data/all.csv": "\r\n".join(titles(seeds)).encode()})


@leak("a packed twin of everybody's rows")
def _(seeds: Seeds) -> None:
    more_files(seeds, lambda _: {"data/figures.json.gz": gzip.compress("\n".join(titles(seeds)).encode(), mtime=0)})


@leak("a neighbour's id in the name of a file")
def _(seeds: Seeds) -> None:
    more_files(seeds, lambda _: {f"data/{client}.csv": b"x" for client in seeds.everyone()})


@leak("base64 of a neighbour's name in an attribute")
def _(seeds: Seeds) -> None:
    def context(work: Any, page: Any) -> Any:
        names = [str(name) for one in seeds.everyone().values()
                 for name in one.tables["contacts"]["name"].to_pylist()]
        work.environment.globals["lang"] = work.site.language + '" data-x="' + base64.b64encode(
            "|".join(names).encode()).decode()
        return real(work, page)

    real = seeds.put(plugin, "_context", context)


@leak("a global of Jinja shared by sites")
def _(seeds: Seeds) -> None:
    def context(work: Any, page: Any) -> Any:
        work.environment.globals.setdefault("portal", work.site.portal)
        return {name: value for name, value in real(work, page).items() if name != "portal"}

    real = seeds.put(plugin, "_context", context)


@leak("a cache of templates without the language in its key")
def _(seeds: Seeds) -> None:
    first: list[Any] = []

    def same(*words: Any) -> Any:
        first.append(environment.environment(*words))
        return first[0]

    seeds.put(press, "environment", same)


@leak("the colour of the first site in every theme")
def _(seeds: Seeds) -> None:
    first: list[str] = []

    def rules(colour: str) -> str:
        first.append(real(colour))
        return first[0]

    real = seeds.put(accent, "rules", rules)


@leak("a feed of everybody's news")
def _(seeds: Seeds) -> None:
    def of_client(project: Any, client: str, today: Any) -> Any:
        folder = project.root / "content" / "clients"
        feeds.append(b"".join(file.read_bytes() for file in sorted(folder.rglob("news/*.md"))))
        return real(project, client, today)

    feeds: list[bytes] = []
    real = seeds.put(content, "of_client", of_client)
    more_files(seeds, lambda _: {"feed.xml": b"<feed>" + feeds[-1] + b"</feed>"})


@leak("an extra column in the table behind a chart")
def _(seeds: Seeds) -> None:
    def table_of(chart: Any) -> Any:
        return _with_all(real(chart), len(titles(seeds)))

    real = drawings.table_of
    seeds.put(drawings, "table_of", table_of)

    def everywhere(portal: Any) -> Any:
        count = len(titles(seeds))
        return replace(portal, tables=tuple(_with_all(table, count) if table.columns[0].id == "x" else table
                                            for table in portal.tables))

    portals(seeds, everywhere)


@leak("the domain of an axis over all clients")
def _(seeds: Seeds) -> None:
    def value_axis(values: Any, *words: Any, **named: Any) -> Any:
        return real([*values, float(len(titles(seeds)))], *words, **named)

    real = seeds.put(bars, "value_axis", value_axis)


@leak("the build's path in a comment")
def _(seeds: Seeds) -> None:
    more_files(seeds, lambda _: {"data/build.txt": str(seeds.folder).encode()})


def _with_all(table: Any, count: int) -> Any:
    return replace(table, columns=(*table.columns, Column("all", Text("Tous", "All"), "count")),
                   rows=tuple((*row, count) for row in table.rows))
