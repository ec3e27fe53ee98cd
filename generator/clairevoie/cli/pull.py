"""`clairevoie pull`."""

from __future__ import annotations

from pathlib import Path

import click

from clairevoie.cli import options


@click.command("pull")
@options.workspace
@options.report
def command(workspace: Path, report: Path | None) -> None:
    """Read every source into the store. A source that fails is held at its last good snapshot (exit 3)."""
    from clairevoie.cli.closing import close
    from clairevoie.pipeline import pull_all

    done = pull_all(workspace, options.now())
    for source in done.sources:
        rows = sum(source["rows"].values()) if "rows" in source else 0
        click.echo(f"{source['source']}: {source['outcome']}, {rows:,} rows, {source.get('set_aside', 0)} set aside")
    close(done, report)
