"""`clairevoie close`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from clairevoie.cli import options


@click.command("close")
@click.argument("month")
@options.workspace
@options.clients
@options.as_of
@click.option("--reopen", is_flag=True, help="Take the closed month away: it is worked out anew.")
def command(month: str, workspace: Path, clients: tuple[str, ...], as_of: datetime, *, reopen: bool) -> None:
    """Close MONTH (2026-10), which is over: its figures, their rows, hours and variants stay as they are now.

    Cards and files read them from the store from then on; rows that come later are listed apart.
    """
    from clairevoie.pipeline.closing import close_month, reopen_month

    for line in (reopen_month(workspace, month, clients) if reopen else
                 close_month(workspace, month, as_of, options.now(), clients)):
        click.echo(line)
