"""`run --if-due`: at most one run for what was missed, and a record that is never believed when it is not whole."""

from __future__ import annotations

import errno
import fcntl
import json
import signal
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clairevoie import pipeline
from clairevoie.errors import (
    BusyError,
    ClairevoieError,
    ConfigurationError,
    Fault,
    GateError,
    SourceError,
    StoppedError,
    TargetError,
)
from clairevoie.pipeline import story
from clairevoie.pipeline.locking import locked
from clairevoie.pipeline.report import Report
from tests.project.workspace import PORTAL, workspace

SCHEDULED = PORTAL + 'schedule: {cron: "15 6 * * 1-5"}\ntargets: {local: {type: folder, path: published}}\n'
MONDAY = datetime(2026, 11, 2, 5, 15, tzinfo=UTC)  # 06:15 in Paris

Run = Callable[..., Report]


class Works:
    """Stands for pull, build and publish: counts, and ends as it is told."""

    def __init__(self) -> None:
        self.count, self.exit_code = 0, 0
        self.error: BaseException | None = None
        self.then: Callable[[], None] = lambda: None

    def build(self, project: object, read_at: object, output: object, report: Report, *_: object, **__: object) -> None:
        self.count += 1
        report.exit_code = self.exit_code
        self.then()
        if self.error:
            raise self.error


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> Works:
    works = Works()
    monkeypatch.setattr(story, "_build", works.build)
    monkeypatch.setattr(story, "publish_sites", lambda *_, **__: None)
    return works


@pytest.fixture
def run(tmp_path: Path) -> Run:
    root = workspace(tmp_path / "w", portal=SCHEDULED)
    return lambda now, if_due=True: pipeline.run(root, "local", now, now, root / "output", lambda: now, if_due=if_due)


def _record(tmp_path: Path) -> Path:
    return tmp_path / "w" / ".clairevoie" / "runs" / "local.json"


def _known(tmp_path: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(_record(tmp_path).read_text(encoding="utf-8"))
    return known


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_first_time_a_run_is_due_and_then_only_after_the_next_instant(run: Run, works: Works) -> None:
    assert run(_at("2026-11-01T12:00+01:00")).notices == []
    (said,) = run(_at("2026-11-02T06:14:59+01:00")).notices
    following, last = said.rsplit("; ", 1)
    assert following == "not due; next 2026-11-02 06:15+01:00 (Europe/Paris)"
    assert last == "the last run, of 2026-11-01 12:00+01:00, ended with exit code 0"
    assert works.count == 1
    run(MONDAY)
    run(MONDAY)
    assert works.count == 2


def test_instants_that_were_missed_are_made_up_for_once(run: Run, works: Works) -> None:
    run(MONDAY)
    run(_at("2026-11-20T12:00+01:00"))
    run(_at("2026-11-20T12:05+01:00"))
    assert works.count == 2


def test_a_run_that_nobody_scheduled_counts_as_the_last_one(run: Run, works: Works) -> None:
    run(_at("2026-11-02T06:20+01:00"), if_due=False)
    run(_at("2026-11-02T06:25+01:00"))
    assert works.count == 1


def test_the_record_is_private_and_says_how_it_ended(run: Run, works: Works, tmp_path: Path) -> None:
    works.exit_code = 3
    run(MONDAY)
    assert _known(tmp_path) == {"target": "local", "started": "2026-11-02T05:15:00Z", "exit_code": 3}
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (_record(tmp_path), _record(tmp_path).parent)]
    assert modes == [0o600, 0o700]
    assert [path.name for path in _record(tmp_path).parent.iterdir()] == ["local.json"]


@pytest.mark.parametrize(("error", "code"), [
    (ZeroDivisionError(), 1), (ConfigurationError(Fault("x", "y")), 2), (SourceError(Fault("x", "y")), 3),
    (TargetError(Fault("x", "y")), 4), (GateError(Fault("x", "y")), 5), (KeyboardInterrupt(), 1),
    (StoppedError(signal.SIGTERM, "SIGTERM"), 143)])
def test_a_run_that_fails_is_recorded_with_its_exit_code_and_not_tried_again(
    run: Run, works: Works, tmp_path: Path, error: BaseException, code: int
) -> None:
    works.error = error
    with pytest.raises(type(error)):
        run(MONDAY)
    assert _known(tmp_path)["exit_code"] == code
    works.error = None
    assert "not due" in run(_at("2026-11-02T08:00+01:00")).notices[0]


