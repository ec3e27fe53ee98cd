"""Where a number comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from clairevoie.portal import Card, Cell, Column, Figure, Table, Text
from clairevoie.render import cells
from clairevoie.render.figure import NOTHING, amount, short
from clairevoie.render.say import tiles
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import dates, numbers, plurals
from clairevoie.words.labels import knows, label

_WORKED = {  # from the numbers beside a figure
    "budget_consumed": ({"consumed", "budget"}, "{consumed} ÷ {budget}"),
    "budget_remaining": ({"consumed", "budget"}, "{budget} \N{MINUS SIGN} {consumed}"),
    "landing": ({"remaining"}, "{before} + {remaining}"),
}
SAMPLE = 6  # rows that the page shows; the file has them all
_PUBLISHED = "_published"  # what follows the name of a column as it was published
_FEW = 4  # columns that are told of a row that came or went
_BECAME = (
    Column("month", Text("Mois", "Month")), Column("row", Text("Ligne", "Row")),
    Column("change", Text("Depuis la clôture", "Since it was closed")), Column("column", Text("Quoi", "What")),
    Column("then", Text("Publié", "Published")), Column("known", Text("Connu aujourd’hui", "As known now")),
)


def headline(here: Here, cards: Sequence[Card]) -> Headline:
    """`Neuf indicateurs, chacun avec sa définition.`"""
    if not cards:
        return Headline(here.t("Aucun indicateur n’est partagé.", "No figure is shared."))
    what = opened(Markup.escape(plurals.counted(len(cards), "figure", here.language)))
    return Headline(here.t("{what}, et comment on les calcule.", "{what}, and how they are worked out.", what=what))


def shown(here: Here, card: Card) -> Figure | None:
    """The figure of the card: the whole of the reporting month, else a part of it, else the newest whole, else the
    newest part."""
    whole = [f for f in card.figures if not f.by] or list(card.figures)
    month = [[f for f in some if f.period == here.portal.month] for some in (whole, card.figures)]
    newest = month[0] or month[1] or sorted(whole, key=lambda f: f.period)
    return newest[-1] if newest else None


def period(here: Here, figure: Figure) -> str:
    """`octobre 2026`, `01/11/2026`, `à ce jour`."""
    return dates.period(figure.period, here.language)


def target(here: Here, figure: Figure) -> str:
    """The target of a figure that has one, in its unit: `95 %`, `8 h`."""
    assert figure.target is not None
    return short(figure.target, figure.unit, here.language, figure.currency or here.portal.currency)


def worked(here: Here, figure: Figure) -> str:
    """The numbers of a formula that has no numerator and denominator of rows: `538,5 ÷ 720`."""
    told = {name: _plain(here, number) for name, number in figure.beside}
    if figure.value is None:
        return ""
    if figure.kpi in _WORKED:
        names, form = _WORKED[figure.kpi]
        told["before"] = _plain(here, float(figure.value) - dict(figure.beside).get("remaining", 0.0))
        return form.format(**told) if told.keys() >= names else ""
    if figure.unit == "minutes" and figure.n:
        return f"{amount(float(figure.value) * figure.n, 'minutes', here.language)} ÷ {figure.n}"
    return ""


def _plain(here: Here, value: float) -> str:
    return numbers.number(value, here.language, 2 if round(value, 1) != round(value, 2) else 1)


def counts(here: Here, figure: Figure) -> Markup:
    """`Cinq tickets sur 61 sont exclus, chacun pour une raison.`"""
    out = sum(n for _, n in figure.excluded)
    total = (figure.total or 0) + out
    if not total:
        return here.t("Aucun ticket à compter.", "No ticket to count.")
    if not out:
        return here.t(
            "Les {n} tickets de la période sont tous comptés.", "All {n} tickets of the period are counted.", n=total
        )
    if out == 1:
        return here.t("Un ticket sur {total} est exclu.", "One ticket of {total} is excluded.", total=total)
    return here.t(
        "{n} tickets sur {total} sont exclus, chacun pour une raison.",
        "{n} tickets of {total} are excluded, each for a reason.",
        n=plurals.spelled(out, here.language).capitalize(),
        total=total,
    )


def left(here: Here, figure: Figure) -> Markup:
    """`6 exclus : 4 sans note, 2 sans journal.`, of what is no clock; nothing where all is counted."""
    out = sum(n for _, n in figure.excluded)
    if not out:
        return Markup("")
    return here.t("{n} exclu : {why}." if out == 1 else "{n} exclus : {why}.", "{n} excluded: {why}.",
                  n=numbers.number(out, here.language), why=reasons(here, figure))


def reasons(here: Here, figure: Figure) -> Markup:
    """`4 sans engagement, 1 sans verdict`."""
    parts = [
        f"{numbers.number(n, here.language)} {label('excluded', code, here.language)}"
        for code, n in figure.excluded
        if n
    ]
    return Markup(", ").join(Markup.escape(part) for part in parts)


def compared(here: Here, figure: Figure) -> list[tuple[str, str]]:
    """What the figure may be compared with: the month before, and the same month of the year before or why not."""
    if figure.last_year is None:
        return []
    before, year = dates.month_before(figure.period), tiles.year_before(here, figure.period)
    was = here.value(replace(figure, value=figure.previous)) if figure.previous is not None else NOTHING
    then = (tiles.not_compared(here, figure.last_year) if figure.last_year.value is None
            else here.value(replace(figure, value=figure.last_year.value)))
    return [(dates.month(before, here.language, year=True).capitalize(), was), (year.capitalize(), then)]


def interval(here: Here, figure: Figure) -> Markup:
    """The Wilson interval in words, where it is drawn."""
    if not figure.interval:
        return Markup("")
    low, high = (numbers.percent(value, here.language) for value in figure.interval)
    return here.t(
        "Avec n = {n}, l’intervalle de Wilson à 95 % va de {low} à {high}.",
        "With n = {n}, the 95% Wilson interval runs from {low} to {high}.",
        n=figure.n,
        low=low,
        high=high,
    )


def by(here: Here, figure: Figure) -> str:
    """What a figure is about: `contrat C-2024-017, priorité P2`, or all together."""
    if not figure.by:
        return here.t("ensemble", "all together")
    return ", ".join(f"{label('dimension', name, here.language)} {_of(here, name, value)}" for name, value in figure.by)


def _of(here: Here, dimension: str, value: str) -> str:
    """What is measured has a name of ours; everything else is the operator's."""
    group = next((group for group in ("metric", "capacity") if dimension == "metric" and knows(group, value)), "")
    return label(group, value, here.language).lower() if group else value


