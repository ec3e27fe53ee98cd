"""Leaks put into the product's own code: into how rows are cut, cached and counted, and how pages are named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from clairevoie import disclosure
from clairevoie.figures import derive as deriving
from clairevoie.figures.columns import Columns
from clairevoie.pipeline import audiences, releasing, slicing
from clairevoie.pipeline.fingerprint import folder_bytes
from clairevoie.project import content
from clairevoie.tables import slices, visible
from clairevoie.tables.arrow import texts
from clairevoie.tables.ownership import NOBODY
from clairevoie.tables.pairs import Pairs
from clairevoie.tables.slices import Slice
from clairevoie.tables.visible import Sight
from tests.isolation.seeding import Leak, Seeds

LEAKS: dict[str, Leak] = {}
IN_CHARTS = ("the domain of an axis over all clients", "the number of sites in the footer")  # tried on the real theme


def leak(name: str) -> Callable[[Leak], Leak]:
    """Register a leak."""
    def register(function: Leak) -> Leak:
        LEAKS[name] = function
        return function

    return register


def portals(seeds: Seeds, change: Callable[[Any], Any]) -> None:
    """Change every client's Portal."""
    made = disclosure.client_portal
    seeds.put(disclosure, "client_portal", lambda *words: change(made(*words)))


# --- rows


@leak("the filter by client is removed")
def _(seeds: Seeds) -> None:
    held = Sight.of_clients

    def of_clients(self: Sight, table: str) -> Pairs:
        rows, count = len(self._tables[table]), self._count
        return held(self, table) if table != "tickets" else Pairs(np.repeat(np.arange(rows), count),
                                                                  np.tile(np.arange(count), rows))

    seeds.put(Sight, "of_clients", of_clients)


@leak("clients are told by the beginning of their id")
def _(seeds: Seeds) -> None:
    held = Sight.of_clients

    def of_clients(self: Sight, table: str) -> Pairs:
        pairs, names = held(self, table), texts(self._tables["clients"]["client"])
        more = [Pairs(pairs.rows[pairs.clients == other], np.full((pairs.clients == other).sum(), one))
                for one, short in enumerate(names) for other, long in enumerate(names)
                if one != other and long.startswith(short)]
        return Pairs.union([pairs, *more], self._count)

    seeds.put(Sight, "of_clients", of_clients)


@leak("links are cut by one end")
def _(seeds: Seeds) -> None:
    def links(self: Sight, table: str) -> Pairs:
        from clairevoie.tables.schema import TABLES

        ends = [self._seen(self._target(table, end), self._places(table, end)) for end in TABLES[table].ends]
        return Pairs.union(ends, self._count)

    seeds.put(Sight, "_links", links)


@leak("a ticket's link brings the CI that it names")
def _(seeds: Seeds) -> None:
    held = Sight._held

    def _held(self: Sight, table: str) -> Pairs:
        if table != "cis":
            return held(self, table)
        tickets, cis = self._places("ticket_cis", "ticket"), self._places("ticket_cis", "ci")
        clients = np.where(tickets >= 0, self._owners["tickets"][tickets], NOBODY)
        named = Pairs(cis, clients).where((cis >= 0) & (clients != NOBODY))
        return Pairs.union([held(self, table), named], self._count)

    seeds.put(Sight, "_held", _held)


@leak("contacts of clients pass for the company's own")
def _(seeds: Seeds) -> None:
    def _company_contacts(self: Sight) -> Pairs:
        rows = len(self._tables["contacts"])
        return Pairs(np.repeat(np.arange(rows), self._count), np.tile(np.arange(self._count), rows))

    seeds.put(Sight, "_company_contacts", _company_contacts)


@leak("who shares a platform sees who else does")
def _(seeds: Seeds) -> None:
    def shared_cis(tables: Any, owners: Any) -> Pairs:
        count, rows = len(tables["clients"]), np.flatnonzero(owners["cis"] != NOBODY)
        neighbours = Pairs(np.repeat(rows, count), np.tile(np.arange(count), len(rows)))
        return Pairs.union([shared(tables, owners), neighbours], count)

    shared = seeds.put(visible, "shared_cis", shared_cis)


@leak("a sequential id over all tickets")
def _(seeds: Seeds) -> None:
    derive = deriving.derive

    def numbered(*words: Any) -> Any:
        dataset = derive(*words)
        rows = dataset.tables["tickets"]
        titles = [f"{title} #{number}" for number, title in enumerate(texts(rows["title"]))]
        return replace(dataset, tables={**dataset.tables, "tickets": rows.set_column(
            rows.column_names.index("title"), "title", pa.array(titles, pa.string()))})

    seeds.put(slicing, "derive", numbered)


