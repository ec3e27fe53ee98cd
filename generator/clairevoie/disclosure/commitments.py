"""What was promised, was it held, and why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.disclosure.agreed import reconciliation
from clairevoie.disclosure.charting import monthly
from clairevoie.disclosure.few import enough
from clairevoie.disclosure.rows import Row, where
from clairevoie.disclosure.terms import last_day
from clairevoie.disclosure.view import View
from clairevoie.disclosure.wording import COLON, SEMICOLON, amount, joined, month
from clairevoie.figures.clock import working_day
from clairevoie.figures.uptime import reaches
from clairevoie.portal import Breach, Chart, Commitments, Figure, Promise, ServicePromise, Text

Metric = Literal["tto", "ttr"]
Outcome = Literal["held", "missed", "too_few", "not_measured"]
_METRICS: tuple[Metric, ...] = ("tto", "ttr")
_LABELS = {"tto": Text("Pris en charge dans le délai", "Picked up in time"),
           "ttr": Text("Rétablis dans le délai", "Restored in time")}


def commitments(view: View) -> Commitments | None:
    """The commitments of the reporting month; None where no rate is granted."""
    metrics, services = shared_metrics(view), availabilities(view)
    if not metrics and not services:
        return None
    count = outcomes(view)
    return Commitments(
        view.month, promises(view), _breaches(view), count["held"], count["missed"], count["too_few"],
        count["not_measured"], _trend(view), _excluded(view), services, reconciliation(view, metrics))


def outcomes(view: View) -> Counter[Outcome]:
    """How many commitment lines of the reporting month came out how."""
    return Counter(outcome(_figure(view, line), line) for line in (*_lines(view), *availability_lines(view)))


def availabilities(view: View) -> tuple[ServicePromise, ...]:
    """The availability promised of services, with the month's."""
    found = [ServicePromise(line.text("contract"), view.service(line.text("service")) if line.text("service") else "",
                            view.calendar(line.text("calendar")), _figure(view, line))
             for line in availability_lines(view)]
    return tuple(sorted(found, key=lambda promise: (promise.contract, promise.service)))


def availability_lines(view: View) -> list[Row]:
    """The commitments on availability that ran in the month, where it is granted."""
    if not view.figure("availability"):
        return []
    running = view.in_force(date.fromisoformat(f"{view.month}-01"), last_day(view.month))
    return [row for row in view.facts("commitments")
            if row.text("metric") == "availability" and row.text("contract") in running]


def shared_metrics(view: View) -> tuple[Metric, ...]:
    """The clocks whose rate is granted."""
    return tuple(metric for metric in _METRICS if view.figure(f"{metric}_met"))


def promises(view: View, contract: str = "") -> tuple[Promise, ...]:
    """The matrix, one line a (contract, service, kind, priority); of one contract when given."""
    grouped: dict[tuple[str, str, str, str], dict[str, Row]] = {}
    for row in _lines(view):
        if contract in ("", row.text("contract")):
            key = (row.text("contract"), row.text("service"), row.text("ticket_kind"), row.text("priority") or "~")
            grouped.setdefault(key, {})[row.text("metric")] = row
    return tuple(_promise(view, key, grouped[key]) for key in sorted(grouped))


def outcome(figure: Figure | None, line: Row) -> Outcome:
    """What became of one commitment: its rate against its own target, compared in whole tickets."""
    if figure is None or figure.state in ("not_measured", "no_data") or figure.reason == "stale":
        return "not_measured"
    if figure.state == "too_few" or figure.value is None:
        return "too_few"
    target = line.number("target_pct") or 0.0
    if figure.met is not None and figure.total:
        return "held" if figure.met * 100 >= target * figure.total else "missed"
    return "held" if reaches(figure, target) else "missed"


def _lines(view: View) -> list[Row]:
    """The commitments on a granted clock that ran in the month, or on which a ticket of the month was judged."""
    running = view.in_force(date.fromisoformat(f"{view.month}-01"), last_day(view.month))
    return [row for row in view.facts("commitments") if row.text("metric") in shared_metrics(view)
            and (row.text("contract") in running or ((figure := _figure(view, row)) and figure.total))]


def _figure(view: View, line: Row) -> Figure | None:
    if line.text("metric") == "availability":
        service = {"service": line.text("service")} if line.text("service") else {}
        return view.ledger.one("availability", view.month, contract=line.text("contract"), **service)
    return view.ledger.one(f"{line.text('metric')}_met", view.month, commitment=line.text("commitment"))


