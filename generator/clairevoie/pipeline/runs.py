"""When a target was last run, and how that ended: `.clairevoie/runs/<target>.json`, private."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from clairevoie.blobs import Folder
from clairevoie.errors import ClairevoieError, ConfigurationError, Fault, StoppedError
from clairevoie.pipeline.report import Report


class Run(BaseModel):
    """The last run that was started for a target; exit_code is None until it ends, and for ever if it was killed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    target: str
    started: AwareDatetime = Field(ge=datetime(2000, 1, 1, tzinfo=UTC))  # else there is no day before it to begin at
    exit_code: int | None = Field(default=None, ge=0, le=255)


def last_run(state: Path, target: str, now: datetime, report: Report) -> Run | None:
    """The last run of a target, None where there was none.

    A record that is not whole, not this target's or of a later instant counts as none, and the report says so: one run
    too many publishes the same figures again, while a wrong record could keep all runs back.
    """
    try:
        blob = _runs(state).get(_name(target))
    except OSError as fault:
        raise ConfigurationError(Fault(_where(target), f"cannot be read: {fault.strerror}")) from None
    if blob is None:
        return None
    run, wrong = _read(blob.data, target, now)
    if wrong:
        report.notices.append(f"{_where(target)}: {wrong}; it is written anew, as if there had been no run")
    return run


@contextmanager
def recorded(state: Path, target: str, now: datetime, report: Report) -> Iterator[None]:
    """Record that a run starts at `now` and, at its end, its exit code (1 for what nobody foresaw).

    Raises ConfigurationError where the start cannot be written; an end that cannot be is said in the report.
    """
    started = Run(target=target, started=now.astimezone(UTC))
    _keep(state, started)
    code = 1
    try:
        yield
        code = report.exit_code
    except (ClairevoieError, StoppedError) as error:
        code = error.exit_code
        raise
    finally:
        try:
            _keep(state, started.model_copy(update={"exit_code": code}))
        except ConfigurationError as error:  # what the run did is done, and its own failure is worth more
            report.notices.append(str(error))


def _read(data: bytes, target: str, now: datetime) -> tuple[Run | None, str]:
    try:
        run = Run.model_validate_json(data)
    except ValidationError:
        return None, "is no whole record of a run"
    if run.target != target:
        return None, f"is the record of target {run.target!r}"
    if run.started > now:
        return None, f"says that a run was started at {run.started.isoformat()}, later than now"
    return run, ""


def _keep(state: Path, run: Run) -> None:
    try:
        _runs(state).put(_name(run.target), run.model_dump_json(indent=1).encode() + b"\n")
    except OSError as fault:
        raise ConfigurationError(Fault(_where(run.target), f"cannot be written: {fault.strerror}")) from None


def _runs(state: Path) -> Folder:
    return Folder(state / "runs", folder_mode=0o700, file_mode=0o600)


def _name(target: str) -> str:
    return f"{target}.json"


def _where(target: str) -> str:
    return f".clairevoie/runs/{_name(target)}"
