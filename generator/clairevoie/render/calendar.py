"""The planning as a calendar file (RFC 5545), in the words of its page: it says what the page says, and no more."""

from __future__ import annotations

import html
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import escape

from clairevoie.portal import Cell, Intervention, Planning, Table
from clairevoie.render.say import planning as say
from clairevoie.render.site import Here, Site
from clairevoie.words.labels import label
from clairevoie.words.shown import plain

if TYPE_CHECKING:
    from icalendar import Event

NAME = "calendar.ics"  # beside the page, in each of its languages
_SPACE = uuid.UUID("6c5a1c1e-52a5-5d0e-9a52-0d8b6f1f6a11")  # ours alone: two makers give no event the same UID
_TAG = re.compile("<[^>]*>")
_LAST = date.max - timedelta(days=1)
_BUSY = ("meeting", "visit")


def write(site: Site, output: Path) -> list[str]:
    """Write the calendar beside the site's planning, where it is offered; gives its path, if any."""
    found = [(page, panel) for page in site.portal.pages if page.id == "planning"
             and isinstance(panel := page.panels.get("planning"), Planning)]
    if not found or not site.portal.offers("calendar"):
        return []
    (page, panel), *_ = found
    path = site.prefix + page.path.replace("index.html", NAME)
    (output / path).parent.mkdir(parents=True, exist_ok=True)
    (output / path).write_bytes(written(site.on(page), panel))
    return [path]


def written(here: Here, panel: Planning) -> bytes:
    """The file: what is coming, what was done of late, and who is assigned."""
    from icalendar import Calendar, vText  # only sites that offer a calendar pay for it

    calendar = Calendar()
    calendar.add("prodid", f"-//Clairevoie//Clairevoie//{here.language.upper()}")
    calendar.add("version", "2.0")
    name = _plain(here.t("{company} : planning de {client}", "{company}: planning of {client}",
                         company=here.portal.company.name, client=here.portal.name))
    calendar["name"] = calendar["x-wr-calname"] = vText(name)
    for item in (*panel.coming, *panel.beyond, *panel.done):
        calendar.add_component(_intervention(here, item, panel.untold))
    for event in _assignments(here, panel.assignments):
        calendar.add_component(event)
    content: bytes = calendar.to_ical(sorted=True)
    return content


def _intervention(here: Here, item: Intervention, untold: tuple[str, ...]) -> Event:
    event = _event(here, "intervention", item.intervention)
    event.add("dtstart", item.start.astimezone(UTC))
    if item.end > item.start:  # an end at the start is none (RFC 5545, 3.6.1)
        event.add("dtend", item.end.astimezone(UTC))
    event.add("summary", plain(item.title))
    event.add("description", "\n".join(filter(None, map(_plain, _said(here, item, untold)))))
    event.add("status", "TENTATIVE" if item.status == "to_confirm" else "CONFIRMED")
    event.add("transp", "OPAQUE" if item.kind in _BUSY else "TRANSPARENT")
    return event


def _said(here: Here, item: Intervention, untold: tuple[str, ...]) -> Iterator[str]:
    if item.status == "done":
        yield "" if "actual_effect" in untold else label("seen_effect", item.actual_effect, here.language)
    else:
        yield from (say.sentence(here, item),) if say.felt(item) else ()
        yield from (say.effect(here, item),) if say.cuts(item) or not say.felt(item) else ()
    yield f"{escape(item.intervention)} · {label('status', item.status, here.language)}"


def _assignments(here: Here, table: Table | None) -> Iterator[Event]:
    """Whole days, of the columns that the page shows; without both days there is nothing to draw."""
    names = [column.id for column in table.columns] if table else []
    if table is None or not {"from", "to"} <= set(names):
        return
    times = Counter[tuple[Cell, ...]]()
    for row in table.rows:
        cells = dict(zip(names, row, strict=True))
        first, last = cells["from"], cells["to"]
        if isinstance(first, date) and isinstance(last, date):
            key = tuple(cells.get(name) for name in ("person", "contract", "from"))
            times[key] += 1
            event = _event(here, "assignment", *map(str, key), str(times[key]))
            event.add("dtstart", first)
            event.add("dtend", min(max(first, last), _LAST) + timedelta(days=1))  # the day after the last
            who = cells.get("person") or here.t("Un intervenant", "Somebody of ours")
            contract = cells.get("contract")
            event.add("summary", plain(f"{who} · {here.contract(str(contract))}" if contract else str(who)))
            event.add("description", "\n".join(
                _plain(here.t("{name} : {value}", "{name}: {value}", name=here.words(column.label),
                              value=here.cell(column, value)))
                for column, value in zip(table.columns, row, strict=True) if value is not None))
            event.add("transp", "TRANSPARENT")
            yield event


def _event(here: Here, *of: str) -> Event:
    """An event of the data's instant. Its UID is made of what the page shows, and tells nothing of it."""
    from icalendar import Event

    event = Event()
    event.add("uid", str(uuid.uuid5(_SPACE, "\x1f".join((here.portal.site, *of)))))
    event.add("dtstamp", here.portal.as_of.astimezone(UTC).replace(microsecond=0))
    return event


def _plain(text: str) -> str:
    return plain(html.unescape(_TAG.sub("", text)))
