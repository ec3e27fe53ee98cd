"""Every call of a publication fails in every way, while a visitor looks through the edge."""

from __future__ import annotations

import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from clairevoie.publish.settings import Common
from tests.behind.forked import Forks, kill
from tests.behind.ground import BASE, Ground, granted
from tests.behind.visitor import PAGES, view, visiting
from tests.behind.workspaces import built
from tests.edge.places import secret
from tests.faulty_proxy import Fault, Kind
from tests.publish import s3_faults
from tests.publish.outputs import release_of
from tests.publish.outputs import view as view_of

AT_ONCE = 20  # sites in the bucket: enough that what the edge has kept of the first is over after the last
KEPT = 5.5  # seconds for which the edge may show what was
HOURS = (5, 3, 1.5)  # before now, of the publications that stand: with `keep` 1 the next one deletes the first
NEIGHBOUR = "acme-corp"


class Case(NamedTuple):
    """What becomes of the nth call. stays: no retry passes. kind: the proxy's, or kill before or after it."""

    nth: int
    kind: str
    stays: bool = False


@dataclass(slots=True)
class Tally:
    """What was done, and what was wrong. views: pages seen, by version."""

    runs: int = 0
    views: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """For a person."""
        wrong = Counter(fault.partition(": ")[2].partition(":")[0] for fault in self.faults)
        counts = ", ".join(f"{wrong[kind]} {kind}" for kind in ("mixed", "dangling", "foreign", "false success"))
        seen = ", ".join(f"{self.views[version]} {name}" for version, name in
                         (("", "not there yet"), ("3", "old"), ("4", "new")))
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.told.items()))
        return [f"{self.runs} runs ({told}); {self.views.total()} page views: {seen}; {counts}"]


def cases(calls: int) -> list[Case]:
    """Every call × every fault."""
    kills = [Case(nth, kind) for nth in range(1, calls + 1) for kind in ("kill before", "kill after")]
    return [*(Case(*case) for case in s3_faults.cases(calls)), *kills]


def calls_of(ground: Ground, *, first: bool) -> int:
    """How many calls a publication makes when nothing fails."""
    _prepared(ground, ("counted",), first=first)
    built(ground.place.output, "counted", "4", hour=9)
    ground.proxy.fails(fault := Fault())
    assert _publish(ground, "counted", ground.proxy.endpoint)[1] == []
    return fault.asked


def proved(ground: Ground, forks: Forks, every: Sequence[Case], *, first: bool) -> Tally:
    """Each case on a site of its own, which nobody has asked for."""
    tally = Tally()
    for start in range(0, len(every), AT_ONCE):
        _batch(ground, forks, every[start:start + AT_ONCE], tally, first=first)
    return tally


def _batch(ground: Ground, forks: Forks, some: Sequence[Case], tally: Tally, *, first: bool) -> None:
    ways = {f"acme-{number:02d}": case for number, case in enumerate(some)}
    tokens = _prepared(ground, (*ways, NEIGHBOUR), first=first)
    ends = {}
    for site, case in ways.items():
        tally.faults += [f"{_said(case)}: {fault}" for fault in _run(ground, forks, site, case, tokens[site], tally)]
        ends[site] = time.monotonic() + KEPT
    for site, case in ways.items():
        time.sleep(max(ends[site] - time.monotonic(), 0))
        for page in PAGES:
            seen = view(ground.edge.port, f"/{tokens[site]}/{page}", site)
            tally.views[seen.version] += 1
            if seen.version != "4" or seen.faults:
                tally.faults.append(f"{_said(case)}: not seen after the repair: {seen}")


def _prepared(ground: Ground, sites: tuple[str, ...], *, first: bool) -> dict[str, str]:
    """An empty bucket but for what is not ours, the sites with what stands of them, their links."""
    ground.empty()
    place = ground.place
    shutil.rmtree(place.output, ignore_errors=True)
    place.write("elsewhere/x", b"x")
    tokens = granted(place, sites) if first else {}
    standing = (NEIGHBOUR,) if first else sites
    for hours, version in zip(HOURS, "123", strict=True):
        for site in standing:
            if site in sites:
                built(place.output, site, version, hour=int(version))
        faults = place.publish([site for site in standing if site in sites], _settings(ground), _ago(hours))[1]
        assert not faults, faults
    place.write(f"portal/sites/{secret()}/releases/0000001-0123456789abcdef/index.html", b"x")
    return tokens or granted(place, sites)


