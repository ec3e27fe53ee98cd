"""`clairevoie disclosure`: each of its commands stands in its own file."""

from __future__ import annotations

import click

from clairevoie.cli.disclosure import locking, showing


@click.group("disclosure")
def command() -> None:
    """Say what each client may see, and lock it in a file that is reviewed."""


for one in (showing.command, locking.command):
    command.add_command(one)
