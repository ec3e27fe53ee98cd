"""`clairevoie rollback`."""

from __future__ import annotations

from pathlib import Path

import click

from clairevoie.cli import options


@click.command("rollback")
@click.argument("target")
@click.argument("client")
@click.option("--to", metavar="RELEASE", default=None, show_default="the one before what visitors see",
              help="A release that is kept; a wrong one lists them.")
@options.workspace
@options.report
def command(target: str, client: str, to: str | None, workspace: Path, report: Path | None) -> None:
    """Let visitors of CLIENT (or `internal`) at TARGET see an older release, until a newer build is published."""
    from clairevoie.cli.closing import close
    from clairevoie.pipeline import rollback

    done = rollback(workspace, target, client, to, options.now)
    for line in done.published:
        click.echo(f"{line['site']}: {line['outcome']} {line['release']}")
    close(done, report)
