"""A cache in front is told every change, whatever stops a run, and whoever works at the same time."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from clairevoie.errors import Fault, TargetError
from clairevoie.publish.cdn import Cache, Watched
from tests.publish.memory import Clockwork, KilledError, Memory

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEY = "k" * 32
KEY_OF_MANY = "Zk3vR8wQx1Lp9TnBf5Ymc2Hd7GsJq4Ae"
POINTER = f"sites/{KEY}/pointer.json"
STATE = "prod.cdn.json"


@dataclass
class World:
    """A bucket, its private state, and a cache in front that keeps what it read until it is told.

    asked: references, each with its names; one that is known does nothing, as CloudFront has it.
    """

    base: dict[str, bytes] = field(default_factory=dict)
    state: dict[str, bytes] = field(default_factory=dict)
    kept: dict[str, bytes | None] = field(default_factory=dict)
    asked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    calls: list[tuple[str, ...]] = field(default_factory=list)
    fails: str = ""
    now: datetime = NOW

    def visit(self, name: str = POINTER) -> bytes | None:
        return self.kept.setdefault(name, self.base.get(name))

    def tell(self, names: tuple[str, ...], reference: str) -> None:
        if self.fails:
            raise TargetError(Fault("distribution E", self.fails))
        self.calls.append(names)
        if reference not in self.asked:
            self.asked[reference] = names
            for name in [known for known in self.kept if known.startswith(names)]:
                del self.kept[name]

    def run(self, clockwork: Clockwork | None = None) -> Run:
        clockwork = clockwork or Clockwork()

        def tell(names: tuple[str, ...], reference: str) -> None:
            clockwork.call("before")
            self.tell(names, reference)
            clockwork.call("after")

        cache = Cache(Memory(clockwork, self.state).blobs, "prod", tell, lambda: self.now)
        return Run(cache, Watched(Memory(clockwork, self.base).blobs, cache.remember))

    def untold(self) -> dict[str, object]:
        known: dict[str, object] = json.loads(self.state.get(STATE, b'{"untold": {}}'))["untold"]
        return known


@dataclass
class Run:
    """One run of a publisher."""

    cache: Cache
    base: Watched

    def publish(self, data: bytes) -> None:
        blob = self.base.get(POINTER)
        self.base.put_if(POINTER, data, blob.tag if blob else None)
        self.cache.changed((POINTER,))


@dataclass
class Interrupted(Clockwork):
    """Something happens at a moment: (nth call, before or after it); a visitor looks at each."""

    moments: dict[tuple[int, str], Callable[[], None]] = field(default_factory=dict)
    visit: Callable[[], object] = lambda: None
    seen: list[tuple[int, str]] = field(default_factory=list)

    def call(self, when: str) -> None:
        self.asked += when == "before"
        moment = (self.asked, when)
        self.seen.append(moment)
        self.visit()
        if happens := self.moments.get(moment):
            happens()


def killed() -> None:
    raise KilledError


def test_a_change_is_remembered_before_it_is_made_and_forgotten_once_it_is_told() -> None:
    world, seen = World(), list[tuple[bool, bool]]()
    clockwork = Interrupted(visit=lambda: seen.append((POINTER in world.untold(), POINTER in world.base)))
    world.run(clockwork).publish(b"1")
    assert (False, True) not in seen[: seen.index((True, True))]
    assert (world.calls, world.untold()) == ([(POINTER,)], {})


def test_nothing_is_told_and_nothing_written_where_nothing_changed() -> None:
    world = World()
    world.run().cache.changed(())
    assert (world.calls, world.state) == ([], {})


def test_what_could_not_be_told_is_told_by_the_next_run_and_not_twice() -> None:
    world = World(fails="there is no such distribution")
    world.base[POINTER] = b"0"
    world.visit()
    with pytest.raises(TargetError) as error:
        world.run().publish(b"1")
    (line,) = str(error.value).splitlines()
    assert line == ("target prod: published, CDN stale until the next run; pointer of 1 sites: distribution E: "
                    "there is no such distribution")
    assert KEY not in line and KEY_OF_MANY not in line
    before, world.fails = dict(world.state), ""
    world.run().cache.changed(())
    assert (world.visit(), world.untold()) == (b"1", {})
    world.state = before  # as if the run had been killed before it forgot
    world.run().cache.changed(())
    assert (len(world.calls), len(world.asked)) == (2, 1)


def test_whoever_is_killed_and_whoever_works_at_the_same_time_the_next_run_leaves_nothing_stale() -> None:
    clockwork = Interrupted()
    World().run(clockwork).publish(b"1")
    moments = list(clockwork.seen)
    assert len(moments) > 12
    others: list[Callable[[Run], None]] = [lambda run: run.publish(b"other"), lambda run: run.cache.changed(())]
    cases = [(other, at, kill) for other in others for nth, at in enumerate(moments) for kill in (None, *moments[nth:])]
    for other, at, kill in cases:
        world = World(base={POINTER: b"0"})
        interrupted(world, other, at, kill)
        world.visit()
        world.run().cache.changed(())
        assert world.visit() == world.base[POINTER], f"stale: another at {at}, killed at {kill}"
        world.now += 2 * HOUR
        world.run().cache.changed(())
        assert world.untold() == {}
    print(f"{len(cases)} runs, each with another inside, killed or not: 0 stale")


def interrupted(
    world: World, other: Callable[[Run], None], at: tuple[int, str], kill: tuple[int, str] | None
) -> None:
    """A run with another one inside, at a moment, which is killed then or later."""
    def inside() -> None:
        other(world.run())
        if kill == at:
            killed()

    moments = {**({kill: killed} if kill else {}), at: inside}
    with contextlib.suppress(KilledError, TargetError):
        world.run(Interrupted(moments=moments, visit=world.visit)).publish(b"1")


def test_what_another_run_may_yet_change_is_told_and_kept_for_an_hour() -> None:
    world = World(base={POINTER: b"0"})
    going = world.run()
    going.cache.remember([POINTER])
    for _ in range(2):
        world.run().cache.changed(())
    assert (len(world.asked), set(world.untold())) == (2, {POINTER})
    world.now += HOUR
    world.run().cache.changed(())
    assert (len(world.asked), world.untold()) == (3, {})


def test_clocks_that_disagree_do_not_make_two_changes_one() -> None:
    world = World(base={POINTER: b"0"})
    for data in (b"1", b"2", b"3"):
        world.visit()
        world.fails = "busy" if data == b"2" else ""
        world.now -= HOUR
        if world.fails:
            with pytest.raises(TargetError):
                world.run().publish(data)
        else:
            world.run().publish(data)
    assert world.visit() == b"3"


@pytest.mark.parametrize("broken", ["", "{", "[]", *(
    json.dumps({"untold": {name: {"since": NOW.isoformat(), "change": "0123456789abcdef"}}})
    for name in ("state/prod.json", "sites/*", "sites/../x", "/sites/x", "sites//x"))])
def test_a_state_that_is_not_whole_means_that_everything_is_untold(broken: str) -> None:
    world = World(state={STATE: broken.encode()})
    assert world.run().cache.untold() == {"links/", "sites/"}
    world.run().cache.changed(())
    assert (world.calls, world.untold()) == ([("links/", "sites/")], {})


def test_what_cannot_be_remembered_is_not_changed() -> None:
    world = World(base={POINTER: b"0"})
    run = world.run(Interrupted(moments={(3, "before"): killed}))  # reading the pointer and the state come first
    with pytest.raises(KilledError):
        run.publish(b"1")
    assert (world.base, world.state) == ({POINTER: b"0"}, {})


def test_a_message_names_sites_and_counts_links_and_never_says_a_key() -> None:
    world = World(fails="busy")
    places = {f"client-{number}": {"key": f"{number}{KEY_OF_MANY}"} for number in range(7)}
    world.state["prod.json"] = json.dumps({"target": "prod", "places": places}).encode()
    names = [f"sites/{place['key']}/pointer.json" for place in places.values()]
    names += [f"sites/0{KEY_OF_MANY}/releases/0000001-0123456789abcdef/", f"sites/{KEY}gone/", f"links/{'a' * 64}.json"]
    with pytest.raises(TargetError) as error:
        world.run().cache.changed(names)
    line = str(error.value)
    assert "pointer of client-0, client-1, client-2, client-3, client-4, 2 more; " in line
    assert "what was deleted of 1 sites; 1 link: distribution E: busy" in line
    assert KEY not in line and KEY_OF_MANY not in line
