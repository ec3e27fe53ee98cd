"""`clairevoie forget`."""

from __future__ import annotations

from pathlib import Path

import click

from clairevoie.cli import options


@click.command("forget")
@click.argument("person")
@options.workspace
@click.option("--apply", is_flag=True, help="Do it; without this, only what would be done is said.")
def command(person: str, workspace: Path, apply: bool) -> None:
    """Take a person (name, id or address, as in the data) out of the store and of all readings to come.

    Says where the person still stands: what is not ours to erase, and what goes with the next build and publication.
    """
    from clairevoie.pipeline.forgetting import forget

    found = forget(workspace, person, apply=apply)
    done = "replaced" if apply else "would be replaced"
    for source, counts in sorted(found.cells.items()):
        for (table, column), cells in sorted(counts.items()):
            click.echo(f"store: {source}: {table}{'.' if table else ''}{column}: {cells} cell{'s'[:cells != 1]} {done}")
    if found.damaged:
        what = "reading that cannot be read" if found.damaged == 1 else "readings that cannot be read"
        click.echo(f"store: {found.damaged} {what}: {'deleted' if apply else 'would be deleted'}")
    for line in found.stays:
        click.echo(f"still there: {line}")
    if not apply:
        click.echo("nothing was changed; run it again with --apply")
