"""Where does this number come from: a card for each granted figure, with its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from clairevoie.disclosure.behind import behind, late
from clairevoie.disclosure.view import View
from clairevoie.figures.kpi import KPIS
from clairevoie.portal import Card, Definition, Figure, Page, Text
from clairevoie.words.labels import LABELS

_RATES = {"tto_met": "ownership", "ttr_met": "resolution"}  # counted where their clock stopped
_CLOCKED = {"tto": "tto", "mtta": "tto", "tto_met": "tto", "ttr": "ttr", "mttr": "ttr", "ttr_met": "ttr",
            "availability": "availability"}


def cards(view: View, definitions: Iterable[Definition]) -> tuple[Card, ...]:
    """A card for each granted figure that has a value or a state, by label."""
    found = [_card(view, definition, figures) for definition in definitions
             if view.figure(definition.kpi) and (figures := _figures(view, definition.kpi))]
    return tuple(sorted(found, key=lambda card: (card.definition.label.fr, card.definition.kpi)))


def explaining(cards: tuple[Card, ...]) -> Iterable[Page]:
    """The page of all definitions, then one for each."""
    yield Page("definitions", "definitions/index.html", "definitions", {"cards": cards})
    for card in cards:
        kpi = card.definition.kpi
        yield Page("definitions", f"definitions/{kpi}/index.html", "definition", {"card": card}, nav=False, subject=kpi)


def _card(view: View, definition: Definition, figures: tuple[Figure, ...]) -> Card:
    """The card; where the reporting month is closed, in the hours and by the variant in which it was counted."""
    kpi, closed = definition.kpi, view.closed.get(view.month)
    said = closed.cards.get(kpi) if closed else None
    hours = calendars(view, kpi)
    if said is not None:
        definition = KPIS[kpi].in_variant(definition, said["variant"])
        hours = tuple(Text(fr, en) for fr, en in said["calendars"]) if hours else ()
    elif view.variants.get(kpi, definition.variant) != definition.variant:
        definition = KPIS[kpi].in_variant(definition, view.variants[kpi])
    definition = replace(definition, edge_cases=(*definition.edge_cases, *_declared(view, kpi)))
    rows = behind(view, kpi, figures)
    ended = [figure.period for figure in figures if figure.period in view.closed]
    return Card(definition, figures, rows, hours, tuple((month, view.closed[month].at) for month in ended),
                late(view, kpi, ended) if rows else None)


def _declared(view: View, kpi: str) -> Iterator[tuple[Text, Text]]:
    """The variant of each contract that declares one, of those that the figure is told of."""
    if kpi not in _RATES:
        return
    told = {dict(figure.by).get("contract") for figure in view.ledger.figures.values() if figure.kpi == kpi}
    for row in view.facts("contracts"):
        name, said = row.text("contract"), row.text("counted_by")
        if said and name in told:
            way = LABELS["variant"]["creation" if said == "creation" else _RATES[kpi]]
            yield Text(f"Contrat {name}", f"Contract {name}"), Text(f"Compté {way[0]}.", f"Counted {way[1]}.")


def _figures(view: View, kpi: str) -> tuple[Figure, ...]:
    """Those of the whole client, month by month; where there are none (a budget), or not of every month (contracts that
    are counted by several variants), those of each contract or item too."""
    every = view.ledger.kpi(kpi)
    whole = [figure for figure in every if not figure.by]
    shown = [figure for figure in whole if figure.reason != "variants"]
    if not whole or shown != whole:
        shown += [f for f in every if [name for name, _ in f.by] in (["contract"], ["ci", "metric"])]
    return tuple(map(view.ledger.told, shown))


def calendars(view: View, kpi: str) -> tuple[Text, ...]:
    """In whose hours a clock runs, or a service is agreed: those of the contracts and of their commitments.

    Where a page says them too.
    """
    return hours_of(view, kpi) if view.page("commitments") or view.page("contracts") else ()


def hours_of(view: View, kpi: str) -> tuple[Text, ...]:
    """The same, whatever is granted: to compare, never to show."""
    if kpi not in _CLOCKED:
        return ()
    lines = [row for row in view.facts("commitments") if row.text("metric") == _CLOCKED[kpi]]
    named = {row.text("calendar") for row in (*lines, *view.facts("contracts"))} & set(view.calendars)
    return tuple(view.calendar(name) for name in sorted(named))
