"""A client's key opens that client's last whole release."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from clairevoie.errors import ConfigurationError, TargetError
from clairevoie.publish import TARGETS, Outcome
from clairevoie.publish.folder import Settings, address, plan, publish, rollback
from tests.publish.outputs import built, finish, release_of, seen

PUBLISHED = Settings(path="published")
SITES = ("lefevre", "internal")


def run(root: Path, sites: tuple[str, ...] = SITES, settings: Settings = PUBLISHED) -> list[Outcome]:
    return list(publish(settings, "local", root, root / "output", sites))


def current(root: Path, site: str) -> Path:
    place = address(PUBLISHED, "local", root, site)
    assert place
    return place


def state(root: Path) -> Path:
    return root / ".clairevoie" / "targets" / "local.json"


def test_it_is_a_target() -> None:
    assert TARGETS["folder"].Settings is Settings


def test_each_site_is_published_whole_under_its_own_key(tmp_path: Path) -> None:
    output = built(tmp_path / "output", "1")
    done = run(tmp_path)
    assert done == [Outcome(site, "published", release_of(output, site)) for site in sorted(SITES)]
    for site in SITES:
        assert seen(current(tmp_path, site)) == seen(output / site)
    keys = {current(tmp_path, site).parent.name for site in SITES}
    assert len(keys) == 2
    assert all(len(key) == 32 and key[0].isalnum() for key in keys)
    names = [str(file.relative_to(tmp_path)) for file in (tmp_path / "published").rglob("*")]
    assert not any(site in name for site in SITES for name in names)


def test_the_key_stands_in_private_state_and_nowhere_else(tmp_path: Path) -> None:
    built(tmp_path / "output", "1")
    run(tmp_path)
    key = current(tmp_path, "lefevre").parent.name
    holders = [file for file in tmp_path.rglob("*") if file.is_file() and key in file.read_text()]
    assert holders == [state(tmp_path)]
    assert stat.S_IMODE(state(tmp_path).stat().st_mode) == 0o600
    assert stat.S_IMODE(state(tmp_path).parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_a_web_server_reads_what_is_published_and_cannot_list_the_keys(tmp_path: Path, umask: int) -> None:
    built(tmp_path / "output", "1")
    before = os.umask(umask)
    try:
        run(tmp_path)
    finally:
        os.umask(before)
    place = current(tmp_path, "lefevre").parent
    for path in (place, *place.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path
    assert stat.S_IMODE((tmp_path / "published").stat().st_mode) == 0o711
    assert stat.S_IMODE((tmp_path / "published" / ".scratch").stat().st_mode) == 0o700
    assert stat.S_IMODE(state(tmp_path).stat().st_mode) == 0o600


def test_the_same_release_again_is_unchanged_and_nothing_is_written(tmp_path: Path) -> None:
    built(tmp_path / "output", "1")
    run(tmp_path)
    before = {path: path.lstat().st_mtime_ns for path in (tmp_path / "published").rglob("*") if path.name != ".lock"}
    assert [outcome.outcome for outcome in run(tmp_path)] == ["unchanged", "unchanged"]
    after = {path: path.lstat().st_mtime_ns for path in (tmp_path / "published").rglob("*") if path.name != ".lock"}
    ignored = {tmp_path / "published" / ".scratch"}
    assert {path: when for path, when in before.items() if path not in ignored} == after


def test_a_new_release_stands_beside_the_old_one_and_the_last_three_are_kept(tmp_path: Path) -> None:
    releases = []
    for version in "12345":
        output = built(tmp_path / "output", version, ("lefevre",))
        releases.append(release_of(output, "lefevre"))
        assert run(tmp_path, ("lefevre",))[0].previous == (releases[-2] if len(releases) > 1 else None)
        assert seen(current(tmp_path, "lefevre"))["index.html"] == f"lefevre {version}"
        there = {folder.name for folder in (current(tmp_path, "lefevre").parent / "releases").iterdir()}
        assert there >= set(releases[-3:])
    assert there == set(releases[-4:])  # the oldest of them goes in the next run, not in the one that replaced it


def test_an_older_release_comes_back_without_a_copy(tmp_path: Path) -> None:
    for version in "121":
        built(tmp_path / "output", version, ("lefevre",))
        run(tmp_path, ("lefevre",))
    assert seen(current(tmp_path, "lefevre"))["index.html"] == "lefevre 1"
    assert len(list((current(tmp_path, "lefevre").parent / "releases").iterdir())) == 2


def test_a_plan_says_what_would_be_done_and_writes_nothing(tmp_path: Path) -> None:
    output = built(tmp_path / "output", "1")
    steps = plan(PUBLISHED, "local", tmp_path, output, SITES)
    assert [(step.site, step.action, step.files) for step in steps] == [
        ("internal", "publish", 4), ("lefevre", "publish", 4)]
    assert not (tmp_path / "published").exists()
    assert not state(tmp_path).exists()
    run(tmp_path, ("internal",))
    assert [step.action for step in plan(PUBLISHED, "local", tmp_path, output, SITES)] == ["nothing", "publish"]
    (output / "lefevre" / "index.html").write_text("altered")
    assert [step.action for step in plan(PUBLISHED, "local", tmp_path, output, SITES)] == ["nothing", "refuse"]


def refused(root: Path, *words: str, sites: tuple[str, ...] = SITES) -> None:
    """One site is refused in one line with these words, its old release stands; the internal site is published."""
    done: list[Outcome] = []
    with pytest.raises(TargetError) as error:
        done.extend(publish(PUBLISHED, "local", root, root / "output", sites))
    assert [outcome.outcome for outcome in done] == ["published", "refused"]
    (line,) = str(error.value).splitlines()
    assert all(word in line for word in ("target local: lefevre: ", *words)), line
    assert seen(current(root, "lefevre"))["index.html"] == "lefevre 1"


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The workspace after a first publication, its output built again."""
    built(tmp_path / "output", "1")
    run(tmp_path)
    built(tmp_path / "output", "2")
    return tmp_path


