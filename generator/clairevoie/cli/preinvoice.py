"""`clairevoie preinvoice`."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from clairevoie.cli import options
from clairevoie.errors import ConfigurationError, Fault

_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


class Month(click.ParamType[str]):
    """A month: 2026-10."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The month as it is written; a usage error for anything else."""
        if not _MONTH.fullmatch(str(value)):
            self.fail(f"{value!r} is no month; write 2026-10", param, ctx)
        return str(value)


@click.command("preinvoice")
@click.argument("month", type=Month())
@options.workspace
@options.clients
@options.as_of
@click.option("--file", "file", type=click.Path(dir_okay=False, path_type=Path), default=None,
              show_default="standard output", help="Write the CSV to this file.")
def command(month: str, workspace: Path, clients: tuple[str, ...], as_of: datetime, file: Path | None) -> None:
    """Print what is to be invoiced of a month as CSV: the file that the staff's site offers (internal, exact cents)."""
    from clairevoie.cli.closing import close
    from clairevoie.pipeline.preinvoicing import preinvoice_csv

    text, done = preinvoice_csv(workspace, month, as_of, options.now(), clients=clients)
    if file:
        _write(file, text)
    else:
        click.echo(text.encode(), nl=False)
    close(done, None)


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    except OSError as error:
        raise ConfigurationError(Fault("--file", f"{file} cannot be written: {error.strerror}")) from None
