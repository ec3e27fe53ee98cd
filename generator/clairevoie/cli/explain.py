"""`clairevoie explain`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from clairevoie.cli import options


@click.command("explain")
@click.argument("client")
@click.argument("kpi")
@click.argument("period", required=False)
@options.workspace
@options.as_of
@click.option("--internal", is_flag=True, help="What the staff may know of it, whatever the client is granted.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--language", type=click.Choice(["fr", "en"]), default="en", show_default=True)
def command(client: str, kpi: str, period: str | None, workspace: Path, as_of: datetime, form: str, language: str, *,
            internal: bool) -> None:
    """Say where a figure of CLIENT comes from: its formula with its numbers, hours, exclusions, and its rows as CSV.

    PERIOD is 2026-10, a day, or to_date; without it, the month that pages report on. It is what the client's own page
    says, of the rows and columns that it is granted.
    """
    from clairevoie.pipeline.explaining import chosen, explain
    from clairevoie.render import explained, explained_json

    portal, card = explain(workspace, client, kpi, as_of, options.now(), internal=internal)
    figures = chosen(portal, card, period)
    click.echo(explained(portal, card, figures, language) if form == "text" else
               explained_json(portal, card, figures), nl=False)
