"""Many sites in a bucket: what it costs when nothing changed, and when one of them did."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

from clairevoie.publish.candidates import INTERNAL
from tests.publish.outputs import finish
from tests.publish.visits import FILES, Bucket, counted

_OVERHEAD = 12  # calls of a run, whatever the number of sites: is it closed, the state, the probe, the links


def many(bucket: Bucket, count: int) -> tuple[list[str], list[str]]:
    """What was seen, a line a publication, and what was wrong."""
    sites = (INTERNAL, *(f"client-{number:03d}" for number in range(count - 1)))
    bucket.build("1", sites, hour=1)
    said, faults = [], []
    for name, changed in (("first publication", sites), ("nothing changed", ()), ("one changed", sites[-1:])):
        if name == "one changed":
            (bucket.output / sites[-1] / "index.html").write_text(f"{sites[-1]} 2")
            finish(bucket.output, sites[-1:], hour=2)
        start = time.monotonic()
        with counted() as calls:
            told, refused = bucket.publish(sites)
        said.append(f"{name}: {calls.total()} calls for {count} sites in {time.monotonic() - start:.1f} s "
                    f"({', '.join(f'{number} {call}' for call, number in sorted(calls.items()))})")
        published = tuple(outcome.site for outcome in told if outcome.outcome == "published")
        faults += [f"{name}: {fault}" for fault in refused]
        if sorted(published) != sorted(changed):
            faults.append(f"{name}: published {published}")
        faults += [f"{name}: {fault}" for fault in _judged(calls, name, count)]
    return said, faults


def _judged(calls: Counter[str], name: str, count: int) -> Iterator[str]:
    if name == "first publication":
        return
    most = 2 * count + _OVERHEAD
    if name == "one changed":
        most += 4 + 3 * FILES
        if calls["copy_object"] != FILES - 1 or calls["put_object"] != 3 + 3:  # probe; manifest, file, pointer
            yield f"more is sent than what changed: {dict(calls)}"
    elif writes := [call for call in calls if call.startswith(("put", "copy", "delete"))]:
        yield f"something is sent: {writes}"
    if calls.total() > most:
        yield f"{calls.total()} calls for {count} sites"
