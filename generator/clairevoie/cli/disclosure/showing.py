"""`clairevoie disclosure show`."""

from __future__ import annotations

from pathlib import Path

import click

from clairevoie.cli import options


@click.command("show", short_help="Say in words what a client sees, and what it does not.")
@click.argument("client")
@options.workspace
@click.option("--language", type=click.Choice(["fr", "en"]), default="en", show_default=True)
def command(client: str, workspace: Path, language: str) -> None:
    """Say in words what CLIENT sees by its client.yml, its profile taken in: a line for each table and each rule."""
    from clairevoie.pipeline import show

    for about, words in show(workspace, client, language):
        click.echo(f"{about}: {words}" if language == "en" else f"{about}\u00a0: {words}")
