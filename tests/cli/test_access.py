"""`access` as a person types it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.cli.typed import typed
from tests.project.workspace import CLIENT, PORTAL, workspace
from tests.publish.outputs import built

TARGET = "targets: {local: {type: folder, path: published, address: 'https://portal.example.com/'}}\n"
DAY = (datetime.now(tz=UTC) + timedelta(days=90)).date()
TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{31}(?![A-Za-z0-9_-])")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with two clients and a target with its address."""
    place = workspace(tmp_path, portal=PORTAL + TARGET)
    return workspace(place, portal=PORTAL + TARGET, client=CLIENT.replace("acme", "acme-corp"), folder="acme-corp")


def access(root: Path, *words: str) -> CompletedProcess[str]:
    """The command, and what it said."""
    return typed("access", *words, "--workspace", root)


def granted(root: Path, client: str = "acme", label: str = "DSI", *more: str) -> tuple[str, str]:
    """A new link's id and address."""
    done = access(root, "grant", client, "--label", label, "--until", str(DAY), *more)
    assert done.returncode == 0, done.stderr
    said, address = done.stdout.splitlines()
    return said.split()[2], address


def state(root: Path) -> dict[str, Any]:
    """The private state."""
    whole: dict[str, Any] = json.loads((root / ".clairevoie" / "targets" / "local.json").read_text(encoding="utf-8"))
    return whole


def opened(root: Path, address: str) -> dict[str, Any] | None:
    """What an edge finds of an address."""
    token = address.rstrip("/").rpartition("/")[2]
    file = root / "published" / "links" / f"{hashlib.sha256(token.encode()).hexdigest()}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def test_a_grant_says_the_link_and_its_whole_address_once(root: Path) -> None:
    done = access(root, "grant", "acme", "--label", "DSI", "--until", str(DAY))
    assert done.returncode == 0
    said, address = done.stdout.splitlines()
    assert re.fullmatch(rf"acme: link [a-z0-9]{{6}} 'DSI' until {DAY}", said)
    assert re.fullmatch(r"https://portal\.example\.com/[A-Za-z0-9][A-Za-z0-9_-]{31}/", address)
    assert done.stderr == "note: nothing is published for acme yet; the link opens once it is\n"
    link = opened(root, address)
    assert link and link["site"] == state(root)["places"]["acme"]["key"]
    assert stat.S_IMODE((root / ".clairevoie").stat().st_mode) == 0o700
    assert stat.S_IMODE((root / ".clairevoie" / "targets" / "local.json").stat().st_mode) == 0o600
    for folder in ("published", "published/links"):
        assert stat.S_IMODE((root / folder).stat().st_mode) & 0o044 == 0, "others list neither keys nor links"


def test_an_address_without_a_host_says_what_would_complete_it(root: Path) -> None:
    (root / "portal.yml").write_text(PORTAL + "targets: {local: {type: folder, path: published}}\n", encoding="utf-8")
    done = access(root, "grant", "acme", "--label", "DSI", "--until", str(DAY))
    assert re.fullmatch(r"/[A-Za-z0-9_-]{32}/", done.stdout.splitlines()[1])
    assert "`address: https://…` in the target's settings completes it" in done.stderr


@pytest.mark.parametrize(("until", "says"), [
    ("2020-01-31", "is over"), ("9999-12-31", "is too far ahead"), ("0001-01-01", "is over"),
    ("2020-01-31T08:00+01:00", "is over"), ("2999-01-31T08:00+01:00", "is too far ahead"),
    ("0001-01-01T00:00+14:00", "is over"), ("9999-12-31T23:59-14:00", "is too far ahead"),
    ("2027-01-31T08:00", "has no offset"), ("demain", "is no day and no instant"), ("", "is no day"),
    ("2027-02-30", "is no day")])
