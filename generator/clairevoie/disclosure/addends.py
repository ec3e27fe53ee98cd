"""What a figure is worked out of where no row of it is shared, or where its rows do not say what it is of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from clairevoie.disclosure.ledger import Ledger
from clairevoie.figures.kpi import KPIS
from clairevoie.portal import Cell, Column, Figure, Table, Text
from clairevoie.words.labels import LABELS

# Groupings that rows tell as figures do. A service stands in rows by its name, which another may bear too.
_SAID = frozenset(("contract", "commitment", "priority", "kind", "metric", "ci", "currency"))
_PEOPLE, _CLIENTS = frozenset(("person", "team")), frozenset(("client",))
_APART = ("contract_cost", "contract_margin", "contract_margin_ratio")  # the company's is no sum of its contracts'
_OF_STAFF = {  # on the staff's site; what a day costs a person at the month's end follows from no day
    "staffing_rate": _PEOPLE, "occupancy_rate": _PEOPLE, "staffed_share": frozenset(("team",)),
    "daily_cost": frozenset(("team",)),
    **dict.fromkeys(("revenue", "daily_rate", "daily_rate_sold", *_APART), _CLIENTS),
}
_PERIOD = Column("period", Text("Période", "Period"))
_MET = (Column("met", Text("Au numérateur", "Counted"), "count"), Column("total", Text("En tout", "In all"), "count"))
_ROWS = Column("n", Text("Lignes", "Rows"), "count")
_MINUTES = Column("minutes", Text("Temps compté, total", "Time counted, in all"), "minutes")
_BEFORE = Column("consumed", Text("Consommé à l’estimation", "Consumed by the estimate"), "number")
_VALUE = Column("value", Text("Valeur", "Value"), "number")
_CURRENCY = Column("currency", Text("Monnaie", "Currency"))
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "availability": ("agreed", "down"),
    "budget_consumed": ("consumed", "budget"),
    "budget_remaining": ("consumed", "budget"),
    "activity_rate": ("working_days",),
    "staffing_rate": ("billed_days", "available_days"),
    "occupancy_rate": ("busy_days", "available_days"),
}
_FIGURES: Mapping[str, tuple[str, ...]] = {
    "contract_margin": ("revenue", "contract_cost"),
    "contract_margin_ratio": ("contract_margin", "revenue"),
}
_MORE = ("activity_rate",)  # its rows alone do not give it
_MEANS = ("tto", "ttr", "mtta", "mttr")


def with_addends(listed: Iterable[Figure], tables: Sequence[Table], ledger: Ledger) -> tuple[Table, ...]:
    """The tables with `sums-<kpi>`: what each figure is worked out of that is shown and that its own rows do not give.

    It says no more than the figures themselves, and than those of `ledger` that they are the difference or the ratio
    of; a figure that is withheld has no line.
    """
    rows = {table.id: table for table in tables}
    found: dict[str, list[Figure]] = {}
    for figure in listed:
        if figure.value is not None or figure.state == "too_few":
            found.setdefault(figure.kpi, []).append(figure)
    more = [sums for kpi, figures in found.items() if (sums := _sums(kpi, figures, rows.get(f"rows-{kpi}"), ledger))]
    return tuple(sorted((*tables, *more), key=lambda table: table.id))


def _sums(kpi: str, figures: Iterable[Figure], rows: Table | None, ledger: Ledger) -> Table | None:
    given = _given(kpi, None if kpi in _MORE else rows)
    left = [figure for figure in figures if not given(figure)]
    if not left:
        return None
    left.sort(key=lambda figure: (figure.by, figure.period))
    left.sort(key=lambda figure: figure.period, reverse=True)
    names = list(dict.fromkeys(name for figure in left for name, _ in figure.by))
    parts = [*(_figure(ledger, name) for name in _FIGURES.get(kpi, ())), *_parts(kpi, left)]
    columns = (_PERIOD, *(Column(name, _label("dimension", name), "id") for name in names),
               *(column for column, _ in parts))
    lines = tuple((figure.period, *(dict(figure.by).get(name) for name in names), *(of(figure) for _, of in parts))
                  for figure in left)
    return Table(f"sums-{kpi}", columns, lines, Text("De quoi le chiffre est fait", "What the figure is made of"))


def _given(kpi: str, rows: Table | None) -> Callable[[Figure], bool]:
    """Whether a figure can be worked out from its rows."""
    told = {column.id for column in rows.columns} & (_SAID | _OF_STAFF.get(kpi, frozenset())) if rows else set()
    periods: Collection[Cell] = {row[0] for row in rows.rows} if rows else ()
    return lambda figure: (figure.period in periods or not (rows is None or figure.value)) and all(
        name in told for name, _ in figure.by) and (bool(figure.by) or "client" not in told or kpi not in _APART)


def _parts(kpi: str, figures: Sequence[Figure]) -> list[tuple[Column, Callable[[Figure], Cell]]]:
    """The columns that a figure is made of, and where each stands in it."""
    beside = _BESIDE.get(kpi, ())
    if any(figure.total is not None for figure in figures):
        return [(_MET[0], lambda figure: figure.met), (_MET[1], lambda figure: figure.total)]
    if kpi in _MEANS:
        return [(_ROWS, lambda figure: figure.n), (_MINUTES, _times)]
    if kpi == "landing":
        return [(_BEFORE, _before), _of("remaining")]
    counted: list[tuple[Column, Callable[[Figure], Cell]]] = [(_ROWS, lambda figure: figure.n)]
    if beside:
        return [*(counted if kpi == "activity_rate" else ()), *map(_of, beside)]
    value: tuple[Column, Callable[[Figure], Cell]] = (_VALUE, lambda figure: figure.value)
    currency: tuple[Column, Callable[[Figure], Cell]] = (_CURRENCY, lambda figure: figure.currency)
    return [value, currency] if any(figure.currency for figure in figures) else [value]


def _of(name: str) -> tuple[Column, Callable[[Figure], Cell]]:
    return Column(name, _label("beside", name), "number"), lambda figure: dict(figure.beside).get(name)


def _figure(ledger: Ledger, kpi: str) -> tuple[Column, Callable[[Figure], Cell]]:
    def of(figure: Figure) -> Cell:
        other = ledger.one(kpi, figure.period, **dict(figure.by))
        return other.value if other else None
    return Column(kpi, KPIS[kpi].definition.label, "number"), of


def _times(figure: Figure) -> Cell:
    return None if figure.value is None else float(figure.value) * (figure.n or 0)


def _before(figure: Figure) -> Cell:
    remaining = dict(figure.beside).get("remaining")
    return None if figure.value is None or remaining is None else float(figure.value) - remaining


def _label(group: str, name: str) -> Text:
    """Words of ours as the head of a column."""
    return Text(*(word[:1].upper() + word[1:] for word in LABELS.get(group, {}).get(name, (name, name))))
