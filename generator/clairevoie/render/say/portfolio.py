"""Who needs a decision."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from markupsafe import Markup

from clairevoie.portal import Alert, Cell, ClientLine, Portfolio
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import numbers, plurals

# code: French, English; the names in braces are the alert's numbers, as `_written` writes them
_ALERTS: dict[str, tuple[str, str]] = {
    "budget_overrun": ("forfait dépassé de {over}", "budget exceeded by {over}"),
}


def headline(here: Here, panel: Portfolio) -> Headline:
    """`Quatre clients demandent une décision.`"""
    clients = len({alert.client for alert in panel.alerts})
    if not clients:
        return Headline(here.t("Aucun client ne demande de décision.", "No client needs a decision."), sign="ok")
    what = opened(Markup.escape(plurals.counted(clients, "client", here.language)))
    return Headline(here.t("{what} demande une décision.", "{what} needs a decision.", what=what) if clients == 1 else here.t(
        "{what} demandent une décision.", "{what} need a decision.", what=what))


def clients(here: Here, panel: Portfolio) -> Markup:
    """`47 engagements tenus sur 54, 3 sans verdict, 4 manqués.`"""
    held, missed, none = (sum(getattr(line, name) for line in panel.clients) for name in ("held", "missed", "without_verdict"))
    total = held + missed + none
    if not total:
        return here.t("Aucun engagement à mesurer en {month}.", "No commitment to measure in {month}.", month=here.month)
    parts = [here.t("{held} engagements tenus sur {total}", "{held} commitments held of {total}", held=held, total=total)]
    if none:
        parts.append(here.t("{n} sans verdict", "{n} without a verdict", n=none))
    parts.append(here.t("{n} manqués", "{n} missed", n=missed) if missed > 1 else here.t(
        "un manqué", "one missed") if missed else here.t("aucun manqué", "none missed"))
    return here.t("{text}.", "{text}.", text=Markup(", ").join(parts))


def alert(here: Here, of: Alert) -> Markup:
    """What is wrong, in words with its numbers."""
    values = {name: _written(here, name, value) for name, value in of.numbers}
    words = _ALERTS.get(of.code)
    if words:
        return here.t(*words, **values)
    said = [Markup("{} {}").format(name.replace("_", " "), value) for name, value in values.items()]
    return Markup(", ").join([Markup.escape(of.code.replace("_", " ")), *said])


def due(here: Here, of: Alert) -> Markup:
    """`Hélène Marchais, avant le 19/03`."""
    if of.due is None:
        return Markup.escape(of.owner)
    when = here.near_day(of.due)
    return here.t("{owner}, avant le {when}", "{owner}, before {when}", owner=of.owner, when=when) if of.owner else here.t(
        "avant le {when}", "before {when}", when=when)


def ordered(panel: Portfolio) -> list[ClientLine]:
    """The clients in the Portal's order, each subsidiary right under its parent."""
    parents = {line.client for line in panel.clients}
    top = [line for line in panel.clients if line.parent not in parents]
    return [each for line in top for each in (line, *(c for c in panel.clients if c.parent == line.client))]


def _written(here: Here, name: str, value: Cell) -> str:
    if isinstance(value, datetime):
        return here.instant(value)
    if isinstance(value, date):
        return here.day(value)
    if isinstance(value, Decimal):
        return numbers.money(value, here.portal.currency, here.language, whole=True)
    if isinstance(value, float):
        ratio = name.endswith(("ratio", "share", "margin", "rate", "threshold", "target", "percent"))
        return numbers.percent(value, here.language) if ratio else numbers.number(value, here.language, 1)
    return str(value)


def client_name(panel: Portfolio, client: str) -> str:
    """The name of a client, by its id; the company's own alerts have none."""
    return next((line.name for line in panel.clients if line.client == client), client)
