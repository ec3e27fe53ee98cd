"""The figures that an audience is given, found by KPI, period and grouping."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from clairevoie.disclosure import few
from clairevoie.portal import Figure

Key = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Figures by (kpi, period, grouping sorted by name)."""

    figures: Mapping[Key, Figure]

    def one(self, kpi: str, period: str, **by: str) -> Figure | None:
        """That figure, None when it was not granted or not computed."""
        return self.figures.get((kpi, period, tuple(sorted(by.items()))))

    def itself(self, figure: Figure) -> Figure:
        """The figure of the same KPI, period and grouping as it was computed; the given one where there is none."""
        return self.figures.get((figure.kpi, figure.period, tuple(sorted(figure.by))), figure)

    def over(self, kpi: str, periods: Iterable[str], **by: str) -> tuple[Figure, ...]:
        """The figures of these periods that exist, in the order of `periods`."""
        found = (self.one(kpi, period, **by) for period in periods)
        return tuple(figure for figure in found if figure is not None)

    def kept(self, kpis: Collection[str], months: Collection[str]) -> Ledger:
        """Only the figures of these KPIs, in these months or to date; the first tells nothing of the month before."""
        first = min(months, default="")
        kept = {key: figure for key, figure in self.figures.items() if figure.kpi in kpis
                and (figure.period == "to_date" or figure.period[:7] in months)}
        return Ledger({key: replace(figure, previous=None) if figure.period == first else figure
                       for key, figure in kept.items()})

    def without_few(self, least: int) -> Ledger:
        """Figures of fewer than `least` rows are withheld."""
        return Ledger(few.without_few(self.figures, least))

    def kpi(self, kpi: str) -> tuple[Figure, ...]:
        """Every figure of a KPI, by grouping then period."""
        return tuple(self.figures[key] for key in sorted((key for key in self.figures if key[0] == kpi), key=_order))


def ledger(figures: Iterable[Figure]) -> Ledger:
    """An index of `figures`."""
    return Ledger({(figure.kpi, figure.period, tuple(sorted(figure.by))): figure for figure in figures})


def _order(key: Key) -> tuple[str, tuple[tuple[str, str], ...], str]:
    kpi, period, by = key
    return kpi, by, period
