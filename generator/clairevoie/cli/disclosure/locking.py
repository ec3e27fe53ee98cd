"""`clairevoie disclosure lock`."""

from __future__ import annotations

from pathlib import Path

import click

from clairevoie.cli import options


@click.command("lock", short_help="Write disclosure.lock, or check that it is up to date.")
@options.workspace
@click.option("--check", is_flag=True, help="Write nothing; exit 2 where the file is not up to date.")
def command(workspace: Path, *, check: bool) -> None:
    """Write disclosure.lock: what each client may see, one grant a line. Commit it; its difference is what is reviewed.

    `publish` and `run` refuse to show a client what the file does not hold.
    """
    from clairevoie.pipeline import check_lock, write_lock

    if check:
        check_lock(workspace)
        click.echo("disclosure.lock is up to date")
        return
    file, changes = write_lock(workspace)
    for line in changes:
        click.echo(line)
    click.echo(f"{file} is written; review its difference and commit it")