def test_an_altered_output_is_refused(second: Path) -> None:
    (second / "output" / "lefevre" / "tickets" / "index.html").write_text("lefevre X")
    refused(second, "tickets/index.html is not what was built", "build again", "stands")


def test_an_output_with_a_file_too_many_or_too_few_is_refused(second: Path) -> None:
    (second / "output" / "lefevre" / "secret.csv").write_text("x")
    refused(second, "secret.csv is not what was built")
    built(second / "output", "3")
    (second / "output" / "lefevre" / "data" / "figures.json").unlink()
    refused(second, "data/figures.json is not what was built")


def test_a_site_without_manifest_is_refused(second: Path) -> None:
    (second / "output" / ".release" / "lefevre.json").unlink()
    refused(second, "no whole manifest")


def test_a_site_that_the_gate_refused_is_refused(second: Path) -> None:
    (second / "output" / "lefevre" / "index.html").write_text("T-CASTELBOURG-1")
    finish(second / "output", SITES)
    refused(second, "the gate found 1 identifiers of other clients")


def test_a_release_that_the_gate_has_not_searched_is_refused(second: Path) -> None:
    gate = second / "output" / ".release" / "gate" / "lefevre.json"
    kept = gate.read_text()
    for version, content in (("2", None), ("3", kept), ("4", "{"), ("5", kept.replace('"hits": []', '"hits": [{}]'))):
        built(second / "output", version)
        gate.unlink() if content is None else gate.write_text(content)
        refused(second, "the gate has not searched this release")


def test_a_release_that_was_altered_where_it_stands_is_said(second: Path) -> None:
    run(second)
    built(second / "output", "1")
    releases = current(second, "lefevre").parent / "releases"
    (releases / release_of(second / "output", "lefevre") / "index.html").write_text("")
    with pytest.raises(TargetError, match="was altered; remove it and publish again"):
        run(second)
    assert seen(current(second, "lefevre"))["index.html"] == "lefevre 2"


