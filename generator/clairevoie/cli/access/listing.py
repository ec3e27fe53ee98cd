"""`clairevoie access list`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clairevoie.cli import options
from clairevoie.cli.access import showing

if TYPE_CHECKING:
    from clairevoie.pipeline.access import Access
    from clairevoie.publish.keys import Event


@click.command("list", short_help="List the links, or what happened to them.")
@click.argument("client", required=False)
@showing.target
@click.option("--addresses", is_flag=True, help="With the addresses, which are secrets.")
@click.option("--events", is_flag=True, help="What happened instead: granted, rotated, revoked, expired, removed.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@options.workspace
def command(client: str | None, target: str | None, addresses: bool, events: bool, as_json: bool, workspace: Path
            ) -> None:
    """List the links of all clients, or of CLIENT: id, client, label, last day, state, days left."""
    import json

    from clairevoie.pipeline.access import listed

    found = listed(workspace, target, client, options.now())
    if as_json:
        body = {"links": [_plain(link, addresses) for link in found.links], "left": found.left,
                "events": [event.model_dump(mode="json") for event in found.events]}
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
        return
    for line in map(_happened, found.events) if events else (_line(link, addresses) for link in found.links):
        click.echo(line)
    more = f" --target {target}" if target else ""
    for name in found.left:
        click.echo(f"note: client {name} left the configuration; `clairevoie access revoke {name} --all{more}` removes "
                   "its links and its site", err=True)


def _plain(link: Access, addresses: bool) -> dict[str, Any]:
    words = {"id": link.id, "client": link.client, "label": link.label, "until": link.ends.isoformat(),
             "state": link.state, "days": link.days, "unfinished": link.unfinished}
    return words | ({"address": link.address} if addresses else {})


def _line(link: Access, addresses: bool) -> str:
    state = f"live, {link.days} days left" if link.state == "live" else link.state
    unfinished = f"; its rotation was stopped, `access rotate {link.id}` completes it" if link.unfinished else ""
    address = f"  {link.address}" if addresses else ""
    return f"{link.id}  {link.client}  {link.label!r}  until {link.until}  ({state}{unfinished}){address}"


def _happened(event: Event) -> str:
    link = f"  {event.id}  {event.label!r}" if event.id else ""
    return f"{event.at.isoformat(sep=' ', timespec='minutes')}  {event.what}  {event.site}{link}"
