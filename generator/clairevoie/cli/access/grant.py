"""`clairevoie access grant`."""

from __future__ import annotations

from pathlib import Path

import click

from clairevoie.cli import options
from clairevoie.cli.access import showing


@click.command("grant", short_help="Make a private link to a client's site, and print its address.")
@click.argument("client")
@click.option("--label", required=True, help="Whom the link is for, 60 characters at most; a client has each once.")
@click.option("--until", required=True, metavar="DAY|INSTANT",
              help="Its last day (2027-01-31) in the portal's zone, or an instant with its offset; within three years.")
@showing.target
@options.workspace
def command(client: str, label: str, until: str, target: str | None, workspace: Path) -> None:
    """Make a private link to CLIENT's site, and print its address: whoever holds that reads the site."""
    from clairevoie.pipeline.access import grant

    link, published = grant(workspace, target, client, label, until, options.now())
    click.echo(showing.said(link))
    showing.show_address(link)
    if not published:
        click.echo(f"note: nothing is published for {client} yet; the link opens once it is", err=True)