def test_a_day_that_will_not_do_is_one_line_and_nothing_is_written(root: Path, until: str, says: str) -> None:
    done = access(root, "grant", "acme", "--label", "DSI", "--until", until)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"error: --until: {until!r}") and says in line
    assert not (root / ".clairevoie").exists() and not (root / "published").exists()


@pytest.mark.parametrize(("client", "says"), [
    ("acmee", "unknown client 'acmee'; did you mean 'acme'?"),
    ("internal", "the staff's site has its own host and right (docs/edge.md)")])
def test_who_has_no_site_of_a_client_gets_no_link(root: Path, client: str, says: str) -> None:
    done = access(root, "grant", client, "--label", "DSI", "--until", str(DAY))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert says in line
    assert not (root / ".clairevoie").exists()


def test_a_label_twice_names_rotate_and_a_label_that_hides_something_is_refused(root: Path) -> None:
    link, _ = granted(root)
    done = access(root, "grant", "acme", "--label", "DSI", "--until", str(DAY))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"`access rotate {link}` gives it a new address" in done.stderr
    done = access(root, "grant", "acme", "--label", "a\x1b[2Jb", "--until", str(DAY))
    assert done.returncode == 2 and "printable" in done.stderr and "\x1b" not in done.stderr
    granted(root, "acme-corp")


def test_a_list_tells_all_but_the_addresses_unless_they_are_asked_for(root: Path) -> None:
    (one, first), (two, second) = granted(root), granted(root, "acme-corp", "Achats")
    done = access(root, "list")
    days = (datetime.combine(DAY, datetime.min.time(), UTC) - datetime.now(tz=UTC)).days
    assert done.returncode == 0 and not TOKEN.search(done.stdout)
    lines = done.stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [[one, "acme"], [two, "acme-corp"]]
    assert re.search(rf"'DSI'  until {DAY}  \(live, ({days}|{days + 1}) days left\)", lines[0])
    assert access(root, "list", "acme-corp").stdout.splitlines() == lines[1:]
    assert [line.split()[-1] for line in access(root, "list", "--addresses").stdout.splitlines()] == [first, second]
    body = json.loads(access(root, "list", "--json").stdout)
    assert [(link["id"], link["state"]) for link in body["links"]] == [(one, "live"), (two, "live")]
    assert "address" not in body["links"][0] and not TOKEN.search(json.dumps(body))
    body = json.loads(access(root, "list", "--json", "--addresses").stdout)
    assert [link["address"] for link in body["links"]] == [first, second]
    assert access(root, "list", "nobody").returncode == 2


def test_a_rotation_prints_the_new_address_and_the_old_one_opens_nothing(root: Path) -> None:
    link, old = granted(root)
    done = access(root, "rotate", "dsi")
    assert done.returncode == 0
    said, new = done.stdout.splitlines()
    assert said == f"acme: link {link} 'DSI' until {DAY}"
    assert opened(root, old) is None and opened(root, new)
    done = access(root, "rotate", "nobody")
    assert (done.returncode, done.stdout) == (2, "") and "unknown link 'nobody'" in done.stderr


def test_a_revocation_says_which_and_lists_them_where_none_is_named(root: Path) -> None:
    (one, first), (two, second) = granted(root), granted(root, "acme", "Achats")
    done = access(root, "revoke", "acme")
    assert done.returncode == 2
    assert f"say which link, or --all; its links: {one} 'DSI', {two} 'Achats'" in done.stderr
    done = access(root, "revoke", "acme", one)
    assert (done.returncode, done.stdout) == (0, f"acme: link {one} 'DSI' until {DAY} is revoked\n")
    assert opened(root, first) is None and opened(root, second)
    assert access(root, "revoke", "acme", two, "--all").returncode == 2
    assert access(root, "revoke", "acme-corp", two).returncode == 2, "another client's link"
    done = access(root, "revoke", "acme", "--all")
    assert done.stdout.splitlines()[-1] == "acme: 1 link revoked; its site stays, no link opens it"
    assert opened(root, second) is None and state(root)["links"] == []
    assert list(state(root)["places"]) == ["acme"]
    events = access(root, "list", "--events").stdout.splitlines()
    assert [line.split()[2] for line in events] == ["revoked", "revoked", "granted", "granted"]