def _run(ground: Ground, forks: Forks, site: str, case: Case, token: str, tally: Tally) -> Iterator[str]:
    place, old = ground.place, view_of(ground.place.output, site)  # empty: nothing is published
    views = {"old": old, "new": built(place.output, site, "4", hour=9)}
    before = _others(ground, site)
    addresses = [f"/{token}/{page}" for page in PAGES]
    if old:
        addresses.append(f"/{token}/{place.pointer(site)['folder'][8:]}/tickets/")  # a page that is open
    with visiting(ground.edge.port, tuple(addresses), site) as visits:
        killed = case.kind.startswith("kill")
        yield from (_killed if killed else _failed)(ground, forks, site, case, views, tally)
        told, said = _publish(ground, site)
        if said or place.pointer(site)["folder"][8:] != release_of(place.output, site):
            yield f"not repaired: by the next publication {told} {said}"
    tally.runs += 1
    tally.views += visits.views
    yield from visits.faults
    if strange := set(visits.views) - ({"3", "4"} if old else {"", "4"}):
        yield f"strange: a visitor saw {strange}"
    if _others(ground, site) != before:
        yield "foreign: keys were touched"


def _failed(ground: Ground, _: Forks, site: str, case: Case, views: s3_faults.Views, tally: Tally) -> Iterator[str]:
    kind: Any = case.kind
    ground.proxy.fails(Fault(kind, case.nth, case.stays))
    told, said = _publish(ground, site, ground.proxy.endpoint)
    tally.told[told[0] if told else "stopped"] += 1
    yield from (f"false success: {wrong}" if "told as published" in wrong or "no fault told" in wrong else wrong
                for wrong in s3_faults.judged(ground.place, views, told, said, site))


def _killed(ground: Ground, forks: Forks, site: str, case: Case, views: s3_faults.Views, tally: Tally) -> Iterator[str]:
    settings = _settings(ground, ground.proxy.endpoint).model_dump_json()
    ended = killed_at(ground, forks, case, "publish", settings=settings, root=str(ground.place.root), site=site)
    tally.told["killed"] += 1
    if ended != -9:
        yield f"not killed: {ended}"
    if ground.place.seen(site) not in views.values():
        yield "mixed: a visitor sees neither release whole"


def killed_at(ground: Ground, forks: Forks, case: Case, act: str, **words: str) -> int:
    """Do it in a process that is killed at its nth call: before the server has it, or after."""
    known, pid = threading.Event(), list[int]()

    def at(moment: str) -> None:
        if case.kind == f"kill {moment}":
            known.wait(10)
            kill(pid[0])

    kind: Kind = "reset before" if case.kind == "kill before" else "none"
    ground.proxy.fails(Fault(kind, case.nth, at=at))
    pid.append(forks.start(act, **words))
    known.set()
    return forks.ended()


def _publish(ground: Ground, site: str, endpoint: str = "") -> tuple[list[str], list[str]]:
    told, said = ground.place.publish((site,), _settings(ground, endpoint), _ago(0))
    return [outcome.outcome for outcome in told], said


def _settings(ground: Ground, endpoint: str = "") -> Common:
    return ground.place.settings(endpoint, grace=3600, keep=1)


def _others(ground: Ground, site: str) -> dict[str, tuple[str, int]]:
    """What a publication of this site may not touch: links and the state are among it."""
    portal = f"{BASE}portal/"
    ours = (f"{portal}sites/{ground.place.key(site)}/", f"{portal}sites/probe")
    return {key: what for key, what in ground.held().items() if not key.startswith(ours)}


def _ago(hours: float) -> datetime:
    return datetime.now(UTC) - timedelta(hours=hours)


def _said(case: Case) -> str:
    return f"call {case.nth} {case.kind}{' stays' * case.stays}"
