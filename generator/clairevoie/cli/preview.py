"""`clairevoie preview`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from clairevoie.cli import options


@click.command("preview")
@options.workspace
@options.output
@click.option("--as", "client", metavar="CLIENT", help="Build this client's site from its rows, and serve it alone.")
@options.as_of
@click.option("--port", type=click.IntRange(0, 65535), default=8800, show_default=True, help="0 takes any free one.")
def command(workspace: Path, output: Path | None, client: str | None, as_of: datetime, port: int) -> None:
    """Serve the built sites on loopback, with the headers they will have, until Ctrl-C.

    With --as CLIENT: what that client would see now, in a folder of its own; output/ stays as it is.
    """
    from clairevoie.errors import ConfigurationError, Fault
    from clairevoie.publish.preview import serve

    folder = _built_as(workspace, client, as_of) if client else output or workspace / "output"
    if not (folder / ".release").is_dir():
        raise ConfigurationError(Fault(str(folder), "no site is built here yet; run `clairevoie build` first"))
    serve(folder, port)


def _built_as(workspace: Path, client: str, as_of: datetime) -> Path:
    """The folder that holds this client's site and no other; where it is held or refused, the command ends here."""
    from clairevoie.cli.closing import close
    from clairevoie.cli.progress import progress
    from clairevoie.pipeline import build_as

    with progress("building") as say:
        report, folder = build_as(workspace, client, as_of, options.now(), say=say)
    if any(site.outcome in ("held", "refused") for site in report.sites):
        close(report, None)
    return folder
