"""`clairevoie check`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from clairevoie.cli import options


@click.command("check")
@options.workspace
@options.as_of
@options.report
def command(workspace: Path, as_of: datetime, report: Path | None) -> None:
    """Read the configuration and the data, and say all that is wrong. Writes nothing.

    For each source: rows by table, what was set aside, the span of its dates, how its files are written, words that are
    none of ours, clients that nobody knows.
    """
    from clairevoie.cli.closing import close
    from clairevoie.cli.sources import lines
    from clairevoie.pipeline import checked

    found = checked(workspace, as_of, options.now())
    for source in found.sources:
        click.echo("\n".join(lines(source)))
    close(found, report)
