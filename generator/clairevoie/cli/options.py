"""Options that several commands share, each with its documentation in one place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click


class Instant(click.ParamType[datetime]):
    """An ISO instant with its offset: 2026-11-01T08:00+01:00."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The instant; a usage error where it has no offset, since nobody could tell which zone was meant."""
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no instant; write 2026-11-01T08:00+01:00", param, ctx)
        if instant.tzinfo is None:
            self.fail(f"{value!r} has no offset; write {value}+01:00, or {value}Z for UTC", param, ctx)
        if not 2000 <= instant.year < 2100:
            self.fail(f"{value!r} is not of a year from 2000 to 2099", param, ctx)
        return instant


def now() -> datetime:
    """The one clock of a run, read here and passed down."""
    return datetime.now().astimezone().replace(microsecond=0)


workspace = click.option("--workspace", type=click.Path(file_okay=False, path_type=Path), default=Path(),
                         show_default="here", help="The folder that holds portal.yml.")
as_of = click.option("--as-of", type=Instant(), default=now, show_default="now",
                     help="The instant that every figure is computed at.")
output = click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=None,
                      show_default="WORKSPACE/output", help="Where the sites are built.")
report = click.option("--report", type=click.Path(dir_okay=False, path_type=Path), default=None,
                      help="Write the run as JSON to this file.")
clients = click.option("--client", "clients", multiple=True, metavar="CLIENT",
                       help="Only this client's site (may be repeated).")
jobs = click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Worker processes.")
pull = click.option("--pull", "fresh", is_flag=True, help="Read the sources first, even where the store has data.")
