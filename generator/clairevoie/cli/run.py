"""`clairevoie run`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from clairevoie.cli import options


@click.command("run")
@click.argument("target")
@options.workspace
@options.as_of
@options.jobs
@options.output
@options.report
@click.option("--if-due", is_flag=True,
              help="Only if the schedule asks for a run since the last one that was started for TARGET.")
def command(target: str, workspace: Path, as_of: datetime, jobs: int, output: Path | None, report: Path | None,
            if_due: bool) -> None:
    """Pull, build and publish to TARGET: what CI calls. What fails is held; the rest goes on.

    Where another run is still going, or with --if-due nothing is due, says so and leaves (exit 0).
    """
    from clairevoie.cli.closing import close
    from clairevoie.cli.progress import progress
    from clairevoie.errors import BusyError
    from clairevoie.pipeline import Report, run

    try:
        with progress("running") as say:
            done = run(workspace, target, as_of, options.now(), output or workspace / "output", options.now,
                       jobs=jobs, if_due=if_due, say=say)
    except BusyError as error:
        done = Report(as_of, notices=[f"nothing done: {error}"])
    for line in done.published:
        click.echo(f"{line['site']}: {line['outcome']} {line['release']}")
    close(done, report)
