"""What is open, and what is late."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from clairevoie.portal import OpenTicket, Table, Tickets
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import dates, durations, plurals
from clairevoie.words.labels import label


def is_late(ticket: OpenTicket) -> bool:
    """Over its limit, whether its clock runs or not."""
    return ticket.limit is not None and ticket.clock != "none" and ticket.elapsed > ticket.limit


def late(panel: Tickets) -> int:
    """How many open tickets are over their limit."""
    return sum(map(is_late, panel.open))


def waiting(panel: Tickets) -> int:
    """How many wait for the client."""
    return sum(ticket.status in {"pending", "waiting_approval"} for ticket in panel.open)


def headline(here: Here, panel: Tickets | None) -> Headline:
    """`Cinq tickets sont ouverts ; un est hors délai, un attend votre réponse.`"""
    lede = here.t(
        "Photographie du {now}. Les durées sont comptées en heures ouvrées du contrat.",
        "As read on {now}. Durations are counted in the contract's working hours.",
        now=here.instant(here.now),
    )
    if panel is None:
        return Headline(
            here.t("Les tickets ouverts ne sont pas connus.", "Open tickets are not known."), lede, "not_measured"
        )
    if panel.by_month:
        return Headline(here.t("Les tickets, par mois.", "Tickets, by month."), here.t(
            "Des sommes par mois ; aucune ligne n’est partagée.", "Sums by month; no row is shared."))
    if not panel.open:
        return Headline(here.t("Aucun ticket n’est ouvert.", "No ticket is open."), lede, "ok")
    return Headline(count(here, panel), lede, "warn" if late(panel) else "ok")


def count(here: Here, panel: Tickets) -> Markup:
    """How many are open, late, waiting, in one sentence."""
    n, over, wait = len(panel.open), late(panel), waiting(panel)
    said = [_late(here, over)] if over else []
    said += [_waiting(here, wait)] if wait else []
    what = opened(Markup.escape(plurals.counted(n, "ticket", here.language)))
    first = (
        here.t("{what} est ouvert", "{what} is open", what=what)
        if n == 1
        else here.t("{what} sont ouverts", "{what} are open", what=what)
    )
    if not n:
        return here.t("Aucun ticket n’est ouvert.", "No ticket is open.")
    if not said and n == 1:
        return here.t("{first}, dans les délais.", "{first}, in time.", first=first)
    if not said:
        return here.t("{first}, dans les délais.", "{first}, all in time.", first=first)
    return here.t("{first} ; {rest}.", "{first}; {rest}.", first=first, rest=Markup(", ").join(said))


def history(here: Here, panel: Tickets) -> Markup:
    """`61 tickets résolus en février, 22 depuis le 1er mars.`"""
    if panel.by_month:
        return here.t("Tickets résolus, et ce qui a été tenu.", "Tickets resolved, and what was held.")
    month = dates.month(panel.month, here.language)
    n, since = panel.resolved_in_month, panel.resolved_since
    if not n:
        first = here.t("Aucun ticket résolu en {month}", "No ticket resolved in {month}", month=month)
    else:
        first = here.t(
            "{n} en {month}",
            "{n} in {month}",
            month=month,
            n=plurals.counted(n, "ticket", here.language, words=False)
            + plurals.plural(n, here.language, (" résolu", " résolus"), (" resolved", " resolved")),
        )
    start = here.day_long(here.today.replace(day=1))
    if not since:
        return (
            here.t("{first}, aucun depuis.", "{first}, none since.", first=first)
            if n
            else here.t("{first}.", "{first}.", first=first)
        )
    return here.t(
        "{first}, {since} depuis le {start}.", "{first}, {since} since {start}.", first=first, since=since, start=start
    )


_ASIDE = (  # columns that a page leaves to the file, the first to go first
    "source_tto_met",
    "source_ttr_met",
    "commitment",
    "breach_note",
    "breach_cause",
    "closed",
    "contract",
    "pending_minutes",
    "owned",
    "team",
    "person",
    "tto_minutes",
    "status",
    "requester",
    "created",
    "kind",
)


def narrowed(table: Table, most: int = 9) -> Table:
    """The table with at most `most` columns, as a page can hold; its file has them all."""
    ids = [column.id for column in table.columns]
    out = [name for name in _ASIDE if name in ids][: max(len(ids) - most, 0)]
    kept = [index for index, name in enumerate(ids) if name not in out]
    rows = tuple(tuple(row[index] for index in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[index] for index in kept), rows=rows)


def state(here: Here, ticket: OpenTicket) -> str:
    """The status in words, as the client reads it."""
    return label("status", ticket.status, here.language)


def left(here: Here, ticket: OpenTicket) -> Markup:
    """`encore 5 h 15`, `dépassé de 9 h 55`, `arrêtée à 12 h 15`, `sans engagement`."""
    if ticket.limit is None or ticket.clock == "none":
        return here.t("sans engagement", "no commitment")
    if ticket.elapsed > ticket.limit:
        over = durations.duration(ticket.elapsed - ticket.limit, here.language)
        return here.t("dépassé de {over}", "over by {over}", over=over)
    if ticket.stopped:
        return here.t("arrêtée à {run}", "stopped at {run}", run=durations.duration(ticket.elapsed, here.language))
    return here.t("encore {left}", "{left} left", left=durations.duration(ticket.limit - ticket.elapsed, here.language))


def deadline(here: Here, ticket: OpenTicket) -> Markup:
    """The limit's instant, or since when the clock has been stopped."""
    if ticket.stopped and ticket.stopped_since:
        return here.t("depuis {at}", "since {at}", at=here.near(ticket.stopped_since))
    if ticket.due is None:
        return Markup("")
    at = here.near(ticket.due)
    if is_late(ticket):
        return here.t("limite {at}", "limit {at}", at=at)
    if ticket.clock == "tto":
        return here.t("prise en charge avant {at}", "pick-up before {at}", at=at)
    return here.t("limite {at}", "limit {at}", at=at)


def _late(here: Here, n: int) -> Markup:
    if n == 1:
        return here.t("un est hors délai", "one is late")
    return here.t("{n} sont hors délai", "{n} are late", n=plurals.spelled(n, here.language))


def _waiting(here: Here, n: int) -> Markup:
    if n == 1:
        return here.t("un attend votre réponse", "one waits for your answer")
    return here.t("{n} attendent votre réponse", "{n} wait for your answer", n=plurals.spelled(n, here.language))
