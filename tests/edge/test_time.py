"""What ends: a link at its instant, a revoked one within six seconds, an old release after its grace."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.edge.asking import Answer, get
from tests.edge.places import Site, Storage, link_name, now, secret

pytestmark = pytest.mark.edge

REVOKED = 6.0  # seconds


def _until(changed: Callable[[], bool]) -> float:
    """Seconds until it is so, asked ten times a second."""
    began = time.monotonic()
    while not changed() and time.monotonic() - began < 2 * REVOKED:
        time.sleep(0.1)
    return time.monotonic() - began


def _site(storage: Storage) -> tuple[Site, str, str]:
    site = Site(storage)
    old, new = (site.release(name, {"index.html": name}) for name in ("old", "new"))
    site.point("new", {"old": now() + 60_000})
    return site, old, new


def test_a_link_ends_at_its_instant(storage: Storage) -> None:
    site, old, new = _site(storage)
    end = now() + 1500
    token, alive, dead = site.link(end), 0, 0
    missing = get(storage.port, f"/{secret()}/").seen
    while now() < end + 700:
        for path in (f"/{token}/{new}/", f"/{token}/{old}/", f"/{token}/"):
            before, answer, after = now(), get(storage.port, path), now()
            if after < end:
                assert answer.status in {200, 302}
                alive += 1
            elif before >= end:
                assert answer.seen == missing
                dead += 1
    assert min(alive, dead) > 10


def test_a_revoked_link_is_dead_within_six_seconds_for_old_releases_too(storage: Storage) -> None:
    site, old, new = _site(storage)
    token, other = site.link(), site.link()
    paths = (f"/{token}", f"/{token}/{new}/", f"/{token}/{old}/", f"/{token}/{old}/index.html")
    tag = get(storage.port, paths[1])["ETag"]
    missing = get(storage.port, f"/{secret()}/").seen

    def asked() -> list[Answer]:
        more = ("Accept-Encoding: gzip", f"If-None-Match: {tag}")
        return [get(storage.port, path) for path in paths] + [get(storage.port, paths[1], one) for one in more]

    assert [answer.status for answer in asked()] == [302, 200, 200, 200, 200, 304]
    storage.remove(link_name(token))
    assert _until(lambda: all(answer.seen == missing for answer in asked())) < REVOKED
    time.sleep(0.5)
    assert {answer.seen for answer in asked()} == {missing}
    assert get(storage.port, f"/{other}/{old}/").body == b"old"


def test_an_old_release_is_answered_until_its_instant_then_leads_to_the_current_one(storage: Storage) -> None:
    site, old, new = _site(storage)
    token, end = site.link(), now() + 1500
    site.point("new", {"old": end})
    kept = led = 0
    while now() < end + 700:
        before, answer, after = now(), get(storage.port, f"/{token}/{old}/index.html"), now()
        if after < end:
            assert answer.body == b"old"
            kept += 1
        elif before >= end:
            assert (answer.status, answer["Location"]) == (302, f"/{token}/{new}/index.html")
            led += 1
    assert min(kept, led) > 10


def test_a_release_that_was_taken_back_is_gone_within_six_seconds(storage: Storage) -> None:
    site, old, new = _site(storage)
    token = site.link()
    assert get(storage.port, f"/{token}/{new}/").body == b"new"
    site.point("old", {"new": now()})
    assert _until(lambda: get(storage.port, f"/{token}/{new}/").status == 302) < REVOKED
    assert get(storage.port, f"/{token}/{new}/")["Location"] == f"/{token}/{old}/"
    assert get(storage.port, f"/{token}/{old}/").body == b"old"


def test_a_new_release_is_seen_within_six_seconds_and_no_view_is_mixed(storage: Storage) -> None:
    site, _, new = _site(storage)
    token = site.link()
    assert get(storage.port, f"/{token}/")["Location"] == f"/{token}/{new}/"
    newest = site.release("newest", {"index.html": "newest"})
    site.point("newest", {"new": now() + 60_000})
    assert _until(lambda: get(storage.port, f"/{token}/")["Location"] == f"/{token}/{newest}/") < REVOKED
    assert get(storage.port, f"/{token}/{new}/").body == b"new"
