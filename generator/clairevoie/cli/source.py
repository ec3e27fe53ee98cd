"""`clairevoie source new`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from clairevoie.cli import options
from clairevoie.errors import ConfigurationError, Fault, listed, unknown

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")


@click.group("source")
def command() -> None:
    """Begin a source in data_sources/."""


@command.command("new", short_help="Write a source.yml to fill in.")
@click.argument("preset")
@click.argument("id", required=False)
@options.workspace
def new(preset: str, id: str | None, workspace: Path) -> None:
    """Write data_sources/ID/source.yml to fill in, for a kind of source or an API that PRESET names (a wrong one lists
    them). ID is PRESET unless given. What stands there already is never overwritten."""
    from clairevoie.sources import starting

    known = starting.names()
    if preset not in known:
        said = unknown("source new", "preset", preset, known, starting.CALLED)
        more = "" if listed(known) in said.what else f" {listed(known)}"
        raise ConfigurationError(Fault(said.where, f"{said.what}{more}"))
    file = _write(workspace, id or preset, starting.template(preset))
    click.echo(f"{file} is to be filled in; then: clairevoie check")


def _write(workspace: Path, name: str, text: str) -> str:
    from clairevoie.project.inside import check_inside

    if not (workspace / "portal.yml").is_file():
        raise ConfigurationError(Fault(str(workspace), "no portal.yml here; give the workspace with --workspace DIR"))
    if not _ID.fullmatch(name):
        raise ConfigurationError(Fault(f"source {name!r}", "use 1–63 letters A–z, digits, '-' and '_'"))
    shown = f"data_sources/{name}/source.yml"
    check_inside(workspace / shown, workspace)
    try:
        (workspace / "data_sources" / name).mkdir(parents=True, exist_ok=True)
        with (workspace / shown).open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise ConfigurationError(Fault(shown, "is there already; nothing is written")) from None
    except OSError as fault:
        raise ConfigurationError(Fault(shown, f"cannot be written: {fault.strerror}")) from None
    return shown