@dataclass(frozen=True, slots=True)
class Statement:
    """A value that was published, or that this site shows for the first time."""

    period: str
    day: str
    value: str
    why: str
    stands: bool  # it is the value that this site shows
    struck: bool = True  # where it does not stand: it is no longer said


def statements(here: Here, card: Card) -> list[Statement]:
    """Of every restated figure all that was said, the newest first; of a closed one that would be another now, both."""
    found = [line for figure in sorted((f for f in card.figures if f.now is not None), key=lambda f: f.period,
                                       reverse=True) for line in _closed(here, card, figure)]
    for figure in sorted((f for f in card.figures if f.earlier), key=lambda f: f.period, reverse=True):
        said = [(one.value, here.day(one.at)) for one in figure.earlier]
        if said[-1][0] != figure.value and figure.value is not None:
            said.append((figure.value, here.t("cette version", "this release")))
        currency = figure.currency or here.portal.currency
        lines = [Statement(period(here, figure), day, amount(value, figure.unit, here.language, currency),
                           here.t("révisé", "revised") if place else here.t("première publication", "first published"),
                           value == figure.value) for place, (value, day) in enumerate(said)]
        found += reversed(lines)
    return found


def _closed(here: Here, card: Card, figure: Figure) -> list[Statement]:
    """A closed figure: what it would be as known now, and what it stays."""
    at = dict(card.closed).get(figure.period)
    if figure.now is None or figure.value is None or at is None:
        return []
    told = [amount(value, figure.unit, here.language, figure.currency or here.portal.currency)
            for value in (figure.now, figure.value)]
    return [Statement(period(here, figure), here.t("non publié", "not published"), told[0],
                      here.t("connu aujourd’hui", "as known now"), stands=False, struck=False),
            Statement(period(here, figure), here.day(at), told[1], here.t("mois clos", "month closed"), stands=True)]