@leak("slices tell how many neighbours come before")
def _(seeds: Seeds) -> None:
    def parts(rows: pa.RecordBatch, bounds: Sequence[int]) -> Any:
        if "title" not in rows.schema.names:
            return real(rows, bounds)
        holder = [place for place, (start, end) in enumerate(pairwise(bounds)) for _ in range(start, end)]
        told = [f"{title} {place}" for title, place in zip(rows["title"].to_pylist(), holder, strict=True)]
        return real(rows.set_column(rows.schema.names.index("title"), "title", pa.array(told, pa.string())), bounds)

    real = seeds.put(slices, "parts", parts)


# --- caches


@leak("a cache of slices without the client in its key")
def _(seeds: Seeds) -> None:
    first: list[Slice] = []

    def opened(folder: Path, client: str) -> Slice:
        first.append(real(folder, client))
        return replace(first[0], client=client)

    real = seeds.put(audiences, "open_slice", opened)


@leak("a cache of figures without the client in its key")
def _(seeds: Seeds) -> None:
    first: list[Any] = []

    def compute(*words: Any, **named: Any) -> Any:
        first.append(real(*words, **named))
        return first[0]

    real = seeds.put(audiences, "compute", compute)


@leak("a cache of prose without the client in its key")
def _(seeds: Seeds) -> None:
    first: list[Any] = []

    def of_client(*words: Any) -> Any:
        first.append(real(*words))
        return first[0]

    real = seeds.put(content, "of_client", of_client)


# --- counted over all


@leak("figures are counted before rows are cut")
def _(seeds: Seeds) -> None:
    def compute(rows: Slice, *words: Any, **named: Any) -> Any:
        everyone = seeds.everyone().values()
        tables = {name: pa.concat_tables([one.tables[name] for one in everyone]) for name in rows.tables}
        return real(replace(rows, tables=tables | {"clients": rows.tables["clients"]}), *words, **named)

    real = seeds.put(audiences, "compute", compute)


@leak("a rank among all clients")
def _(seeds: Seeds) -> None:
    def ranked(portal: Any) -> Any:
        counts = sorted(len(one.tables["tickets"]) for one in seeds.everyone().values())
        place = counts.index(len(seeds.everyone()[portal.site].tables["tickets"]))
        return replace(portal, name=f"{portal.name} ({place + 1}/{len(counts)})")

    portals(seeds, ranked)


@leak("the average of all clients as a target")
def _(seeds: Seeds) -> None:
    def compute(*words: Any, **named: Any) -> Any:
        hours = [float(value or 0) for one in seeds.everyone().values() for value in Columns(
            one.tables["time_entries"]).numbers("hours")]
        return tuple(replace(figure, target=round(sum(hours) / len(hours), 4)) for figure in real(*words, **named))

    real = seeds.put(audiences, "compute", compute)


@leak("rows set aside are counted over all clients")
def _(seeds: Seeds) -> None:
    real = slicing.Cut.told

    def told(self: slicing.Cut, client: str) -> Any:
        count = sum(map(len, self.asides_of.values())) + len(self.clients)
        return replace(real(self, client), asides={"tickets": count})

    seeds.put(slicing.Cut, "told", told)


@leak("the number of sites in the footer")
def _(seeds: Seeds) -> None:
    def counted(portal: Any) -> Any:
        return replace(portal, company=replace(portal.company, name=f"{portal.company.name} · {len(seeds.everyone())}"))

    portals(seeds, counted)


# --- names of releases and pages


@leak("a release id over all sites")
def _(seeds: Seeds) -> None:
    def manifest(folder: Path, site: str) -> Any:
        words = repr(sorted((file.name, file.stat().st_size) for file in folder.parent.parent.rglob("*.csv")))
        names = seeds.folder and sorted(path.name for path in (seeds.folder / "rows").iterdir())
        return replace(real(folder, site), release=f"{abs(hash((words, str(names)))):016x}"[:16])

    real = seeds.put(releasing, "manifest", manifest)


@leak("a fingerprint over all slices")
def _(seeds: Seeds) -> None:
    def given(folder: Path, *words: Any) -> list[bytes]:
        return [*real(folder, *words), *folder_bytes(folder)]

    real = seeds.put(audiences, "_given", given)


@leak("a fingerprint over the configuration of all clients")
def _(seeds: Seeds) -> None:
    def settings(project: Any, *words: Any) -> list[bytes]:
        return [*real(project, *words), *folder_bytes(project.root / "content" / "clients")]

    real = seeds.put(audiences, "_settings", settings)


@leak("contracts are numbered over all clients")
def _(seeds: Seeds) -> None:
    from clairevoie.disclosure import view

    def slugs(identifiers: Any) -> Any:
        every = sorted(str(contract) for one in seeds.everyone().values()
                       for contract in one.tables["contracts"]["contract"].to_pylist())
        return {contract: f"contrat-{every.index(contract)}" for contract in identifiers}

    seeds.put(view, "slugs", slugs)
