"""Two publishers at once, one with an older build."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from tests.publish.visits import FILES, Place


def race(place: Place, version: str) -> Iterator[str]:
    """What went wrong: at the end one whole release stands, never the older over the newer; the next run repairs."""
    places = [place.beside(name) for name in ("older", "newer")]
    for hour, one in enumerate(places, 1):
        one.build(version + one.output.name, hour=hour)
    told: dict[str, tuple[list[str], list[str]]] = {}

    def run(one: Place) -> None:
        outcomes, faults = one.publish()
        told[one.output.name] = [outcome.outcome for outcome in outcomes], faults

    threads = [threading.Thread(target=run, args=(one,)) for one in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    views = set(place.seen().values())
    if len(views) != 1 or len(place.seen()) != FILES:
        yield f"a visitor sees no whole release: {views} {told}"
    if told["newer"][0] == ["published"] and views != {f"lefevre {version}newer"}:
        yield f"the older build replaced the newer: {told}"
    if any(not faults and outcomes != ["published"] for outcomes, faults in told.values()):
        yield f"who lost does not say so: {told}"
    if places[1].publish()[1] or set(place.seen().values()) != {f"lefevre {version}newer"}:
        yield "not repaired by the next publication of the newer"
