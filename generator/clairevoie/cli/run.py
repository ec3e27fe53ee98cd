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
def command(target: str, workspace: Path, as_of: datetime, jobs: int, output: Path | None,
            report: Path | None) -> None:
    """Pull, build and publish to TARGET: what CI calls. What fails is held; the rest goes on."""
    from clairevoie.cli.closing import close
    from clairevoie.cli.progress import progress
    from clairevoie.pipeline import run

    with progress("running") as say:
        done = run(workspace, target, as_of, options.now(), output or workspace / "output", jobs=jobs, say=say)
    for line in done.published:
        click.echo(f"{line['site']}: {line['outcome']} {line['release']}")
    close(done, report)
