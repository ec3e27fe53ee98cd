"""A progress bar on a terminal, one plain line a client elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """A function that tells of one finished site."""
    if not sys.stderr.isatty():
        yield click.echo
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def say(line: str) -> None:
            bar.update(task, advance=1, description=line)

        yield say
