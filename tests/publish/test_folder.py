"""In a folder: who may read what, what stays from before, and a path that will not do."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from clairevoie.errors import ConfigurationError, TargetError
from clairevoie.publish import TARGETS
from clairevoie.publish.folder import Settings
from clairevoie.publish.keys import new_token
from tests.publish.outputs import finish
from tests.publish.visits import Shelves

SITES = ("internal", "lefevre")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def second(shelves: Shelves) -> Shelves:
    """The workspace after a first publication, its output built again."""
    shelves.build("1", SITES)
    shelves.publish(SITES)
    shelves.build("2", SITES, hour=9)
    return shelves


def test_it_is_a_target() -> None:
    assert TARGETS["folder"].Settings is Settings


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_f08_a_web_server_reads_what_is_published_lists_no_key_and_reads_no_state(
    shelves: Shelves, umask: int
) -> None:
    before = os.umask(umask)
    try:
        for hour in (1, 2):
            shelves.build(str(hour), SITES, hour=hour)
            assert shelves.publish(SITES)[1] == []
    finally:
        os.umask(before)
    published = shelves.root / "published"
    assert [mode(published / name) for name in ("", "sites", "links", ".scratch")] == [0o711, 0o711, 0o711, 0o700]
    assert mode(published / ".lock") == 0o600
    public = [path for folder in ("sites", "links") for path in (published / folder).rglob("*")]
    assert len(public) > 30
    for path in public:
        assert mode(path) == (0o755 if path.is_dir() else 0o644), path
    state = shelves.file("portal/state/prod.json")
    assert (mode(state), mode(state.parent)) == (0o600, 0o700)


def test_a_folder_that_the_operator_made_stays_as_it_is(shelves: Shelves) -> None:
    published = shelves.root / "published"
    published.mkdir()
    published.chmod(0o2750)
    shelves.build("1")
    assert shelves.publish()[1] == []
    assert mode(published) == 0o2750


def test_what_did_not_change_is_on_the_disk_once(shelves: Shelves) -> None:
    shelves.build("1", hour=1)
    shelves.publish()
    (shelves.output / "lefevre" / "new.css").write_text("")
    finish(shelves.output, ("lefevre",), hour=2)
    shelves.publish()
    files = [shelves.file(name) for name in shelves.held(f"portal/sites/{shelves.key()}/releases/")]
    assert len(files) == 9
    assert len({file.stat().st_ino for file in files}) == 5


def test_a_disk_without_second_names_gets_copies(shelves: Shelves, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    for version in "12":
        output = shelves.build("1", hour=int(version))
        (output / "lefevre" / "index.html").write_text(version)
        finish(output, ("lefevre",), hour=int(version))
        assert shelves.publish()[1] == []
    assert shelves.seen()["index.html"] == "2"
    files = [shelves.file(name) for name in shelves.held(f"portal/sites/{shelves.key()}/releases/")]
    assert len({file.stat().st_ino for file in files}) == len(files) == 8


def test_old_releases_leave_no_empty_folder(shelves: Shelves) -> None:
    for hour in range(1, 8):
        shelves.build(str(hour), hour=hour)
        shelves.publish()
    releases = shelves.file(f"portal/sites/{shelves.key()}/releases")
    assert {folder.name for folder in releases.iterdir()} == shelves.folders()


def test_half_written_files_of_a_day_ago_are_swept_and_younger_ones_are_not(second: Shelves) -> None:
    scratch = second.root / "published" / ".scratch"
    for name, age in ((".old.scratch", 90_000), (".new.scratch", 60)):
        (scratch / name).write_text("half")
        then = (scratch / name).stat().st_mtime - age
        os.utime(scratch / name, (then, then))
    second.publish(SITES)
    assert sorted(path.name for path in scratch.iterdir()) == [".new.scratch", "probe"]


@pytest.mark.parametrize("path", ["output", "output/lefevre", ".", "output/../output/x"])
def test_a_path_inside_the_output_or_around_it_is_refused_before_any_write(shelves: Shelves, path: str) -> None:
    shelves.build("1")
    before = sorted(shelves.root.rglob("*"))
    with pytest.raises(ConfigurationError, match="target prod: path and output lie one inside the other"):
        shelves.publish(settings=shelves.settings(path=path))
    with pytest.raises(ConfigurationError, match="target prod: path and output lie one inside the other"):
        shelves.plan(settings=shelves.settings(path=path))
    assert sorted(shelves.root.rglob("*")) == before


@pytest.mark.parametrize("spoil", [
    lambda text: text[:-10], lambda text: "", lambda text: "[]", lambda text: text.replace('"places"', '"other"'),
    lambda text: json.dumps({**json.loads(text), "places": {"lefevre": {"key": "../../etc"}}}),
])
def test_a_private_state_that_is_not_whole_stops_everything(second: Shelves, spoil: object) -> None:
    state = second.file("portal/state/prod.json")
    state.write_text(spoil(state.read_text()))  # type: ignore[operator]
    before = second.held()
    told, (fault,) = second.publish(SITES)
    assert told == []
    assert fault == "target prod: its private state is not whole; restore it from a backup"
    assert second.held() == before


def test_another_targets_state_is_refused(second: Shelves) -> None:
    state = second.file("portal/state/prod.json")
    state.write_text(state.read_text().replace('"prod"', '"other"'))
    assert second.publish(SITES)[1] == ["target prod: its private state is that of target 'other'"]


def test_a_folder_of_the_layout_before_is_refused_until_it_is_empty(shelves: Shelves) -> None:
    shelves.build("1")
    key = new_token()
    release = shelves.root / "published" / key / "releases" / "0123456789abcdef"
    release.mkdir(parents=True)
    (release.parent.parent / "current").symlink_to(Path("releases", release.name))
    state = shelves.file("portal/state/prod.json")
    state.parent.mkdir(parents=True)
    state.write_text(json.dumps({"target": "prod", "places": {"lefevre": {
        "key": key, "releases": [release.name], "number": 1}}}))
    said = "its folder holds 1 sites as an earlier version published them; empty the folder and publish again"
    assert shelves.publish() == ([], [f"target prod: {said}"])
    (release.parent.parent / "current").unlink()
    release.rmdir()
    release.parent.rmdir()
    release.parent.parent.rmdir()
    assert shelves.publish()[1] == []
    assert set(shelves.seen().values()) == {"lefevre 1"}
    assert shelves.key() == key


@pytest.mark.parametrize("spoil", ["published", "published/sites", "published/links", "published/.scratch"])
def test_f02_a_folder_that_cannot_be_written_is_one_line_and_nothing_is_done(shelves: Shelves, spoil: str) -> None:
    shelves.build("1", SITES)
    (shelves.root / spoil).parent.mkdir(exist_ok=True)
    (shelves.root / spoil).write_text("a file where a folder is expected")
    told, faults = shelves.publish(SITES)
    assert faults
    assert all(fault.startswith("target prod: ") and "\n" not in fault for fault in faults)
    assert not [outcome for outcome in told if outcome.outcome == "published" and not outcome.reason]
    assert (shelves.root / spoil).read_text() == "a file where a folder is expected"


def test_f02_a_disk_that_is_read_only_is_one_line(second: Shelves, monkeypatch: pytest.MonkeyPatch) -> None:
    second.publish(SITES)
    before = second.held()

    def refuse(*_: object, **__: object) -> int:
        raise OSError(30, "Read-only file system")

    real = os.open
    second.build("3", SITES, hour=10)
    monkeypatch.setattr(os, "open", lambda path, flags, *more, **named: refuse() if flags & (os.O_WRONLY | os.O_RDWR)
                        else real(path, flags, *more, **named))
    assert second.publish(SITES) == ([], ["target prod: Read-only file system"])
    with pytest.raises(TargetError, match="target prod: Read-only file system"):
        second.rollback()
    assert second.held() == before


@pytest.mark.parametrize("wrong", [
    {"path": ""}, {"keep": 0}, {"keep": 101}, {"delete_at_most": 0}, {"grace": -1}, {"grace": 604801}, {"grace": "1h"},
    {"address": "portal.example.com"}, {"address": "http://portal.example.com"}, {"address": "https://u:p@host.fr"},
    {"address": "https://host.fr/?a=1"}, {"address": "https://host.fr/#a"}, {"address": "https://host.fr/a b"},
    {"address": "https://host.fr\n.evil.fr"}, {"address": "ftp://127.0.0.1"}, {"address": "https://"},
    {"address": "https://host.fr:99999999"}, {"address": "https://hôte.fr"}, {"address": "https://host.fr//x"},
])
def test_settings_that_will_not_do_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"path": "published", **wrong})


@pytest.mark.parametrize(("given", "said"), [
    ("https://portal.example.com", "https://portal.example.com"), ("https://host.fr/a/b/", "https://host.fr/a/b"),
    ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"), ("http://[::1]:80", "http://[::1]:80"), (None, None),
])
def test_an_address_is_kept_without_its_last_slash(given: str | None, said: str | None) -> None:
    assert Settings(path="published", address=given).address == said
