"""The lines of a matrix of commitments: those with tickets, and those that had none this month, told more shortly."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from clairevoie.portal import Promise
from clairevoie.render.site import Here
from clairevoie.words import durations, plurals
from clairevoie.words.labels import knows, label

FEW = 4  # lines without a ticket that still stand among the others


def measured(lines: Sequence[Promise]) -> list[Promise]:
    """The lines of a full table: those with a ticket in the month, or all where few have none."""
    quiet = idle(lines)
    return [line for line in lines if line not in quiet]


def idle(lines: Sequence[Promise]) -> list[Promise]:
    """The lines without any ticket in the month, where they are many enough to be told apart."""
    quiet = [line for line in lines if line.priority and _is_idle(line)]
    return quiet if len(quiet) > FEW else []


def counted(here: Here) -> Markup:
    """`Compté par mois de prise en charge ou de résolution`: by the variant of each rate."""
    by = {kpi: card.variant for kpi in ("tto_met", "ttr_met") if (card := here.definition(kpi))}
    if set(by.values()) == {"creation"}:
        return here.t("Compté par mois de création des tickets", "Counted by the month of the tickets’ creation")
    if not {"creation", "by_contract"} & set(by.values()):
        return here.t("Compté par mois de prise en charge ou de résolution",
                      "Counted by month of pick-up or resolution")
    said = [Markup("{} {}").format(here.name(kpi), label("variant", variant, here.language))
            for kpi, variant in by.items()]
    return here.t("Compté ainsi : {how}", "Counted thus: {how}", how=here.join(said))


def priorities(lines: Sequence[Promise]) -> list[str]:
    """Their priorities, in order."""
    return sorted({line.priority for line in lines})


def title(here: Here, code: str) -> Markup:
    """`P2 Haute`."""
    words = label("priority", code, here.language) if knows("priority", code) else ""
    return Markup("{} {}").format(code, words) if words else Markup.escape(code)


def groups(lines: Sequence[Promise]) -> list[list[Promise]]:
    """The lines of each service, kind of ticket and calendar together, in the order in which they come."""
    found: dict[tuple[str, str, str], list[Promise]] = {}
    for line in lines:
        found.setdefault((line.service, line.ticket_kind, line.calendar.fr), []).append(line)
    return list(found.values())


def limits(here: Here, group: Sequence[Promise], priority: str) -> str:
    """`15 min · 2 h`: the limits of one priority; a dash where its line stands elsewhere."""
    line = next((line for line in group if line.priority == priority), None)
    if line is None:
        return "–"
    said = [(line.tto_limit, line.tto_day_minutes), (line.ttr_limit, line.ttr_day_minutes)]
    return " · ".join(durations.limit(code, minutes, here.language) for code, minutes in said)


def quiet(here: Here, lines: Sequence[Promise]) -> Markup:
    """`21 engagements sans ticket ce mois-là : rien à mesurer. Prise en charge · rétablissement :`"""
    clocks = sum(1 for line in lines for figure in (line.tto, line.ttr) if figure)
    what = plurals.counted(clocks, "commitment", here.language, words=False)
    return here.t(
        "{what} sans ticket dans le mois, rien à mesurer (prise en charge · rétablissement)",
        "{what} without a ticket in the month, nothing to measure (pick-up · restoration)",
        what=what,
    )


def _is_idle(line: Promise) -> bool:
    figures = [figure for figure in (line.tto, line.ttr) if figure]
    return bool(figures) and all(figure.state == "no_data" for figure in figures)
