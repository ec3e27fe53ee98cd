"""What was missed: the commitments by name, the late tickets, and the whole where no line has a rate of its own."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from clairevoie.portal import Commitments, Figure, Promise
from clairevoie.render.site import Here
from clairevoie.words import numbers
from clairevoie.words.labels import knows, label


def names(here: Here, panel: Commitments) -> list[Markup]:
    """What is missed, the priorities of each clock together; namesakes with what tells them apart."""
    found = [
        (metric, promise)
        for promise in sorted(panel.promises, key=lambda p: not p.priority)
        for metric, figure in (("ttr", promise.ttr), ("tto", promise.tto))
        if here.missed(figure)
    ][: panel.missed]
    alike = Counter((metric, promise.priority) for metric, promise in found)
    repeated = any(n > 1 for n in alike.values())
    groups: dict[tuple[str, str], list[str]] = {}
    for metric, promise in found:
        apart = _apart(here, promise, [other for _, other in found]) if repeated else ""
        groups.setdefault((metric, apart), []).append(promise.priority)
    lines = [_line(here, metric, [code for code in codes if code], apart) for (metric, apart), codes in groups.items()]
    return lines + [
        here.t("la disponibilité de « {name} »", "the availability of “{name}”", name=promise.service)
        if promise.service else here.t("la disponibilité", "the availability")
        for promise in panel.availabilities if here.missed(promise.availability)]


def whole(here: Here, panel: Commitments) -> list[Markup]:
    """The rates of all lines together that are under their target, none where all are held."""
    return [_rate(here, figure) for kpi in ("ttr_met", "tto_met") if (figure := _all(here, kpi, panel.month))]


def late(panel: Commitments) -> int:
    """How many times a ticket was late, whether or not these tickets are shared."""
    return len(panel.breaches) or sum(map(_over, _figures(panel)))


def unrated(panel: Commitments) -> int:
    """How many of these no rate tells of: their line has too few tickets for one."""
    return sum(_over(figure) for figure in _figures(panel) if figure.state == "too_few") if panel.too_few else 0


def is_fed(panel: Commitments) -> bool:
    """Whether tickets are known at all: then a line without any had none."""
    return any(figure.state != "not_measured" and figure.reason != "stale" for figure in _figures(panel))


def _figures(panel: Commitments) -> list[Figure]:
    return [figure for promise in panel.promises for figure in (promise.tto, promise.ttr) if figure]


def _over(figure: Figure) -> int:
    return figure.total - figure.met if figure.total is not None and figure.met is not None else 0


def _apart(here: Here, promise: Promise, others: list[Promise]) -> str:
    """The contract of a line, its service or its kind, where the others have another one."""
    kind = label("kind", promise.ticket_kind, here.language) if promise.ticket_kind else ""
    told = (
        (here.contract(promise.contract), {other.contract for other in others}),
        (promise.service, {other.service for other in others}),
        (kind, {other.ticket_kind for other in others}),
    )
    return ", ".join(words for words, known in told if words and len(known) > 1)


def _line(here: Here, metric: str, codes: list[str], apart: str) -> Markup:
    what = here.t("le rétablissement", "restoration") if metric == "ttr" else here.t("la prise en charge", "pick-up")
    names_ = here.join(
        [label("priority", code, here.language).lower() if knows("priority", code) else code for code in codes]
    )
    if len(codes) == 1:
        what = here.t("{what} en priorité {names}", "{what} at {names} priority", what=what, names=names_)
    elif codes:
        what = here.t("{what} en priorités {names}", "{what} at {names} priority", what=what, names=names_)
    return here.t("{what} ({apart})", "{what} ({apart})", what=what, apart=apart) if apart else what


def _all(here: Here, kpi: str, month: str) -> Figure | None:
    found = (f for f in here.portal.figures if f.kpi == kpi and f.period == month and not f.by)
    figure = next(found, None)
    return figure if figure and here.missed(figure) and figure.total else None


def _rate(here: Here, figure: Figure) -> Markup:
    values = {
        "met": figure.met,
        "total": figure.total,
        "target": numbers.percent_short(figure.target or 0, here.language),
        "share": here.value(figure),
    }
    if figure.kpi == "ttr_met":
        return here.t(
            "Rétablis dans le délai, tous ensemble : {met} sur {total}, soit {share}, sous l’objectif de {target}.",
            "Restored in time, all together: {met} of {total}, or {share}, below the target of {target}.",
            **values,
        )
    return here.t(
        "Pris en charge dans le délai, tous ensemble : {met} sur {total}, soit {share}, sous l’objectif de {target}.",
        "Picked up in time, all together: {met} of {total}, or {share}, below the target of {target}.",
        **values,
    )
