"""`clairevoie plan`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clairevoie.cli import options

if TYPE_CHECKING:
    from clairevoie.publish import Step


@click.command("plan")
@click.argument("target")
@options.workspace
@options.output
@options.clients
@click.option("--json", "as_json", is_flag=True, help="As JSON, with the files that do not change.")
def command(target: str, workspace: Path, output: Path | None, clients: tuple[str, ...], *, as_json: bool) -> None:
    """Say what `publish TARGET` would do with each site, and why with each file; writes nothing."""
    import json
    from dataclasses import asdict

    from clairevoie.pipeline import plan

    steps = plan(workspace, target, output or workspace / "output", options.now, clients=clients)
    if as_json:
        click.echo(json.dumps([asdict(step) for step in steps], ensure_ascii=False, indent=1))
    else:
        for step in steps:
            _print(step)


def _print(step: Step) -> None:
    same = sum(change.reason == "unchanged" for change in step.changes)
    click.echo(f"{step.site}: {step.action} {step.release or '-'} ({step.files} files, {same} unchanged)")
    if step.reason:
        click.echo(f"  {step.reason}")
    if step.visible:
        click.echo(f"  {step.visible}")
    for change in step.changes:
        if change.reason != "unchanged":
            old = f" with release {change.release}" if change.release else ""
            click.echo(f"  {change.path}: {change.reason}{old}")
    if step.told:
        click.echo(f"  the CDN is told: {', '.join(step.told)}")
