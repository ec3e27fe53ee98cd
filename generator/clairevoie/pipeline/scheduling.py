"""What portal.yml schedules: whether a run is due, and what comes next."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice

from clairevoie.errors import ConfigurationError, Fault
from clairevoie.pipeline.report import Report
from clairevoie.pipeline.runs import Run, last_run
from clairevoie.project.model import Project, ScheduleSpec
from clairevoie.publish.schedule import Schedule, parse
from clairevoie.words import schedules


@dataclass(frozen=True, slots=True)
class Coming:
    """A schedule for a person: a sentence, the zone that it is in, the next instants in that zone."""

    sentence: str
    zone: str
    instants: tuple[datetime, ...]


def faults(project: Project) -> list[Fault]:
    """What is wrong with `schedule:`, in one line."""
    spec = project.schedule
    if spec is None:
        return []
    try:
        parse(spec.cron, spec.timezone)
    except ValueError as error:
        return [Fault(spec.where, f"cron {spec.cron!r}: {error}")]
    return []


def coming(project: Project, instant: datetime, language: str, count: int) -> Coming:
    """The schedule in words, with the next `count` instants after `instant`; ConfigurationError where there is none."""
    spec, schedule = _asked(project)
    sentence = schedules.schedule(language, **asdict(schedule.times))
    return Coming(sentence, spec.timezone, tuple(islice(schedule.upcoming(instant), count)))


def not_due(project: Project, target: str, now: datetime, report: Report) -> bool:
    """Whether no scheduled instant lies after the last run's start and not after `now`; the report says what is next.

    However many instants were missed, one run makes up for them.
    """
    spec, schedule = _asked(project)
    last = last_run(project.state, target, now, report)
    if last is None or schedule.after(last.started) <= now:
        return False
    following = schedule.after(now).isoformat(sep=" ", timespec="minutes")
    report.notices.append(f"not due; next {following} ({spec.timezone}); {_ended(last, schedule)}")
    return True


def _asked(project: Project) -> tuple[ScheduleSpec, Schedule]:
    if project.schedule is None:
        example = 'schedule: {cron: "15 6 * * 1-5"}'
        raise ConfigurationError(Fault("portal.yml", f"nothing is scheduled; write {example}"))
    return project.schedule, parse(project.schedule.cron, project.schedule.timezone)


def _ended(last: Run, schedule: Schedule) -> str:
    started = last.started.astimezone(schedule.zone).isoformat(sep=" ", timespec="minutes")
    end = "did not end" if last.exit_code is None else f"ended with exit code {last.exit_code}"
    return f"the last run, of {started}, {end}"
