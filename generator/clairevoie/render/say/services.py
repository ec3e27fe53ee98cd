"""Services: how they do now, and what is to be noted of the month."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from clairevoie.portal import ServiceRow, Services, Sign
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import dates, durations, plurals
from clairevoie.words.labels import label

SLOW, DOWN = 1, 2


def sign(row: ServiceRow) -> Sign:
    """The sign of a service: of what is known of it now."""
    if row.state.value is None:
        return "stale" if row.state.state == "stale" else "not_measured"
    if row.planned:
        return "planned"
    return "down" if row.state.value == DOWN else "warn" if row.state.value == SLOW else "ok"


def trouble(here: Here, panel: Services | None) -> Headline | None:
    """`Un service est ralenti : VPN des agences.`, None where nothing is wrong."""
    for state in (DOWN, SLOW):
        rows = [row for row in panel.rows if _is(row, state)] if panel else []
        if rows:
            return Headline(_names(here, rows, state), sign="down" if state == DOWN else "warn")
    return None


def answer(here: Here, panel: Services) -> Markup:
    """`Sept services sur huit sont mesurés ; un est ralenti.`"""
    measured = [row for row in panel.rows if row.state.value is not None]
    if not measured:
        return here.t("Aucun service n’est mesuré.", "No service is measured.")
    doing = _doing(here, measured)
    if len(measured) == len(panel.rows):
        return here.t("{doing}.", "{doing}.", doing=opened(doing))
    n, total = len(measured), len(panel.rows)
    first = here.t(
        "{n} sur {total} {verb}" if n > 1 else "{n} sur {total} est mesuré",
        "{n} of {total} are measured" if n > 1 else "{n} of {total} is measured",
        n=opened(Markup.escape(plurals.counted(n, "service", here.language))),
        total=plurals.spelled(total, here.language),
        verb="sont mesurés",
    )
    return here.t("{first} ; {doing}.", "{first}; {doing}.", first=first, doing=doing)


def state(here: Here, row: ServiceRow) -> Markup:
    """`Fonctionne`, `Ralenti depuis le 30/10 15:10`, `Non mesuré`."""
    value = row.state.value
    if value is None:
        return Markup.escape(label("state", row.state.state, here.language).capitalize())
    name = label("service_state", str(int(value)), here.language)
    if row.since is None:
        return Markup.escape(name)
    if row.planned:
        return here.t("{name}, comme prévu", "{name}, as planned", name=name)
    return here.t("{name} depuis {since}", "{name} since {since}", name=name, since=_since(here, row))


def remark(here: Here, row: ServiceRow) -> Markup:
    """What is to be noted of the month: why nothing is known, what was cut, slowed, checked."""
    there = row.availability
    if row.state.value is None and row.state.reason == "no_monitor":
        return here.t("pas de sonde", "no probe")
    beside = dict(there.beside) if there else {}
    if beside.get("outages") and row.cut:
        length = durations.duration(float(beside["longest"]), here.language)
        if beside["outages"] == 1:
            return here.t("arrêt de {length} le {day}", "down {length} on {day}", length=length,
                          day=dates.day_month(row.cut, here.language))
        return here.t("{n} arrêts, le plus long de {length}", "{n} outages, the longest {length}",
                      n=beside["outages"], length=length)
    if row.slow:
        return here.t("ralenti le {day}", "slow on {day}", day=dates.day_month(row.slow, here.language))
    return _nights(here, row)


def days(here: Here, row: ServiceRow) -> str:
    """What the slats say, in words."""
    n = len(row.days)
    counted = {kind: row.days.count(kind) for kind in ("interrupted", "degraded", "unknown")}
    words = here.t(
        "{n} jours : {down} avec un arrêt, {slow} au ralenti, {none} sans mesure",
        "{n} days: {down} with an outage, {slow} slow, {none} not measured",
        n=n, down=counted["interrupted"], slow=counted["degraded"], none=counted["unknown"],
    )
    return str(words)


def month_header(here: Here, panel: Services) -> str:
    """`Octobre`."""
    return dates.month(panel.month, here.language).capitalize()


def _nights(here: Here, row: ServiceRow) -> Markup:
    for figure in row.checks:
        if dict(figure.by).get("kind") == "backup" and figure.total:
            return here.t("{met} nuits sur {total}", "{met} nights of {total}", met=figure.met, total=figure.total)
    return Markup("")


def _is(row: ServiceRow, state: int) -> bool:
    return row.state.value is not None and int(row.state.value) == state and not row.planned


def _names(here: Here, rows: Sequence[ServiceRow], state: int) -> Markup:
    names = here.join([row.name for row in rows[:3]])
    n = opened(Markup.escape(plurals.counted(len(rows), "service", here.language)))
    if state == DOWN:
        return here.t(
            "{n} est interrompu : {names}." if len(rows) == 1 else "{n} sont interrompus : {names}.",
            "{n} is down: {names}." if len(rows) == 1 else "{n} are down: {names}.", n=n, names=names)
    return here.t(
        "{n} est ralenti : {names}." if len(rows) == 1 else "{n} sont ralentis : {names}.",
        "{n} is slow: {names}." if len(rows) == 1 else "{n} are slow: {names}.", n=n, names=names)


def _doing(here: Here, measured: Sequence[ServiceRow]) -> Markup:
    """Of the measured ones, the worst first: `un service est interrompu, deux sont ralentis`."""
    parts: list[Markup] = []
    for state, one, many in ((DOWN, ("interrompu", "down"), ("interrompus", "down")),
                             (SLOW, ("ralenti", "slow"), ("ralentis", "slow"))):
        n = sum(row.state.value == state for row in measured)  # a planned cut is one too
        if n:
            said = plurals.spelled(n, here.language) if parts else plurals.counted(n, "service", here.language)
            verb = ("est", "is") if n == 1 else ("sont", "are")
            word = one if n == 1 else many
            parts.append(here.t(f"{{n}} {verb[0]} {word[0]}", f"{{n}} {verb[1]} {word[1]}", n=said))
    if parts:
        return Markup(", ").join(parts)
    if len(measured) == 1:
        return here.t("le service mesuré fonctionne", "the measured service works")
    return here.t("tout ce qui est mesuré fonctionne", "all that is measured works")


def _since(here: Here, row: ServiceRow) -> str:
    assert row.since is not None
    local = here.local(row.since)
    return dates.clock(local) if local.date() == here.today else here.near(row.since)
