"""The pages of docs/ that the code writes: `python -m tests.docs.generated` writes them, a test compares."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from clairevoie.cli import COMMANDS, cli
from clairevoie.figures.kpi import KPIS
from clairevoie.tables.schema import TABLES
from tests.demo import REPOSITORY

DOCS = REPOSITORY / "docs"

EXIT_CODES = """\
## Exit codes

| code | meaning |
|---|---|
| 0 | done, also when there was nothing to do, or when `run` found another run going |
| 1 | a bug: the traceback is there |
| 2 | the command or the configuration is wrong; refused before any write |
| 3 | done, with a source or a client held at its last good state |
| 4 | a target, the store or the disk is not as asked; the report says what visitors see |
| 5 | the gate refused a site: it held somebody else's words |
| 129 · 130 · 143 | stopped by SIGHUP, SIGINT (Ctrl-C) or SIGTERM; what is published is whole |

Of several, the highest.
"""


def pages() -> dict[Path, str]:
    """File → what it should say."""
    return {DOCS / "commands.md": _commands(), DOCS / "tables.md": _tables(), DOCS / "figures.md": _figures()}


def _commands() -> str:
    os.environ["COLUMNS"] = "100"
    parts = ["# Commands\n\nWritten by `python -m tests.docs.generated` from `--help`; a test compares.\n"]
    wide: dict[str, Any] = {"terminal_width": 100, "max_content_width": 100}
    context = click.Context(cli, info_name="clairevoie", **wide, **cli.context_settings)
    parts.append(f"```\n{cli.get_help(context)}\n```\n")
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command
        parts += _command(command, click.Context(command, info_name=name, parent=context, **wide), name)
    return "\n".join([*parts, EXIT_CODES])


def _command(command: click.Command, context: click.Context, name: str) -> list[str]:
    """The help of a command, then of those that stand below it."""
    parts = [f"## {name}\n\n```\n{command.get_help(context)}\n```\n"]
    for word, inner in (command.commands.items() if isinstance(command, click.Group) else ()):
        wide: dict[str, Any] = {"terminal_width": 100, "max_content_width": 100}
        parts += _command(inner, click.Context(inner, info_name=word, parent=context, **wide), f"{name} {word}")
    return parts


def _tables() -> str:
    lines = ["# Tables\n", "Written by `python -m tests.docs.generated` from the schema. **Bold**: required.",
             "A row belongs to a client through the column named under *owner*; a link row only where both its *ends*",
             "are visible; else it is internal.\n",
             "| table | columns | owner |", "|---|---|---|"]
    for table in TABLES.values():
        columns = ", ".join(f"**{c.name}**" if c.required else c.name for c in table.columns)
        owner = " or ".join(table.owner) or " and ".join(table.ends) or "–"
        lines.append(f"| {table.name} | {columns} | {owner}{' (internal)' if table.internal else ''} |")
    chosen = [(table, column) for table in TABLES.values() for column in table.columns if column.choices]
    kinds = sorted((f"{table.name}.{column.name}", " · ".join(column.choices)) for table, column in chosen)
    lines += ["", "| column | one of |", "|---|---|", *(f"| {name} | {choices} |" for name, choices in kinds)]
    return "\n".join(lines) + "\n"


def _figures() -> str:
    lines = ["# Figures\n", "Written by `python -m tests.docs.generated` from the registry.\n",
             "| id | unit | who | English | French | definition | formula |", "|---|---|---|---|---|---|---|"]
    for name, kpi in sorted(KPIS.items()):
        card = kpi.definition
        who = "internal" if kpi.internal else "grantable"
        words = (name, card.unit, who, card.label.en, card.label.fr, card.sentence.en, card.formula.en)
        lines.append(f"| {' | '.join(words)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for file, text in pages().items():
        file.write_text(text, encoding="utf-8")
