"""`clairevoie access revoke`."""

from __future__ import annotations

from pathlib import Path

import click

from clairevoie.cli import options
from clairevoie.cli.access import showing


@click.command("revoke", short_help="Take back a link, or all of a client.")
@click.argument("client")
@click.argument("link", required=False, default="")
@click.option("--all", "every", is_flag=True,
              help="Every link of CLIENT; of one that left the configuration, its site at the target too.")
@showing.target
@options.workspace
def command(client: str, link: str, every: bool, target: str | None, workspace: Path) -> None:
    """Take back LINK (an id or a label) of CLIENT, or all: who holds it is answered as by a page that never was."""
    from clairevoie.pipeline.access import revoke, revoke_all

    if link and every:
        raise click.UsageError("name a link, or give --all, not both")
    if not every:
        click.echo(f"{showing.said(revoke(workspace, target, client, link, options.now()))} is revoked")
        return
    links, removed = revoke_all(workspace, target, client, options.now())
    for one in links:
        click.echo(f"{showing.said(one)} is revoked")
    if removed:
        click.echo(f"{client}: its site is removed")
    else:
        click.echo(f"{client}: {len(links)} link{'s'[:len(links) != 1]} revoked; its site stays, no link opens it")
