"""`clairevoie access`: each of its commands stands in its own file."""

from __future__ import annotations

import click

from clairevoie.cli.access import grant, listing, revoke, rotate


@click.group("access")
def command() -> None:
    """Say who may open a client's site: private links, until a day, taken back at will."""


for one in (grant.command, listing.command, rotate.command, revoke.command):
    command.add_command(one)
