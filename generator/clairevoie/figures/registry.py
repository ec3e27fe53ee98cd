"""What a KPI is, and the registry that `@kpi` fills: one file a KPI in figures/kpis/."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from clairevoie.figures.periods import Periods
from clairevoie.portal import Definition, Figure, State, Text, Unit
from clairevoie.project.model import FigureSettings, Project
from clairevoie.tables.schema import TABLES
from clairevoie.tables.slices import Daily

Grain = Literal["month", "to_date"]
Counting = Callable[..., Iterable[Figure]]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a KPI is asked for: when, in whose zone and currency, by which settings.

    daily: what was noted at the end of days, for what cannot be worked out later.
    """

    definition: Definition
    project: Project
    as_of: datetime
    periods: Periods
    currency: str
    settings: FigureSettings
    daily: Daily = field(default_factory=dict)

    @property
    def target(self) -> float | None:
        """The target that portal.yml declares, in the KPI's unit: per cent become a ratio."""
        declared = self.settings.target
        return declared / 100 if declared is not None and self.definition.unit == "ratio" else declared

    def absent(self, period: str, state: State, reason: str, by: tuple[tuple[str, str], ...] = ()) -> Figure:
        """A figure that has no value, and why."""
        return Figure(self.definition.kpi, period, self.definition.unit, state, by=by, reason=reason)


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI: its card, who may see it, the tables that it reads and those without which it is not measured.

    addends: table → the columns of the rows that it adds up, by the names that grants have (`ttr` is a whole clock).
    follows_revenue: it is made of revenue, in the variant declared of it.
    """

    definition: Definition
    internal: bool
    needs: tuple[str, ...]
    fed_by: tuple[str, ...]
    grain: Grain
    count: Counting
    addends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    follows_revenue: bool = False
    variants: tuple[str, ...] = ()  # those that portal.yml may declare
    worded: Mapping[str, tuple[Text, Text]] = field(default_factory=dict)  # variant → its sentence and its formula

    def feeding(self, project: Project) -> tuple[str, ...]:
        """The tables that must have a row: where revenue is what is produced, it is told without invoices."""
        produced = project.figures.get("revenue", FigureSettings()).variant == "produced"
        return tuple(name for name in self.fed_by if not (self.follows_revenue and produced and name == "invoices"))

    def settled(self, project: Project) -> Definition:
        """The card with the minimum and the variant that portal.yml declares, and which commitments it applies."""
        settings = project.figures.get(self.definition.kpi, FigureSettings())
        card = self.definition
        if project.which_commitment == "ignore_dates" and "commitments" in self.needs:
            card = replace(card, edge_cases=(*card.edge_cases, _UNDATED))
        minimum = card.minimum if settings.minimum is None else settings.minimum
        return self.in_variant(replace(card, minimum=minimum), settings.variant or card.variant)

    def in_variant(self, card: Definition, variant: str) -> Definition:
        """The card in the words of a variant."""
        sentence, formula = self.worded.get(variant, (self.definition.sentence, self.definition.formula))
        return replace(card, variant=variant, sentence=sentence, formula=formula)


REGISTRY: dict[str, Kpi] = {}
_UNDATED = (
    Text("Contrat échu, ou pas commencé", "Contract over, or not begun"),
    Text("Ses engagements s'appliquent : ses dates ne sont pas regardées.",
         "Its commitments apply: its dates are not looked at."),
)


def kpi(
    id: str, *, label: Text, sentence: Text, formula: Text, unit: Unit, direction: Literal["up", "down", "none"],
    fed_by: str, addends: str, source: Text, edge_cases: tuple[tuple[Text, Text], ...] = (), variant: str = "",
    minimum: int = 0, internal: bool = False, grain: Grain = "month",
    follows_revenue: bool = False, variants: Mapping[str, tuple[Text, Text]] = MappingProxyType({}),
) -> Callable[[Counting], Counting]:
    """Register the function under it: parameters named after tables, then `scope`; it gives figures.

    fed_by: the tables (one word each) that must have a row, else the figure is `not_measured`. addends: the columns
    that the whole's figure can be worked out from, and no other: "tickets: ticket ttr; contracts: contract".
    follows_revenue: it is made of revenue, in the variant that portal.yml declares of it. variants: the words that it
    knows beside `variant`, each with its sentence and its formula.
    """
    card = Definition(id, label, sentence, formula, unit, direction, variant, edge_cases, source, minimum)

    def register(count: Counting) -> Counting:
        needs = tuple(name for name in inspect.signature(count).parameters if name != "scope")
        added = _addends(addends)
        strangers = {*needs, *fed_by.split(), *added} - set(TABLES)
        if strangers or id in REGISTRY:
            raise ValueError(f"KPI {id}: {f'no table {sorted(strangers)}' if strangers else 'registered twice'}")
        REGISTRY[id] = Kpi(card, internal, needs, tuple(fed_by.split()), grain, count, added,
                           follows_revenue, tuple(filter(None, (variant, *variants))), variants)
        return count

    return register


def _addends(said: str) -> dict[str, tuple[str, ...]]:
    """"tickets: ticket ttr; contracts: contract" as table → columns."""
    parts = (part.partition(":") for part in said.split(";") if part.strip())
    return {table.strip(): tuple(columns.split()) for table, _, columns in parts}
