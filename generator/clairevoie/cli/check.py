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
    """Read the configuration and the data, and say all that is wrong. Writes nothing."""
    from clairevoie.cli.closing import close
    from clairevoie.pipeline import checked

    found = checked(workspace, as_of)
    for source in found.sources:
        rows = sum(source["rows"].values()) if "rows" in source else 0
        click.echo(f"{source['source']}: {source['outcome']}, {rows:,} rows, {source.get('set_aside', 0)} set aside")
    close(found, report)
