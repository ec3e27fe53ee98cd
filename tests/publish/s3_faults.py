"""Every S3 call of a publication fails in every way: what a visitor sees then, and after the next publication."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from signal import SIGKILL

from tests.demo import REPOSITORY
from tests.faulty_proxy import KINDS, Fault, Kind, Proxy
from tests.publish.outputs import view
from tests.publish.visits import Bucket

Views = dict[str, dict[str, str]]


def cases(calls: int) -> Iterator[tuple[int, Kind, bool]]:
    """(nth call, what happens to it, whether it stays): a fault that stays outlives every retry."""
    for nth in range(1, calls + 1):
        for kind in KINDS:
            yield nth, kind, False
            if not kind.startswith(("dead", "403")):
                yield nth, kind, True


def prepared(place: Bucket, *, first: bool) -> Views:
    """What the old and the new release look like to a visitor; the old one is published, the new one is built."""
    views: Views = {"old": {}}
    if not first:
        views["old"] = view(place.build("1", hour=1))
        assert place.publish()[1] == []
    views["new"] = view(place.build("2", hour=2))
    return views


def calls_of(place: Bucket, proxy: Proxy) -> int:
    """How many requests a publication makes when nothing fails."""
    proxy.fails(fault := Fault())
    assert place.publish(settings=place.settings(proxy.endpoint))[1] == []
    return fault.asked


def faults_of(place: Bucket, proxy: Proxy, case: tuple[int, Kind, bool], *, first: bool = False) -> list[str]:
    """What went wrong in one case: nothing, one hopes."""
    nth, kind, stays = case
    views = prepared(place, first=first)
    foreign = {"elsewhere/x", "portal/sites/foreign/releases/0000001-0123456789abcdef/index.html"}
    if first:
        foreign = {"elsewhere/x"}
    for key in foreign:
        place.write(key, b"x")
    proxy.fails(Fault(kind, nth, stays))
    told, said = place.publish(settings=place.settings(proxy.endpoint))
    found = list(judged(place, views, [outcome.outcome for outcome in told], said))
    told, said = place.publish()
    if said or place.seen() != views["new"]:
        found.append(f"not repaired by the next publication: {said}")
    if not foreign <= set(place.held()):
        found.append("a foreign key was touched")
    return [f"call {nth} {kind}{' stays' * stays}: {fault}" for fault in found]


def killed(
    place: Bucket, proxy: Proxy, nth: int, when: str, *, first: bool = False, signal: int = SIGKILL
) -> list[str]:
    """A publisher in its own process, sent a signal at the nth call, before or after the server has it."""
    views = prepared(place, first=first)
    process: list[subprocess.Popen[bytes]] = []

    def kill(moment: str) -> None:
        if moment == when:
            os.kill(process[0].pid, signal)
            process[0].wait(10)

    proxy.fails(Fault("reset before" if when == "before" else "none", nth, at=kill))  # what was not sent never comes
    process.append(started(place, proxy))
    ended = process[0].wait(60)
    found = [] if place.seen() in views.values() else ["a visitor sees neither release whole"]
    if ended != -signal:
        found.append(f"not killed: {ended}")
    if place.publish()[1] or place.seen() != views["new"]:
        found.append("not repaired by the next publication")
    return [f"kill -{signal} {when} call {nth}: {fault}" for fault in found]


def started(place: Bucket, proxy: Proxy) -> subprocess.Popen[bytes]:
    """A publisher in its own process."""
    program = ("import sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
               "from clairevoie.publish import publish, s3\nroot = Path(sys.argv[2])\n"
               "opened = s3.opened(s3.Settings.model_validate_json(sys.argv[1]), 'prod', root)\n"
               "list(publish(opened, 'prod', root / 'output', ('lefevre',), lambda: datetime.now(UTC)))")
    settings = place.settings(proxy.endpoint).model_dump_json()
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(REPOSITORY / "generator"), str(REPOSITORY)])}
    return subprocess.Popen([sys.executable, "-c", program, settings, str(place.root)], env=env)


def judged(place: Bucket, views: Views, told: list[str], said: list[str], site: str = "lefevre") -> Iterator[str]:
    """What is wrong in what a publication told of a site, by what stands now."""
    now = place.seen(site)
    if now not in views.values():
        yield f"a visitor sees neither release whole: {now}"
    if told in (["published"], ["unchanged"]) and now != views["new"]:
        yield "told as published, and the old release stands"
    if told == ["refused"] and now == views["new"] and not any("cannot be read" in line for line in said):
        yield "told as refused, and the new release stands"
    if not said and now != views["new"]:
        yield "no fault told, and the old release stands"
    key = place.key(site) if now else ""
    if any("\n" in line or (key and key in line) for line in said):
        yield f"a fault of several lines, or that holds the key: {said}"
