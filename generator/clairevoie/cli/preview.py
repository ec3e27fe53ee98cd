"""`clairevoie preview`."""

from __future__ import annotations

from pathlib import Path

import click

from clairevoie.cli import options


@click.command("preview")
@options.workspace
@options.output
@click.option("--port", type=click.IntRange(0, 65535), default=8800, show_default=True, help="0 takes any free one.")
def command(workspace: Path, output: Path | None, port: int) -> None:
    """Serve the built sites on loopback, with the headers they will have, until Ctrl-C."""
    from clairevoie.errors import ConfigurationError, Fault
    from clairevoie.publish.preview import serve

    folder = output or workspace / "output"
    if not (folder / ".release").is_dir():
        raise ConfigurationError(Fault(str(folder), "no site is built here yet; run `clairevoie build` first"))
    serve(folder, port)
