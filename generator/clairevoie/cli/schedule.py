"""`clairevoie schedule`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from clairevoie.cli import options


@click.command("schedule")
@options.workspace
@click.option("--as-of", type=options.Instant(), default=options.now, show_default="now",
              help="The instant after which the next runs are counted.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="en", show_default=True)
def command(workspace: Path, as_of: datetime, language: str) -> None:
    """Say in words when `run --if-due` runs (`schedule:` in portal.yml), with its next five runs."""
    from clairevoie.pipeline import schedule
    from clairevoie.words import dates

    coming = schedule(workspace, as_of, language, 5)
    click.echo(f"{coming.sentence} ({coming.zone})")
    for instant in coming.instants:
        day = f"{dates.weekday(instant, language, short=True)} {dates.instant(instant, language)}"
        click.echo(f"  {day}  {instant.isoformat(timespec='minutes')}")
