"""`disclosure.lock`: what each client may see, one grant a line, reviewed as a difference; and what widens it.

The lines are what the grants come to (profile, pages and derived names taken in), so that a profile, a page or a clock
that grows in a later release is a difference too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clairevoie.disclosure.grants import BROUGHT, SPINES, columns, downloads, month_tables
from clairevoie.disclosure.pairs import reveals
from clairevoie.errors import ConfigurationError, Fault
from clairevoie.project.model import ClientSpec

FILE = "disclosure.lock"
VERSION = 1
_HEAD = "# What each client may see. `clairevoie disclosure lock` writes it; review its difference, do not edit it."
_RANKS = {"people": ("none", "role", "initials", "full")}
_LESS_IS_WIDER = ("delay_days", "minimum_count")
_NUMBERS = ("months", *_LESS_IS_WIDER)
KINDS = ("page", "figure", "column", "by_month", "download", "people", "months", "delay_days", "minimum_count",
         "provider", "shared_ci", "override", "group", "reveals", "sums")
_OF_OTHERS = ("sums",)  # in no file: worked out of the lines of others

Lines = frozenset[tuple[str, str]]  # (kind, what): ("column", "tickets.title"), ("months", "13")
Locked = Mapping[str, Lines]  # client → its lines


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One grant that came or went. before, now: of what has a measure (months, names of people), else empty."""

    kind: str
    what: str
    before: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What one client sees now and did not, and the reverse; each sorted."""

    wider: tuple[Change, ...] = ()
    narrower: tuple[Change, ...] = ()


def lines_of(spec: ClientSpec) -> Lines:
    """What a client's grants come to."""
    grants = spec.grants
    tables = {*grants.tables, *(table for page in grants.pages for known in (BROUGHT, SPINES)
                                for table in known.get(page, {}))}
    return frozenset({
        *(("page", page) for page in grants.pages),
        *(("figure", kpi) for kpi in grants.figures),
        *(("column", f"{table}.{column}") for table in tables for column in columns(grants, table, spine=True)),
        *(("by_month", table) for table in month_tables(grants)),
        *(("download", name) for name in downloads(grants)),
        *(("provider", _labelled(name, label)) for name, label in grants.providers.items()),
        *(("shared_ci", _labelled(name, label)) for name, label in spec.shared_cis.items()),
        *(("override", f"{one.figure} until {one.until} {_labelled(one.allowed_by, one.why)}") for one in
          grants.overrides),
        *(("group", f"{grants.group.parent} {what}") for what in
          (*grants.group.figures, *(["alone"] if grants.group.alone else []))),
        *(("reveals", pair) for pair in reveals(grants)),
        ("people", grants.people), ("months", str(grants.months)), ("delay_days", str(grants.delay_days)),
        ("minimum_count", str(grants.minimum_count))})


def with_sums(known: Locked) -> Locked:
    """The lines of all clients, those of a parent with what its subsidiaries' lines let it read: it is on its site that
    a sum is shown, whoever's file grants it."""
    read_by: dict[str, set[tuple[str, str]]] = {}
    for client, lines in known.items():
        for parent, _, what in (what.partition(" ") for kind, what in lines if kind == "group"):
            read_by.setdefault(parent, set()).add(("sums", f"{client} {what}"))
    return {client: lines | read_by.get(client, set()) for client, lines in known.items()}


def written(clients: Iterable[ClientSpec]) -> str:
    """The file: sorted, one grant a line, the same for the same grants."""
    parts = [_HEAD, f"version {VERSION}"]
    for spec in sorted(clients, key=lambda one: one.client):
        parts += ["", *(f"{spec.client} {kind} {what}" for kind, what in sorted(lines_of(spec), key=_order))]
    return "\n".join(parts) + "\n"


def read(text: str) -> Locked:
    """What the file holds. Raises ConfigurationError, with each line that is none."""
    faults: list[Fault] = []
    found: dict[str, set[tuple[str, str]]] = {}
    rows = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line and not line.startswith("#")]
    if not rows or rows[0][1] != f"version {VERSION}":
        raise ConfigurationError(Fault(f"{FILE}:{rows[0][0] if rows else 1}", f"begins with: version {VERSION};"
                                       " write it anew with `clairevoie disclosure lock`"))
    for number, line in rows[1:]:
        client, _, rest = line.partition(" ")
        kind, _, what = rest.partition(" ")
        if kind not in KINDS or kind in _OF_OTHERS or not _is_what(kind, what):
            faults.append(Fault(f"{FILE}:{number}", f"{line[:80]!r} is no grant: client, kind, what is granted"))
        elif kind in (*_RANKS, *_NUMBERS) and any(said == kind for said, _ in found.get(client, ())):
            faults.append(Fault(f"{FILE}:{number}", f"{client} has {kind} twice: nobody reviewed which one holds"))
        found.setdefault(client, set()).add((kind, what))
    if faults:
        raise ConfigurationError(*faults)
    return {client: frozenset(held) for client, held in found.items()}


def difference(before: Lines | None, now: Lines) -> Difference:
    """From what was (None: nothing at all) to what is."""
    if before is None:
        return Difference(tuple(sorted((_change(line) for line in now), key=_sorted)))
    wider: list[Change] = []
    narrower: list[Change] = []
    old, new = dict(before), dict(now)
    for kind in (*_RANKS, *_NUMBERS):
        if old.get(kind) != new.get(kind):
            change = Change(kind, "", old.get(kind, ""), new.get(kind, ""))
            (wider if _rank(kind, new.get(kind)) > _rank(kind, old.get(kind)) else narrower).append(change)
    for line in before ^ now:
        if line[0] not in (*_RANKS, *_NUMBERS):
            (wider if (line in now) != (line[0] == "by_month") else narrower).append(_change(line))
    return Difference(tuple(sorted(wider, key=_sorted)), tuple(sorted(narrower, key=_sorted)))


def named(what: str) -> tuple[str, str]:
    """A provider or a shared item, and the label that the client reads."""
    name, end = json.JSONDecoder().raw_decode(what)
    return str(name), str(json.loads(what[end:]))


def overridden(what: str) -> tuple[str, date, str, str]:
    """An internal figure that is shown all the same, its last day, who allowed it and why."""
    figure, _, day, words = what.split(" ", 3)
    return figure, date.fromisoformat(day), *named(words)


def _labelled(name: str, label: str) -> str:
    return f"{json.dumps(name, ensure_ascii=False)} {json.dumps(label, ensure_ascii=False)}"


def _is_what(kind: str, what: str) -> bool:
    if kind in _NUMBERS:
        return what.isascii() and what.isdigit() and len(what) < len("10000")
    if kind in ("provider", "shared_ci"):
        try:
            named(what)
        except ValueError:
            return False
    if kind == "override":
        try:
            overridden(what)
        except ValueError:
            return False
    return bool(what) and (kind != "group" or len(what.split(" ")) == 2)


def _order(line: tuple[str, str]) -> tuple[int, str]:
    return KINDS.index(line[0]), line[1]


def _sorted(change: Change) -> tuple[int, str]:
    return KINDS.index(change.kind), change.what


def _change(line: tuple[str, str]) -> Change:
    kind, what = line
    return Change(kind, "", "", what) if kind in (*_RANKS, *_NUMBERS) else Change(kind, what)


def _rank(kind: str, value: str | None) -> int:
    """Higher shows more. What is not said shows nothing."""
    if value is None:
        return -10_000
    if kind in _RANKS:
        return _RANKS[kind].index(value) if value in _RANKS[kind] else -1
    return -int(value) if kind in _LESS_IS_WIDER else int(value)
