"""`clairevoie pull`."""

from __future__ import annotations

from pathlib import Path

import click

from clairevoie.cli import options


@click.command("pull")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--accept", multiple=True, metavar="SOURCE",
              help="Take what this source gives though its rows fell: the fall is real (may be repeated).")
@options.workspace
@options.report
def command(sources: tuple[str, ...], accept: tuple[str, ...], workspace: Path, report: Path | None) -> None:
    """Read every SOURCE, or all, into the store. One that fails is held at its last good snapshot (exit 3)."""
    from clairevoie.cli.closing import close
    from clairevoie.cli.sources import lines
    from clairevoie.pipeline import pull_all

    done = pull_all(workspace, options.now(), only=sources, accept=accept)
    for source in done.sources:
        click.echo(lines(source)[0])
    close(done, report)
