"""`clairevoie build`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from clairevoie.cli import options


@click.command("build")
@options.workspace
@options.clients
@options.as_of
@options.jobs
@options.output
@options.pull
@options.report
def command(workspace: Path, clients: tuple[str, ...], as_of: datetime, jobs: int, output: Path | None, fresh: bool,
            report: Path | None) -> None:
    """Build the sites from the store into output/ (reads the sources first where the store is empty)."""
    from clairevoie.cli.closing import close
    from clairevoie.cli.progress import progress
    from clairevoie.pipeline import build

    with progress("building") as say:
        done = build(workspace, as_of, options.now(), output or workspace / "output", clients=clients, jobs=jobs,
                     fresh=fresh, say=say)
    close(done, report)