def _promise(view: View, key: tuple[str, str, str, str], by_metric: Mapping[str, Row]) -> Promise:
    contract, service, kind, priority = key
    tto, ttr = by_metric.get("tto"), by_metric.get("ttr")
    first = ttr or tto
    return Promise(
        contract, priority.replace("~", ""), view.service(service) if service else "",
        view.calendar(first.text("calendar") if first else ""),
        tto.text("limit") if tto else "", _day_minutes(view, tto), ttr.text("limit") if ttr else "",
        _day_minutes(view, ttr), _figure(view, tto) if tto else None, _figure(view, ttr) if ttr else None,
        ticket_kind=kind)


def _day_minutes(view: View, line: Row | None) -> int:
    calendar = view.calendars.get(line.text("calendar")) if line else None
    return round(working_day(calendar)) if calendar else 0


def _breaches(view: View) -> tuple[Breach, ...]:
    if not view.sees("tickets", "ticket") or view.by_month("tickets"):
        return ()
    found = [breach for metric in shared_metrics(view) if view.sees("tickets", metric)
             for breach in _breaches_of(view, metric)]
    return tuple(sorted(found, key=lambda b: (b.priority, b.stopped, b.ticket, b.metric)))


def _breaches_of(view: View, metric: Metric) -> Iterable[Breach]:
    for row in _missed(view, metric):
        stop = row.instant(f"{metric}_stop")
        if stop:
            yield Breach(
                row.text("ticket"), row.text("title"), row.text("priority"), metric,
                row.number(f"{metric}_minutes") or 0.0, row.number(f"{metric}_limit") or 0.0,
                row.text("breach_cause"), row.text("breach_note"), stop,
                reason_shown=view.sees("tickets", "breach_cause") or view.sees("tickets", "breach_note"))


def _missed(view: View, metric: Metric) -> list[Row]:
    """The tickets that missed; of a closed month those of its closing, with the words that they have now."""
    then = kept_rows(view, metric)
    missed = where(of_month(view, metric), f"{metric}_verdict", "missed")
    if then is None:
        return view.rows("tickets", of=missed)
    late = where(then, f"{metric}_verdict", "missed")
    tickets = view.slice.tables["tickets"]
    named = tickets.filter(pc.is_in(tickets["ticket"], late["ticket"].combine_chunks()))
    words = {row.text("ticket"): row.cells for row in view.rows("tickets", of=named)}
    return [Row({**words.get(row.text("ticket"), {}), **row.cells}) for row in view.rows("tickets", of=late)]


def of_month(view: View, metric: Metric) -> pa.Table:
    """The tickets whose clock stopped in the reporting month, as they are known now."""
    return where(view.slice.tables["tickets"], view.counted_in(metric), view.month)


def kept_rows(view: View, metric: Metric) -> pa.Table | None:
    """The tickets of the reporting month as they were kept when it was closed; None where it was not."""
    closed = view.closed.get(view.month)
    rows = closed.rows.get(f"{metric}_met") if closed else None
    return rows if rows is not None and f"{metric}_stop" in rows.column_names else None


def _trend(view: View) -> Chart | None:
    """Both rates by month; restoration, which clients look at first, is the first line."""
    series = [(metric, view.ledger.over(f"{metric}_met", view.months)) for metric in reversed(shared_metrics(view))]
    if not any(figures for _, figures in series):
        return None
    last = [figures[-1] for _, figures in series if figures]
    target = next((figure.target for figure in reversed(last) if figure.target is not None), None)
    said = joined(*(joined(_LABELS[figure.kpi.removesuffix("_met")], COLON, amount(figure)) for figure in last),
                  between=SEMICOLON)
    return Chart("commitments-by-month", "line", "ratio",
                 tuple(monthly(metric, _LABELS[metric], figures) for metric, figures in series if figures),
                 joined(month(view.month), COLON, said), target,
                 Text("Objectif", "Target") if target is not None else None, high=1.0)


def _excluded(view: View) -> int:
    """The tickets that a rate of the month leaves out, each once though both rates may leave it out."""
    found: set[str] = set()
    for metric in shared_metrics(view):
        then = kept_rows(view, metric)
        stopped = of_month(view, metric) if then is None else then
        for why in view.left_out(metric):
            found.update(map(str, where(stopped, f"{metric}_why", why).column("ticket").to_pylist()))
    return enough(len(found), view.grants.minimum_count)
