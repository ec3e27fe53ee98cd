"""How every command ends: the faults in lines, the report in JSON, the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clairevoie.errors import inert

if TYPE_CHECKING:
    from clairevoie.pipeline import Report


def close(report: Report, file: Path | None) -> None:
    """Print notices and faults to standard error, write the report where asked, and exit with its code."""
    for notice in report.notices:
        click.echo(f"note: {inert(notice)}", err=True)
    for fault in report.faults:
        click.echo(click.style("error: ", fg="red") + str(fault), err=True)
    if file:
        report.write(file)
    raise SystemExit(report.exit_code)
