"""Links and departures, in a folder and in a bucket of a real server."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clairevoie import publish
from clairevoie.errors import TargetError
from clairevoie.publish import links
from clairevoie.publish.opening import keys_of
from tests.cli.typed import typed
from tests.project.workspace import CLIENT, PORTAL, workspace
from tests.publish.visits import NOW, Bucket, Place

DAY = str((datetime.now(tz=UTC) + timedelta(days=90)).date())


@pytest.fixture
def root(place: Place) -> Path:
    """A workspace with two clients that are published."""
    more = {"type": "s3" if isinstance(place, Bucket) else "folder", "address": "https://portal.example.com"}
    settings = place.settings().model_dump(exclude_none=True) | more
    portal = f"{PORTAL}targets: {json.dumps({'prod': settings})}\n"
    workspace(place.root, portal=portal, client=CLIENT)
    workspace(place.root, portal=portal, client=CLIENT.replace("acme", "acme-corp"), folder="acme-corp")
    place.build("1", ("acme", "acme-corp"))
    done = typed("publish", "prod", "--workspace", place.root)
    assert (done.returncode, done.stderr) == (0, "")
    return place.root


def test_a_link_is_granted_rotated_and_taken_back(place: Place, root: Path) -> None:
    addresses: list[str] = []
    for words in (("grant", "acme", "--label", "DSI", "--until", DAY), ("rotate", "DSI")):
        done = typed("access", *words, "--workspace", root)
        assert (done.returncode, done.stderr) == (0, "")
        addresses.append(done.stdout.splitlines()[1])
        token = addresses[-1].removeprefix("https://portal.example.com/").rstrip("/")
        name = f"portal/links/{hashlib.sha256(token.encode()).hexdigest()}.json"
        assert list(place.held("portal/links/")) == [name]
        assert json.loads(place.read(name))["site"] == place.key("acme")
    assert addresses[0] != addresses[1]
    done = typed("access", "revoke", "acme", "DSI", "--workspace", root)
    assert done.returncode == 0 and place.held("portal/links/") == {}
    assert token not in place.read("portal/state/prod.json").decode()


def test_a_publication_forgets_links_that_are_over_and_deletes_what_the_state_does_not_know(place: Place) -> None:
    place.build("1")
    opened, known = place.opened(), keys_of(place.opened(), "prod")
    tomorrow, later = NOW + timedelta(days=1), NOW + timedelta(days=2)
    over = links.grant(known, opened.base, "lefevre", "DSI", tomorrow, NOW)
    live = links.grant(known, opened.base, "lefevre", "Achats", later, NOW)
    unknown = f"portal/links/{'0' * 64}.json"
    place.write(unknown, b"{}")
    names = {f"portal/{name}" for link in (over, live) for name in links.names(link)}
    assert set(place.held("portal/links/")) == names | {unknown}
    assert place.publish(now=tomorrow)[1] == []
    assert set(place.held("portal/links/")) == {f"portal/{name}" for name in links.names(live)}
    fresh = keys_of(place.opened(), "prod")
    assert [link.id for link in fresh.links] == [live.id] and fresh.journal[-1].what == "expired"


def test_a_link_that_is_granted_while_a_run_goes_on_keeps_no_new_site_back(place: Place) -> None:
    place.build("1", ("acme", "acme-corp"))
    outcomes = publish.publish(place.opened(), "prod", place.output, ("acme", "acme-corp"), lambda: NOW)
    assert next(outcomes).outcome == "published"
    opened = place.opened()
    links.grant(keys_of(opened, "prod"), opened.base, "acme", "DSI", NOW + timedelta(days=1), NOW)
    assert [outcome.outcome for outcome in outcomes] == ["published"]
    assert len(keys_of(opened, "prod").links) == len(place.held("portal/links/")) == 1


def test_a_state_that_is_lost_while_a_run_goes_on_is_not_begun_anew(place: Place) -> None:
    """Else every other site would get a new key, and its address would be lost."""
    place.build("1", ("acme", "acme-corp"))
    outcomes = publish.publish(place.opened(), "prod", place.output, ("acme", "acme-corp"), lambda: NOW)
    assert next(outcomes).outcome == "published"
    place.remove("portal/state/prod.json")
    second = next(outcomes)
    assert second.outcome == "refused" and "its private state is gone; restore it" in second.reason
    with pytest.raises(TargetError):
        next(outcomes)
    assert "portal/state/prod.json" not in place.held()


def test_a_client_that_left_is_refused_then_removed_whole_and_its_neighbour_stays(place: Place, root: Path) -> None:
    key, neighbour = place.key("acme"), place.seen("acme-corp")
    typed("access", "grant", "acme", "--label", "DSI", "--until", DAY, "--workspace", root)
    (root / "content" / "clients" / "acme" / "client.yml").unlink()
    (root / "content" / "clients" / "acme").rmdir()
    place.build("2", ("acme-corp",), hour=9)
    done = typed("publish", "prod", "--workspace", root)
    assert done.returncode == 4 and done.stdout.startswith("acme-corp: published ")
    assert "client acme left the configuration" in done.stderr and len(done.stderr.splitlines()) == 1
    done = typed("access", "revoke", "acme", "--all", "--workspace", root)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "acme: its site is removed")
    assert not [name for name in place.held() if key in name] and place.held("portal/links/") == {}
    assert neighbour.keys() == place.seen("acme-corp").keys() and key not in done.stdout
    assert set(place.seen("acme-corp").values()) == {"acme-corp 2"}
    assert typed("publish", "prod", "--workspace", root).returncode == 0


@pytest.mark.s3
@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_a_bucket_that_refuses_is_one_line_without_a_token_or_a_key(
        place: Place, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = place.key("acme")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    for words in (("grant", "acme", "--label", "DSI", "--until", DAY), ("list",), ("revoke", "acme", "--all")):
        done = typed("access", *words, "--workspace", root)
        assert (done.returncode, done.stdout) == (4, "")
        assert done.stderr.startswith("error: target prod: ") and len(done.stderr.splitlines()) == 1
        assert key not in done.stderr and "canary" not in done.stderr
