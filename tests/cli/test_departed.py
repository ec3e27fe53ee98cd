"""A client that left the configuration: named, refused, and removed when that is asked for."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clairevoie.pipeline import departed
from clairevoie.project.load import load
from tests.cli.typed import typed
from tests.project.workspace import CLIENT, PORTAL, workspace
from tests.publish.departures import manifests, shown
from tests.publish.outputs import built

PORTAL_YML = PORTAL + "targets: {local: {type: folder, path: published}}\n"
DAY = str((datetime.now(tz=UTC) + timedelta(days=90)).date())
LINE = ("error: target local: client acme-corp left the configuration; its last release stands; remove it with "
        "`clairevoie access revoke acme-corp --all`\n")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace that a client has left: its site and its link stand in the target, its built site in the output."""
    place = workspace(tmp_path, portal=PORTAL_YML)
    workspace(place, portal=PORTAL_YML, client=CLIENT.replace("acme", "acme-corp"), folder="acme-corp")
    built(place / "output", "1", ("acme", "acme-corp"))
    done = typed("access", "grant", "acme-corp", "--label", "DSI", "--until", DAY, "--workspace", place)
    assert done.returncode == 0

    def put(name: str, data: bytes) -> None:
        file = place / "published" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    shown(put, places(place)["acme-corp"]["key"], manifests(tmp_path / "made", "acme-corp"))
    shutil.rmtree(place / "content" / "clients" / "acme-corp")
    return place


def places(root: Path) -> dict[str, dict[str, str]]:
    """What the private state knows."""
    state = json.loads((root / ".clairevoie" / "targets" / "local.json").read_text(encoding="utf-8"))
    assert isinstance(state["places"], dict)
    return state["places"]


def standing(root: Path) -> list[str]:
    """The files of all sites and links in the target."""
    below = root / "published"
    files = [file.relative_to(below) for folder in ("sites", "links") for file in (below / folder).rglob("*")
             if file.is_file()]
    return sorted(file.as_posix() for file in files)


def test_a_publication_publishes_all_others_and_then_refuses(root: Path) -> None:
    before = standing(root)
    done = typed("publish", "local", "--workspace", root)
    assert (done.returncode, done.stderr) == (4, LINE)
    assert done.stdout.startswith("acme: published ")
    assert set(before) <= set(standing(root))
    done = typed("publish", "local", "--workspace", root, "--client", "acme")
    assert done.returncode == 0


def test_a_plan_refuses_it_as_a_publication_does(root: Path) -> None:
    done = typed("plan", "local", "--workspace", root)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-2:] == ["acme-corp: refuse - (0 files, 0 unchanged)", f"  {LINE[21:-1]}"]
    done = typed("plan", "local", "--workspace", root, "--client", "acme-corp")
    assert (done.returncode, done.stdout, done.stderr) == (4, "", LINE)


def test_a_client_that_left_cannot_be_published_alone(root: Path) -> None:
    done = typed("publish", "local", "--workspace", root, "--client", "acme-corp")
    assert (done.returncode, done.stdout, done.stderr) == (4, "", LINE)
    done = typed("publish", "local", "--workspace", root, "--client", "acme-cor")
    assert done.returncode == 2 and "unknown client 'acme-cor'" in done.stderr


def test_a_build_names_it_for_each_target_and_for_the_output(root: Path) -> None:
    target, output = departed.notices(load(root), root / "output")
    assert target == LINE.removeprefix("error: ").rstrip()
    assert output.startswith("client acme-corp left the configuration; its built site stays in output/acme-corp")
    (root / ".clairevoie" / "targets" / "local.json").write_text("{")
    assert departed.notices(load(root), root / "output")[0] == (
        "target local: its private state is not whole; restore it from a backup")
    shutil.rmtree(root / ".clairevoie")
    shutil.rmtree(root / "output")
    assert departed.notices(load(root), root / "output") == []


def test_it_is_listed_and_gets_no_new_link(root: Path) -> None:
    done = typed("access", "list", "--workspace", root)
    assert done.stdout.split()[1] == "acme-corp"
    assert "note: client acme-corp left the configuration" in done.stderr
    done = typed("access", "grant", "acme-corp", "--label", "Achats", "--until", DAY, "--workspace", root)
    assert done.returncode == 2 and "unknown client 'acme-corp'" in done.stderr
    assert json.loads(typed("access", "list", "--json", "--workspace", root).stdout)["left"] == ["acme-corp"]


def test_revoking_all_removes_its_links_and_its_site_and_then_nothing_is_refused(root: Path) -> None:
    key = places(root)["acme-corp"]["key"]
    done = typed("access", "revoke", "acme-corp", "--all", "--workspace", root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:] == ["acme-corp: its site is removed"]
    assert standing(root) == [] and key not in done.stdout
    assert places(root) == {}
    done = typed("publish", "local", "--workspace", root)
    assert (done.returncode, done.stderr) == (0, "")
    events = typed("access", "list", "--events", "--workspace", root).stdout.splitlines()
    assert [line.split()[2:4] for line in events] == [
        ["removed", "acme-corp"], ["revoked", "acme-corp"], ["granted", "acme-corp"]]
    done = typed("access", "revoke", "acme-corp", "--all", "--workspace", root)
    assert done.returncode == 2 and "unknown client 'acme-corp'" in done.stderr


def test_a_client_that_is_configured_keeps_its_site(root: Path) -> None:
    workspace(root, portal=PORTAL_YML, client=CLIENT.replace("acme", "acme-corp"), folder="acme-corp")
    sites = [name for name in standing(root) if name.startswith("sites/")]
    done = typed("access", "revoke", "acme-corp", "--all", "--workspace", root)
    assert done.stdout.splitlines()[-1] == "acme-corp: 1 link revoked; its site stays, no link opens it"
    assert standing(root) == sites
    assert typed("access", "revoke", "internal", "--all", "--workspace", root).returncode == 2
