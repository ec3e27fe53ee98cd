"""What the commands of `access` have in common: the option of a target, and how a link is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from clairevoie.pipeline.access import Access

target = click.option("--target", metavar="TARGET", default=None, show_default="the only one of portal.yml",
                      help="A name under `targets:` in portal.yml.")


def said(link: Access) -> str:
    """A link in a line, without its address."""
    return f"{link.client}: link {link.id} {link.label!r} until {link.until}"


def show_address(link: Access) -> None:
    """The address of a link on a line of its own: a secret, which only who asks for it is shown."""
    click.echo(link.address)
    if link.address.startswith("/"):
        what = "the address lacks its host; `address: https://…` in the target's settings completes it"
        click.echo(f"note: {what}", err=True)
