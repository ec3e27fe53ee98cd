"""The words of a figure tile: its state where there is no value, its target, what changed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from markupsafe import Markup

from clairevoie.portal import Figure, LastYear, Tile
from clairevoie.render.figure import amount, missed, short
from clairevoie.render.site import Here
from clairevoie.words import dates, durations, numbers, plurals
from clairevoie.words.labels import knows, label

_VALUED = ("median", "p90")  # what stands beside in the figure's own unit
_KINDS = ("incident", "request", "problem")


def word(here: Here, figure: Figure) -> Markup:
    """The state in words, where the figure would have been."""
    if figure.state == "too_few":
        return here.t("Trop peu", "Too few")
    if figure.state == "no_data":
        return (
            here.t("Aucun ticket", "No ticket")
            if _of_tickets(figure)
            else here.t("Rien à mesurer", "Nothing to measure")
        )
    if figure.state == "withheld":
        return here.t("Retenu", "Withheld")
    if figure.state == "stale":
        return here.t("Périmé", "Out of date")
    return here.t("Non mesuré", "Not measured")


def second(here: Here, figure: Figure) -> Markup:
    """The line under the figure: target and n, or why there is no figure."""
    if figure.state == "too_few":
        return _few(here, figure)
    if figure.state == "no_data":
        return here.t("rien à mesurer {when}", "nothing to measure {when}", when=when(here, figure.period))
    if figure.value is None:
        reason = label("reason", figure.reason or "no_source", here.language)
        return Markup.escape(reason)
    said = (_target, _n, _kinds, _spread, outages)
    parts = [part for say in said if (part := say(here, figure))]
    return Markup(" ·\u00a0").join(parts[:2])


def third(here: Here, tile: Tile) -> Markup:
    """The last line: what changed since the period before, or when the figure is final."""
    figure = tile.figure
    if figure.state == "estimated":
        return _final(here, figure)
    if figure.state == "revised":
        return corrected(here, figure)
    if figure.state == "stale":
        return here.t("sa source n’est plus à jour", "its source is out of date")
    if figure.value is None:
        return _last_good(here, tile)
    return delta(here, figure) or _late(here, figure)


def corrected(here: Here, figure: Figure) -> Markup:
    """`corrigé : 96,5 % publié le 02/02/2026`, the last value that is not this one."""
    said = [one for one in figure.earlier if one.value != figure.value]
    if not said:
        return here.t("corrigé depuis sa publication", "corrected since it was published")
    return here.t("corrigé : {was} publié le {day}", "corrected: {was} published on {day}",
                  was=amount(said[-1].value, figure.unit, here.language, figure.currency or here.portal.currency),
                  day=here.day(said[-1].at))


def outages(here: Here, figure: Figure) -> Markup | None:
    """`1 arrêt de 38 min`, beside an availability."""
    beside = dict(figure.beside)
    if figure.kpi != "availability" or "outages" not in beside:
        return None
    length, n = durations.duration(float(beside["longest"]), here.language), int(beside["outages"])
    if not n:
        return here.t("aucun arrêt", "no outage")
    if n == 1:
        return here.t("1 arrêt de {length}", "1 outage of {length}", length=length)
    return here.t("{n} arrêts, le plus long de {length}", "{n} outages, the longest {length}", n=n, length=length)


def delta(here: Here, figure: Figure) -> Markup:
    """`▲ +1,7 pt depuis septembre`: arrows show direction, not merit."""
    if figure.value is None or figure.previous is None:
        return Markup("")
    difference = Decimal(str(figure.value)) - Decimal(str(figure.previous))
    return _changed(here, figure, difference, _since(here, figure.period))


def _changed(here: Here, figure: Figure, difference: Decimal, since: Markup) -> Markup:
    if _written(here, figure, difference).strip("+\u2212") == _written(here, figure, Decimal(0)):
        return here.t("inchangé {since}", "unchanged {since}", since=since)
    arrow = Markup('<span class="arrow" aria-hidden="true">{}</span>').format("▲" if difference > 0 else "▼")
    return Markup("{} {} {}").format(arrow, _written(here, figure, difference), since)


def last_year(here: Here, figure: Figure) -> Markup:
    """`▼ −3,6 pt depuis oct. 2025`, or why there is nothing to compare with."""
    if figure.last_year is None:
        return Markup("")
    month = f"{dates.month_short(figure.period, here.language)} {int(figure.period[:4]) - 1:04}"
    if figure.value is None or figure.last_year.value is None:
        return here.t("{month} : {why}", "{month}: {why}", month=month[:1].upper() + month[1:],
                      why=not_compared(here, figure.last_year))
    difference = Decimal(str(figure.value)) - Decimal(str(figure.last_year.value))
    return _changed(here, figure, difference, here.t("depuis {month}", "since {month}", month=month))


def not_compared(here: Here, year: LastYear) -> str:
    """`aucun historique`: why a month of the year before has no value, or one that says nothing here."""
    group = "state" if knows("state", year.reason) else "comparison"
    return label(group, year.reason, here.language)


def year_before(here: Here, period: str) -> str:
    """`octobre 2025`, twelve months before."""
    return dates.month(f"{int(period[:4]) - 1:04}{period[4:]}", here.language, year=True)


def when(here: Here, period: str) -> Markup:
    """`en octobre`, `au 31/10/2026`, `à ce jour`."""
    if dates.is_month(period):
        return here.t("en {month}", "in {month}", month=dates.month(period, here.language))
    words = dates.period(period, here.language)
    return here.t("au {day}", "on {day}", day=words) if len(period) == 10 else Markup.escape(words)


def _few(here: Here, figure: Figure) -> Markup:
    definition = here.definition(figure.kpi)
    needed = definition.minimum if definition and definition.minimum else 5
    if figure.met is not None and figure.total is not None:
        return here.t(
            "{met} sur {total} ; il en faut {needed}",
            "{met} of {total}; {needed} are needed",
            met=figure.met,
            total=figure.total,
            needed=needed,
        )
    return here.t(
        "{n} seulement ; il en faut {needed}", "only {n}; {needed} are needed", n=figure.n or 0, needed=needed
    )


def _target(here: Here, figure: Figure) -> Markup | None:
    if figure.target is None:
        return None
    target = short(figure.target, figure.unit, here.language, figure.currency or here.portal.currency)
    definition = here.definition(figure.kpi)
    down = definition is not None and definition.direction == "down"
    if not missed(figure, definition):
        return (
            here.t("seuil {target}", "limit {target}", target=target)
            if down
            else here.t("objectif {target}", "target {target}", target=target)
        )
    text = (
        here.t("au-dessus du seuil de {target}", "above the limit of {target}", target=target)
        if down
        else here.t("sous l’objectif de {target}", "below the target of {target}", target=target)
    )
    return Markup('<strong class="down">{}</strong>').format(text)


def _n(here: Here, figure: Figure) -> Markup | None:
    if figure.n is None or figure.unit in {"count", "money", "hours", "days"}:
        return None
    return Markup("n\u00a0=\u00a0{}").format(numbers.number(figure.n, here.language))


def _kinds(here: Here, figure: Figure) -> Markup | None:
    """`4 incidents, 1 demande`, from the figures of the same day or month by kind."""
    if figure.unit != "count" or figure.by:
        return None
    by_kind = {
        f.by[0][1]: f.value
        for f in here.portal.figures
        if f.kpi == figure.kpi and f.period == figure.period and len(f.by) == 1 and f.by[0][0] == "kind"
    }
    said = [
        plurals.counted(int(by_kind[kind] or 0), kind, here.language, words=False)
        for kind in _KINDS
        if by_kind.get(kind)
    ]
    return Markup(", ").join(map(Markup.escape, said)) if said else None


def _spread(here: Here, figure: Figure) -> Markup | None:
    """`médiane 3 h 35`, beside a mean."""
    beside = dict(figure.beside)
    said = [
        Markup("{} {}").format(label("beside", code, here.language), amount(beside[code], figure.unit, here.language))
        for code in _VALUED
        if code in beside
    ]
    return said[0] if said else None


def _late(here: Here, figure: Figure) -> Markup:
    late = int(dict(figure.beside).get("late_now", 0))
    if figure.unit != "count" or "late_now" not in dict(figure.beside):
        return Markup("")
    if not late:
        return here.t("aucun hors délai", "none late")
    return here.t('<strong class="down">{n} hors délai</strong>', '<strong class="down">{n} late</strong>', n=late)


def _final(here: Here, figure: Figure) -> Markup:
    """When the fourteen days are over in which a ticket may be reopened; else that it is not final."""
    if figure.kpi != "reopen_rate" or not dates.is_month(figure.period):
        return here.t("pas encore définitif", "not final yet")
    year, number = int(figure.period[:4]), int(figure.period[5:])
    after = date(year + number // 12, number % 12 + 1, 1)
    return here.t("définitif le {day}", "final on {day}", day=here.day(after + timedelta(days=14)))


def _last_good(here: Here, tile: Tile) -> Markup:
    for past in reversed(tile.series[:-1]):
        if past.value is not None and dates.is_month(past.period):
            return here.t(
                "{month} : {value}",
                "{month}: {value}",
                month=dates.month(past.period, here.language, year=past.period[:4] != here.portal.month[:4]),
                value=here.value(past),
            )
    return Markup("")


def _written(here: Here, figure: Figure, difference: Decimal) -> str:
    match figure.unit:
        case "ratio":
            return numbers.points(difference, here.language)
        case "hours":
            return numbers.hours(difference, here.language, signed=True)
        case "days":
            return numbers.days(difference, here.language, signed=True)
        case "count":
            return numbers.number(difference, here.language, signed=True)
    text = amount(difference, figure.unit, here.language, figure.currency or here.portal.currency)
    return f"+{text}" if difference > 0 else text


def _since(here: Here, period: str) -> Markup:
    if dates.is_month(period):
        before = dates.month(dates.month_before(period), here.language)
        return here.t("depuis {month}", "since {month}", month=before)
    return here.t("depuis la période précédente", "since the period before")


def _of_tickets(figure: Figure) -> bool:
    return figure.kpi in {"tto_met", "ttr_met", "mttr", "ticket_volume", "backlog"}
