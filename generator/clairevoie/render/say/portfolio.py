"""Who needs a decision."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from markupsafe import Markup

from clairevoie.portal import Alert, Cell, ClientLine, Portfolio
from clairevoie.render.say import hours
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import durations, numbers, plurals


def headline(here: Here, panel: Portfolio) -> Headline:
    """`Quatre clients demandent une décision.`"""
    clients = len({alert.client for alert in panel.alerts})
    if not clients:
        late = sum(line.late for line in panel.clients)
        missed = any(here.missed(tile.figure) for tile in panel.tiles)
        title = here.t("Aucun client ne demande de décision.", "No client needs a decision.")
        return Headline(title, _late(here, late), None if late or missed else "ok")
    what = opened(Markup.escape(plurals.counted(clients, "client", here.language)))
    return Headline(
        here.t("{what} demande une décision.", "{what} needs a decision.", what=what)
        if clients == 1
        else here.t("{what} demandent une décision.", "{what} need a decision.", what=what)
    )


def clients(here: Here, panel: Portfolio) -> Markup:
    """`47 engagements tenus sur 54, 3 sans verdict, 4 manqués.`"""
    held, missed, none = (
        sum(getattr(line, name) for line in panel.clients) for name in ("held", "missed", "without_verdict")
    )
    total = held + missed + none
    if not total:
        return here.t(
            "Aucun engagement à mesurer en {month}.", "No commitment to measure in {month}.", month=here.month
        )
    if not held and not missed and total > 1:
        return here.t(
            "Aucun des {total} engagements n’a assez de tickets pour un verdict.",
            "None of the {total} commitments has enough tickets for a verdict.",
            total=total,
        )
    parts = [_held(here, held, total)]
    if none:
        parts.append(here.t("{n} sans verdict", "{n} without a verdict", n=none))
    parts.append(
        here.t("{n} manqués", "{n} missed", n=missed)
        if missed > 1
        else here.t("un manqué", "one missed")
        if missed
        else here.t("aucun manqué", "none missed")
    )
    return here.t("{text}.", "{text}.", text=Markup(", ").join(parts))


def _late(here: Here, late: int) -> Markup:
    if not late:
        return Markup("")
    what = opened(Markup.escape(plurals.counted(late, "ticket", here.language)))
    if late == 1:
        return here.t("{what} est hors délai.", "{what} is late.", what=what)
    return here.t("{what} sont hors délai.", "{what} are late.", what=what)


def alert(here: Here, of: Alert) -> Markup:
    """What is wrong, in words with its numbers."""
    numbers_ = dict(of.numbers)
    match of.code:
        case "budget_overrun":
            return _overrun(here, numbers_)
        case "margin_low":
            return here.t(
                "marge de {margin}, sous le seuil de {threshold}",
                "margin of {margin}, below the threshold of {threshold}",
                margin=_share(here, numbers_["margin"]),
                threshold=_share(here, numbers_["threshold"]),
            )
        case "commitments_missed":
            return _missed(here, int(str(numbers_["missed"])), int(str(numbers_["total"])))
        case "notice":
            return here.t(
                "« {contract} » : préavis dans {days}",
                "“{contract}”: notice in {days}",
                contract=numbers_["contract"],
                days=durations.age(int(str(numbers_["days"])), here.language),
            )
    said = [Markup("{} {}").format(name.replace("_", " "), _written(here, value)) for name, value in of.numbers]
    return Markup(", ").join([Markup.escape(of.code.replace("_", " ")), *said])


def due(here: Here, of: Alert) -> Markup:
    """`Hélène Marchais, avant le 19/03`."""
    if of.due is None:
        return Markup.escape(of.owner)
    when = here.near_day(of.due)
    return (
        here.t("{owner}, avant le {when}", "{owner}, before {when}", owner=of.owner, when=when)
        if of.owner
        else here.t("avant le {when}", "before {when}", when=when)
    )


def ordered(panel: Portfolio) -> list[ClientLine]:
    """The clients in the Portal's order, each subsidiary right under its parent."""
    parents = {line.client for line in panel.clients}
    top = [line for line in panel.clients if line.parent not in parents]
    return [each for line in top for each in (line, *(c for c in panel.clients if c.parent == line.client))]


def _overrun(here: Here, values: dict[str, Cell]) -> Markup:
    """What is spent already is told apart from a landing, which is a forecast."""
    unit, left = str(values.get("unit", "hours")), float(str(values.get("left") or 0.0))
    over = hours.quantity(here, float(str(values["over"])), unit)
    spent = hours.quantity(here, -left, unit)
    if left >= 0:
        text = here.t("le forfait serait dépassé de {over}", "the budget would be over by {over}", over=over)
    elif over == spent:
        text = here.t("le forfait est dépassé de {spent}", "the budget is over by {spent}", spent=spent)
    else:
        text = here.t(
            "le forfait est dépassé de {spent} et le serait de {over} à la fin",
            "the budget is over by {spent} and would be over by {over} at the end",
            spent=spent,
            over=over,
        )
    name = values.get("contract")
    return here.t("« {name} » : {text}", "“{name}”: {text}", name=name, text=text) if name else text


def _held(here: Here, held: int, total: int) -> Markup:
    what = plurals.counted(held, "commitment", here.language, words=False)
    name = plurals.plural(held, here.language, ("tenu", "tenus"), ("held", "held"))
    return here.t("{what} {name} sur {total}", "{what} {name} of {total}", what=what, name=name, total=total)


def _missed(here: Here, missed: int, total: int) -> Markup:
    what = plurals.counted(missed, "commitment", here.language, words=False)
    if missed == 1:
        return here.t("{what} manqué sur {total}", "{what} missed of {total}", what=what, total=total)
    return here.t("{what} manqués sur {total}", "{what} missed of {total}", what=what, total=total)


def _share(here: Here, value: Cell) -> str:
    return numbers.percent_short(float(str(value)), here.language)


def _written(here: Here, value: Cell) -> str:
    if isinstance(value, datetime):
        return here.instant(value)
    if isinstance(value, date):
        return here.day(value)
    if isinstance(value, Decimal):
        return numbers.money(value, here.portal.currency, here.language, whole=True)
    return numbers.number(value, here.language, 1) if isinstance(value, float) else str(value)


def client_name(panel: Portfolio, client: str) -> str:
    """The name of a client, by its id; the company's own alerts have none."""
    return next((line.name for line in panel.clients if line.client == client), client)
