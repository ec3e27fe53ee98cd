"""The commands. Each stands in its own file and imports what is heavy only when it runs."""

from __future__ import annotations

import errno
import importlib

import click

from clairevoie import __version__
from clairevoie.cli.stopping import stoppable
from clairevoie.errors import FULL, ClairevoieError, Fault, StoppedError, TargetError

COMMANDS = {
    "check": "Read the configuration and the data, and say all that is wrong.",
    "source": "Begin a source: a source.yml to fill in.",
    "pull": "Read every source into the store.",
    "build": "Build the sites from the store into output/.",
    "preview": "Serve the built sites on loopback, with the headers they will have.",
    "plan": "Say what publishing would do, a reason for each file.",
    "publish": "Publish the built sites to a target.",
    "rollback": "Let visitors of a client see an older release again.",
    "access": "Private links to a client's site: grant, list, rotate, revoke.",
    "run": "Pull, build and publish: what CI calls.",
    "disclosure": "What each client may see: show it in words, lock it for review.",
    "schedule": "Say in words when runs are due, with the next five.",
    "forget": "Take a person out of the store and of every reading to come; say where they stay.",
    "impact": "Say who is touched when something fails or somebody leaves.",
    "explain": "Say where a figure comes from: its formula with its numbers, and its rows.",
    "preinvoice": "Print what is to be invoiced of a month, as CSV.",
    "close": "Close a month: its figures and their rows stay as they are.",
    "kpis": "List the figures: id, unit, who may see them.",
}

_REFUSED = (errno.EACCES, errno.EPERM)


class _Commands(click.Group):
    """A group that imports a command when it is called; listing them imports none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"clairevoie.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]
                        ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from clairevoie.errors import unknown

            raise click.UsageError(str(unknown("clairevoie", "command", args[0], COMMANDS)), ctx) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="clairevoie")
def cli() -> None:
    """Private static sites that let the clients of an IT services company see."""


def main() -> None:
    """Run a command; what a person can mend is printed one line each, with its exit code."""
    stoppable()
    try:
        cli(prog_name="clairevoie")
    except ClairevoieError as error:
        for fault in error.faults:
            click.echo(click.style("error: ", fg="red") + str(fault), err=True)
        raise SystemExit(error.exit_code) from None
    except StoppedError as stopped:
        click.echo(str(stopped), err=True)
        raise SystemExit(stopped.exit_code) from None
    except OSError as fault:
        if fault.errno not in (*FULL, *_REFUSED):
            raise
        said = f"{fault.strerror}; what is published is whole: run it again when that is mended"
        click.echo(click.style("error: ", fg="red") + str(Fault(str(fault.filename or "disk"), said)), err=True)
        raise SystemExit(TargetError.exit_code) from None
