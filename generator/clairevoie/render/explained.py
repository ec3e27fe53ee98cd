"""A figure's card in plain text, or as JSON: what its page says."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from clairevoie.errors import inert
from clairevoie.portal import Card, Figure, Portal, Table, Text
from clairevoie.render.beside import beside
from clairevoie.render.data import csv_rows, figure_told
from clairevoie.render.figure import NOTHING, amount, short, written
from clairevoie.words import dates, numbers
from clairevoie.words.labels import knows, label
from clairevoie.words.typography import pick

Line = tuple[str, str]
_HALF_CENT = 0.005


def explained(portal: Portal, card: Card, figures: tuple[Figure, ...], language: str) -> str:
    """The card and the rows of `figures` (of one period): a line each, then the rows as CSV."""
    def t(text: Text) -> str:
        return pick(language, text.fr, text.en)

    d = card.definition
    lines = [f"{t(d.label)} ({d.kpi})", t(d.sentence), ""]
    lines += [f"{name:<14}{said}" for figure in figures for name, said in _figure(portal, figure, language)]
    lines += ["", *(f"{name:<14}{said}" for name, said in _facts(portal, card, figures, language)), ""]
    lines += [f"{t(case)}: {t(rule)}" for case, rule in d.edge_cases]
    lines = [inert(line) for line in lines]  # contracts and kinds bear others' words
    shown, made = rows_of(card, figures), sums_of(portal, card, figures)
    if shown is None or not shown.rows:
        shown = None
        lines += ["", pick(language, "Aucune ligne n’est partagée.", "No row is shared.")]
    files = [_csv(portal, table) for table in (shown, made) if table]
    return "\n".join([*lines, "", "\n".join(files)]) if files else "\n".join(lines) + "\n"


def explained_json(portal: Portal, card: Card, figures: tuple[Figure, ...]) -> str:
    """The same for programs, with both languages; rows as the file has them."""
    d, shown = card.definition, rows_of(card, figures)
    head, *rows = csv_rows(shown, portal.currency, portal.timezone) if shown else [[]]
    made = sums_of(portal, card, figures)
    sums = csv_rows(made, portal.currency, portal.timezone) if made else []
    whole = {
        "client": portal.site, "as_of": portal.as_of.isoformat(), "timezone": portal.timezone,
        "kpi": d.kpi, "unit": d.unit, "variant": d.variant, "minimum": d.minimum,
        **{name: _both(text) for name, text in (("label", d.label), ("sentence", d.sentence), ("formula", d.formula),
                                                ("source", d.source))},
        "edge_cases": [[_both(case), _both(rule)] for case, rule in d.edge_cases],
        "calendars": [_both(calendar) for calendar in card.calendars],
        "closed": {month: at.isoformat() for month, at in card.closed},
        "late": csv_rows(card.late, portal.currency, portal.timezone) if card.late else None,
        "figures": [figure_told(figure, portal.currency) for figure in figures],
        "rows": {"columns": head, "rows": rows} if shown else None,
        "sums": {"columns": sums[0], "rows": sums[1:]} if sums else None,
    }
    return json.dumps(whole, indent=1, sort_keys=True) + "\n"


def rows_of(card: Card, figures: tuple[Figure, ...]) -> Table | None:
    """The rows of the periods of `figures`."""
    periods = {figure.period for figure in figures}
    return card.rows and replace(card.rows, rows=tuple(row for row in card.rows.rows if row[0] in periods))


def sums_of(portal: Portal, card: Card, figures: tuple[Figure, ...]) -> Table | None:
    """What `figures` are made of where their rows are not shared, or do not give them."""
    table = next((table for table in portal.tables if table.id == f"sums-{card.definition.kpi}"), None)
    if table is None:
        return None
    names = [(place, column.id) for place, column in enumerate(table.columns) if column.kind == "id"]
    wanted = [(figure.period, dict(figure.by)) for figure in figures]
    rows = tuple(row for row in table.rows
                 if (row[0], {name: row[place] for place, name in names if row[place] is not None}) in wanted)
    return replace(table, rows=rows) if rows else None


def _csv(portal: Portal, table: Table) -> str:
    out = io.StringIO()
    rows = csv_rows(table, portal.currency, portal.timezone)
    csv.writer(out, lineterminator="\n").writerows([inert(cell) for cell in row] for row in rows)
    return out.getvalue()


def _figure(portal: Portal, figure: Figure, language: str) -> Iterator[Line]:
    """The figure with the numbers of its formula."""
    value = _exact(figure, language, portal.currency)
    ratio = f" = {figure.met} ÷ {figure.total}" if figure.met is not None and figure.total else ""
    state = label("state", figure.state, language)
    why = f" ({label('reason', figure.reason, language)})" if figure.reason else ""
    about = ", ".join(f"{label('dimension', name, language)} {of}" for name, of in figure.by)
    yield (pick(language, "Période", "Period"),
           f"{dates.period(figure.period, language)}{', ' if about else ''}{about}")
    yield pick(language, "Valeur", "Value"), f"{f'{value}{ratio}, {state}' if value != NOTHING else state + ratio}{why}"
    if figure.n is not None:
        yield "n", str(figure.n)
    if figure.target is not None:
        yield pick(language, "Objectif", "Target"), short(figure.target, figure.unit, language, portal.currency)
    yield from _compared(portal, figure, language)
    for reason, count in figure.excluded:
        yield pick(language, "Exclus", "Excluded"), f"{count} {label('excluded', reason, language)}"
    for one in figure.earlier:
        was = amount(one.value, figure.unit, language, figure.currency or portal.currency)
        at = dates.instant(one.at.astimezone(ZoneInfo(portal.timezone)), language)
        yield pick(language, "Publié", "Published"), f"{was}, {at}"
    if figure.now is not None:
        yield (pick(language, "Connu", "Known now"),
               amount(figure.now, figure.unit, language, figure.currency or portal.currency))
    for said in beside(figure, language):
        yield pick(language, "À côté", "Beside"), said


def _exact(figure: Figure, language: str, currency: str) -> str:
    """The value as pages write it, but with cents, and two decimals of hours and days: so that parts add up."""
    write = {"hours": numbers.hours, "days": numbers.days}.get(figure.unit)
    value = figure.value
    if figure.unit == "money" and value is not None:
        return numbers.money(value, figure.currency or currency, language)
    if write is None or value is None or abs(float(value) - round(float(value), 1)) < _HALF_CENT:
        return written(figure, language, currency)
    return write(value, language, decimals=2)


def _compared(portal: Portal, figure: Figure, language: str) -> Iterator[Line]:
    if figure.interval:
        low, high = (numbers.percent(bound, language) for bound in figure.interval)
        yield "Wilson 95 %", f"{low} – {high}"
    if figure.previous is not None:
        was = written(replace(figure, value=figure.previous), language, portal.currency)
        yield pick(language, "Mois d’avant", "Month before"), was
    year = figure.last_year
    if year is not None and year.value is not None:
        yield pick(language, "Un an avant", "Year before"), written(replace(figure, value=year.value), language,
                                                                   portal.currency)
    elif year is not None:
        group = "state" if knows("state", year.reason) else "comparison"
        yield pick(language, "Un an avant", "Year before"), label(group, year.reason, language)


def _facts(portal: Portal, card: Card, figures: tuple[Figure, ...], language: str) -> Iterator[Line]:
    d, periods = card.definition, {figure.period for figure in figures}
    yield pick(language, "Formule", "Formula"), pick(language, d.formula.fr, d.formula.en)
    if d.variant:
        yield pick(language, "Variante", "Variant"), label("variant", d.variant, language)
    if d.minimum:
        yield "Minimum", str(d.minimum)
    for calendar in card.calendars:
        yield pick(language, "Horaires", "Hours"), pick(language, calendar.fr, calendar.en)
    yield pick(language, "Fuseau", "Time zone"), portal.timezone
    yield "Source", pick(language, d.source.fr, d.source.en)
    for month, at in card.closed:
        if month in periods:
            day = dates.instant(at.astimezone(ZoneInfo(portal.timezone)), language)
            yield pick(language, "Clos", "Closed"), f"{dates.period(month, language)}, {day}"
    yield pick(language, "Données du", "Data of"), dates.instant(portal.as_of, language)


def _both(text: Text) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}
