"""`clairevoie impact`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from clairevoie.cli import options


@click.command("impact")
@options.workspace
@options.as_of
@options.pull
@click.option("--down", "fail", multiple=True, metavar="KIND:KEY",
              help="What fails: ci, provider, location or service. May be repeated: they fail together.")
@click.option("--leaves", "leave", multiple=True, metavar="KIND:KEY",
              help="Who leaves: provider, client, contract or person. May be repeated.")
@click.option("--single", is_flag=True, help="What alone interrupts a service, and redundancy that does not hold.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(workspace: Path, as_of: datetime, fresh: bool, fail: tuple[str, ...], leave: tuple[str, ...], single: bool,
            form: Literal["text", "json"]) -> None:
    """Say who is touched when something fails or somebody leaves.

    Items, services, contracts with their commitments and notices, clients, whom to call, the revenue at stake, and the
    way that explains each. Internal: it names every client.
    """
    from clairevoie.cli.closing import close
    from clairevoie.cli.touched import as_json, as_text
    from clairevoie.pipeline.touching import asked, estate, weak_points

    if not (fail or leave or single):
        raise click.UsageError("say what fails (--down ci:…), who leaves (--leaves provider:…), or --single")
    known, report = estate(workspace, as_of, options.now(), fresh=fresh)
    answers, weak = asked(known, fail, leave), weak_points(known) if single else None
    click.echo(as_json(answers, weak) if form == "json" else as_text(answers, weak))
    close(report, None)