def rule(here: Here, text: Text) -> str:
    """The rule of an edge case, as it goes on after its name and a colon."""
    words = here.words(text)
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def rows(here: Here, card: Card, sample: Table) -> Markup:
    """`Les 61 lignes derrière le chiffre ; en voici six.`"""
    n = len(sample.rows)
    if not card.rows or not card.rows.rows:
        return here.t("Aucune ligne n’est partagée.", "No row is shared.")
    if not n:
        return here.t("Aucune ligne sur cette période.", "No row in this period.")
    rows = plurals.counted(n, "row", here.language, words=False)
    if n > SAMPLE:
        return here.t("{rows} derrière le chiffre ; en voici {few}.", "{rows} behind the figure; here are {few}.",
                      rows=rows, few=plurals.spelled(SAMPLE, here.language))
    return here.t("{rows} derrière le chiffre.", "{rows} behind the figure.", rows=rows)


def late(here: Here, card: Card) -> Markup:
    """`3 lignes sont arrivées ou ont changé depuis ; le chiffre reste celui de la clôture.`"""
    n = len(card.late.rows) if card.late else 0
    if n == 1:
        return here.t("Une ligne est arrivée ou a changé ; le chiffre reste celui de la clôture.",
                      "One row came or changed; the figure stays as it was closed.")
    return here.t("{rows} sont arrivées ou ont changé ; le chiffre reste celui de la clôture.",
                  "{rows} came or changed; the figure stays as it was closed.",
                  rows=plurals.counted(n, "row", here.language, words=False))


def became(here: Here, card: Card) -> Table:
    """The rows that came, went or changed, for a page: a line for each column that changed, published → known now."""
    assert card.late
    lines = tuple(line for row in card.late.rows for line in _became(here, card.late, row))
    return replace(card.late, columns=_BECAME, rows=lines)


def _became(here: Here, table: Table, row: Sequence[Cell]) -> Iterator[tuple[Cell, ...]]:
    month, change, changed, *rest = row
    told = {column.id: (column, cell) for column, cell in zip(table.columns[3:], rest, strict=True)}
    pairs = [(column, cell, told[column.id + _PUBLISHED][1]) for column, cell in told.values()
             if column.id + _PUBLISHED in told]
    key = " ".join(cells.written(column, cell, here) for column, cell in told.values()
                   if column.id + _PUBLISHED not in told and not column.id.endswith(_PUBLISHED))
    named = key or next((cells.written(column, then if now is None else now, here) for column, now, then in pairs), "")
    said = dates.period(str(month), here.language), named
    if change == "changed":
        for column, now, then in pairs:
            if column.id in str(changed).split():
                values = (cells.written(column, cell, here) for cell in (then, now))
                yield *said, change, here.words(column.label), *values
    else:
        whole = [f"{here.words(column.label)} {cells.written(column, cell, here)}" for column, now, then in pairs
                 if (cell := then if change == "gone" else now) not in (None, "")]
        some = ", ".join(whole[:_FEW])
        yield *said, change, "–", *((some, "–") if change == "gone" else ("–", some))


def sample(card: Card, figure: Figure | None) -> Table:
    """The rows of the period of `figure`, what was missed first, without the column that says the period."""
    assert card.rows
    contract = dict(figure.by).get("contract", "") if figure else ""
    place = next((n for n, column in enumerate(card.rows.columns) if contract and column.id == "contract"), None)
    mine = [row[1:] for row in card.rows.rows if figure is None or (
        row[0] == figure.period and (place is None or row[place] == contract))]
    mine.sort(key=lambda row: "missed" not in row)
    return replace(card.rows, columns=card.rows.columns[1:], rows=tuple(mine))
