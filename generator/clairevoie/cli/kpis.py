"""`clairevoie kpis`."""

from __future__ import annotations

import click


@click.command("kpis")
@click.option("--language", type=click.Choice(["fr", "en"]), default="en", show_default=True)
def command(language: str) -> None:
    """List the figures: id, unit, who may see them, what they mean."""
    from clairevoie.figures.kpi import KPIS

    for name, kpi in sorted(KPIS.items()):
        card = kpi.definition
        who = "internal" if kpi.internal else "grantable"
        click.echo(f"{name:<24}{card.unit:<9}{who:<11}{card.label.in_(language)}: {card.sentence.in_(language)}")
