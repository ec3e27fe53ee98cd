"""`clairevoie publish`."""

from __future__ import annotations

from pathlib import Path

import click

from clairevoie.cli import options


@click.command("publish")
@click.argument("target")
@options.workspace
@options.output
@options.clients
@options.report
def command(target: str, workspace: Path, output: Path | None, clients: tuple[str, ...], report: Path | None) -> None:
    """Publish the built sites to TARGET (a name under `targets:` in portal.yml)."""
    from clairevoie.cli.closing import close
    from clairevoie.pipeline import publish

    done = publish(workspace, target, output or workspace / "output", options.now, clients=clients)
    for line in done.published:
        click.echo(f"{line['site']}: {line['outcome']} {line['release']}")
    close(done, report)
