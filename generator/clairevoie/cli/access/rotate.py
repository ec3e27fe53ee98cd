"""`clairevoie access rotate`."""

from __future__ import annotations

from pathlib import Path

import click

from clairevoie.cli import options
from clairevoie.cli.access import showing


@click.command("rotate", short_help="Give a link a new address.")
@click.argument("link")
@showing.target
@options.workspace
def command(link: str, target: str | None, workspace: Path) -> None:
    """Give LINK (an id or a label) a new address until the same day, and print it; the old address opens nothing."""
    from clairevoie.pipeline.access import rotate

    new = rotate(workspace, target, link, options.now())
    click.echo(showing.said(new))
    showing.show_address(new)