@pytest.mark.parametrize("path", ["output", "output/lefevre", ".", "output/../output/x"])
def test_a_path_inside_the_output_or_around_it_is_refused_before_any_write(tmp_path: Path, path: str) -> None:
    built(tmp_path / "output", "1")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ConfigurationError, match="target local: path and output lie one inside the other"):
        run(tmp_path, settings=Settings(path=path))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("spoil", [
    lambda text: text[:-10], lambda text: "", lambda text: "[]", lambda text: text.replace('"releases"', '"other"'),
    lambda text: json.dumps({**json.loads(text), "places": {"lefevre": {"key": "../../etc", "releases": []}}}),
])
def test_a_private_state_that_is_not_whole_stops_everything(second: Path, spoil: object) -> None:
    state(second).write_text(spoil(state(second).read_text()))  # type: ignore[operator]
    before = sorted((second / "published").rglob("*"))
    with pytest.raises(TargetError, match="its private state is not whole"):
        run(second)
    assert sorted((second / "published").rglob("*")) == before


def test_another_targets_state_is_refused(second: Path) -> None:
    state(second).write_text(state(second).read_text().replace('"local"', '"other"'))
    with pytest.raises(TargetError, match="is that of target 'other'"):
        run(second)


def test_a_lost_state_is_not_replaced_by_new_keys(second: Path) -> None:
    state(second).unlink()
    with pytest.raises(TargetError, match="holds 2 sites whose keys the private state does not know"):
        run(second)
    assert not state(second).exists()


def test_a_second_publisher_leaves(second: Path) -> None:
    first = publish(PUBLISHED, "local", second, second / "output", SITES)
    assert next(first).outcome == "published"
    with pytest.raises(TargetError, match="another run is publishing there"):
        run(second)
    assert [outcome.site for outcome in first] == ["lefevre"]


def test_a_folder_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    built(tmp_path / "output", "1")
    (tmp_path / "published").write_text("a file")
    with pytest.raises(TargetError, match="target local: Not a directory"):
        run(tmp_path)


def test_rollback_shows_an_older_release_and_the_number_rises(tmp_path: Path) -> None:
    releases = []
    for version in "123":
        releases.append(release_of(built(tmp_path / "output", version, ("lefevre",)), "lefevre"))
        run(tmp_path, ("lefevre",))
    done = rollback(PUBLISHED, "local", tmp_path, "lefevre", None)
    assert done == Outcome("lefevre", "rolled back", releases[1], releases[2])
    assert seen(current(tmp_path, "lefevre"))["index.html"] == "lefevre 2"
    assert rollback(PUBLISHED, "local", tmp_path, "lefevre", releases[2]).previous == releases[1]
    assert rollback(PUBLISHED, "local", tmp_path, "lefevre", releases[2]).outcome == "unchanged"
    assert json.loads(state(tmp_path).read_text())["places"]["lefevre"]["number"] == 5
    with pytest.raises(ConfigurationError, match="unknown release 'x'; known: "):
        rollback(PUBLISHED, "local", tmp_path, "lefevre", "x")
    (current(tmp_path, "lefevre").parent / "releases" / releases[0] / "index.html").write_text("altered")
    with pytest.raises(TargetError, match="was altered; nothing changes"):
        rollback(PUBLISHED, "local", tmp_path, "lefevre", releases[0])
    assert seen(current(tmp_path, "lefevre"))["index.html"] == "lefevre 3"


def test_a_plan_has_a_reason_for_each_file(tmp_path: Path) -> None:
    for version in "12345":
        output = built(tmp_path / "output", version, ("lefevre",))
        run(tmp_path, ("lefevre",))
    (output / "lefevre" / "index.html").write_text("lefevre 6")
    (output / "lefevre" / "new.css").write_text("")
    (output / "lefevre" / "data" / "figures.json").unlink()
    finish(output, ("lefevre",))
    (step,) = plan(PUBLISHED, "local", tmp_path, output, ("lefevre",))
    assert {change.path: change.reason for change in step.changes if not change.release} == {
        "data/figures.json": "removed", "index.html": "changed", "new.css": "new", "theme/f.woff2": "unchanged",
        "tickets/index.html": "unchanged"}
    assert [change.reason for change in step.changes if change.release] == ["to delete"] * 4