@pytest.mark.parametrize("words", [("DSI",), ("--all",)])
def test_by_a_state_that_was_restored_a_revocation_ends_an_address_that_the_state_never_knew(
    root: Path, words: tuple[str, ...]
) -> None:
    """The backup is older than the rotation: it knows the link, and another token of it."""
    granted(root)
    _, other = granted(root, "acme-corp")
    kept = (root / ".clairevoie" / "targets" / "local.json").read_bytes()
    rotated = access(root, "rotate", state(root)["links"][0]["id"]).stdout.splitlines()[1]
    (root / ".clairevoie" / "targets" / "local.json").write_bytes(kept)
    assert opened(root, rotated)
    assert access(root, "revoke", "acme", *words).returncode == 0
    assert opened(root, rotated) is None and opened(root, other)


def test_of_several_targets_one_is_named(root: Path) -> None:
    two = TARGET.replace("}}\n", "}, other: {type: folder, path: elsewhere}}\n")
    (root / "portal.yml").write_text(PORTAL + two, encoding="utf-8")
    done = access(root, "list")
    assert done.returncode == 2 and "say which with --target; known: local, other" in done.stderr
    assert "did you mean 'other'" in access(root, "list", "--target", "othr").stderr
    granted(root, "acme", "DSI", "--target", "other")
    assert access(root, "list", "--target", "local").stdout == ""
    (root / "portal.yml").write_text(PORTAL, encoding="utf-8")
    assert "portal.yml names no target" in access(root, "list").stderr


@pytest.mark.parametrize("address", ["http://portal.example.com", "https://me:canary@portal.example.com",
                                     "https://portal\n.example.com", "portal"])
def test_an_address_that_others_could_read_or_that_is_none_is_refused(root: Path, address: str) -> None:
    settings = json.dumps({"local": {"type": "folder", "path": "published", "address": address}})
    (root / "portal.yml").write_text(f"{PORTAL}targets: {settings}\n", encoding="utf-8")
    done = access(root, "list")
    assert done.returncode == 2 and "target local: address:" in done.stderr and "canary" not in done.stderr


def test_a_state_that_is_not_whole_or_a_folder_that_cannot_be_written_is_one_line_and_exit_4(root: Path) -> None:
    _, address = granted(root)
    shutil.rmtree(root / "published")
    (root / "published").write_text("in the way")
    done = access(root, "grant", "acme", "--label", "Achats", "--until", str(DAY))
    assert done.returncode == 4 and len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("error: target local: ") and not TOKEN.search(done.stderr)
    (root / "published").unlink()
    file = root / ".clairevoie" / "targets" / "local.json"
    file.write_text(file.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    done = access(root, "list")
    assert (done.returncode, done.stderr) == (
        4, "error: target local: its private state is not whole; restore it from a backup\n")
    assert address not in done.stderr


def test_no_token_and_no_key_is_said_by_any_other_command(root: Path) -> None:
    built(root / "output", "1", ("acme", "acme-corp"))
    _, address = granted(root)
    report = root / "report.json"
    said = [typed("publish", "local", "--workspace", root, "--report", report), access(root, "list"),
            access(root, "list", "--events"), typed("plan", "local", "--workspace", root),
            access(root, "revoke", "acme"), access(root, "revoke", "acme", "--all"),
            typed("rollback", "local", "acme", "--workspace", root)]
    secrets = [address.split("/")[-2], *(place["key"] for place in state(root)["places"].values())]
    text = "".join(done.stdout + done.stderr for done in said) + report.read_text(encoding="utf-8")
    assert len(secrets) == 3 and not [secret for secret in secrets if secret in text]