def test_a_run_that_was_killed_is_known_by_its_start(run: Run, works: Works, tmp_path: Path) -> None:
    run(MONDAY)
    _record(tmp_path).write_text('{"target": "local", "started": "2026-11-02T05:15:00Z"}', encoding="utf-8")
    assert run(MONDAY).notices[0].endswith("of 2026-11-02 06:15+01:00, did not end")


def test_a_run_that_finds_another_going_leaves_no_mark(run: Run, works: Works, tmp_path: Path) -> None:
    root = tmp_path / "w"
    for held in (root / ".clairevoie", root / "output"):
        with locked(held), pytest.raises(BusyError):
            run(MONDAY)
        assert not _record(tmp_path).exists()
    assert works.count == 0
    run(MONDAY)
    assert works.count == 1


@pytest.mark.parametrize(("text", "says"), [
    ("", "no whole record"), ('{"target": "local", "star', "no whole record"), ("[]", "no whole record"),
    ('{"target": "local", "started": "2026-11-02T05:15:00"}', "no whole record"),  # of no zone
    ('{"target": "local", "started": "2026-11-02T05:15:00Z", "exit_code": 0, "by": "x"}', "no whole record"),
    ('{"target": "local", "started": "0001-01-01T00:00:00Z", "exit_code": 0}', "no whole record"),
    ('{"target": "local", "started": "2026-11-02T05:15:00Z", "exit_code": 0, "version": 2}', "no whole record"),
    ("[" * 100_000, "no whole record"), ("\udcff\udcfe", "no whole record"),
    ('{"target": "other", "started": "2026-11-02T05:15:00Z", "exit_code": 0}', "record of target 'other'"),
    ('{"target": "local", "started": "2036-11-02T05:15:00Z", "exit_code": 0}', "later than now"),
])
def test_a_record_that_is_cut_short_or_foreign_is_said_and_written_anew(
    run: Run, works: Works, tmp_path: Path, text: str, says: str
) -> None:
    run(MONDAY)
    _record(tmp_path).write_text(text, encoding="utf-8", errors="surrogateescape")
    report = run(MONDAY)
    assert len(report.notices) == 1
    assert says in report.notices[0]
    assert works.count == 2
    assert _known(tmp_path) == {"target": "local", "started": "2026-11-02T05:15:00Z", "exit_code": 0}


def test_a_record_that_cannot_be_read_or_written_refuses_the_run(run: Run, works: Works, tmp_path: Path) -> None:
    _record(tmp_path).mkdir(parents=True)
    for if_due, says in ((True, "cannot be read"), (False, "cannot be written")):
        with pytest.raises(ClairevoieError, match=says):
            run(MONDAY, if_due)
    assert works.count == 0


def test_a_run_whose_end_cannot_be_recorded_still_says_what_it_did(run: Run, works: Works, tmp_path: Path) -> None:
    def alter() -> None:
        _record(tmp_path).unlink()
        _record(tmp_path).mkdir()

    works.then = alter
    assert run(MONDAY).notices == [".clairevoie/runs/local.json: cannot be written: Is a directory"]
    _record(tmp_path).rmdir()
    works.error = TargetError(Fault("target local", "refused"))
    with pytest.raises(TargetError, match="refused"):
        run(MONDAY)


def test_a_folder_that_cannot_be_locked_is_a_fault_and_no_other_run(
    run: Run, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", without_locks)
    with pytest.raises(ConfigurationError, match="cannot be locked: No locks available") as error:
        run(MONDAY)
    assert not isinstance(error.value, BusyError)
    assert works.count == 0


def test_without_a_schedule_nothing_is_ever_due_and_an_unknown_target_is_refused_at_once(
    works: Works, tmp_path: Path
) -> None:
    root = workspace(tmp_path / "w", portal=SCHEDULED.replace("schedule:", "currency: EUR #"))
    with pytest.raises(ConfigurationError, match="nothing is scheduled"):
        pipeline.run(root, "local", MONDAY, MONDAY, root / "output", lambda: MONDAY, if_due=True)
    with pytest.raises(ConfigurationError, match="did you mean 'local'"):
        pipeline.run(root, "locale", MONDAY, MONDAY, root / "output", lambda: MONDAY)
    assert works.count == 0


def test_a_state_folder_that_something_else_made_is_closed_to_others(tmp_path: Path) -> None:
    state, output = tmp_path / "state", tmp_path / "output"
    for folder in (state, output):
        folder.mkdir(mode=0o755)  # a cache that CI restores makes the folders above it so
    with locked(state, private=True), locked(output):
        assert [folder.stat().st_mode & 0o777 for folder in (state, output)] == [0o700, 0o755]
