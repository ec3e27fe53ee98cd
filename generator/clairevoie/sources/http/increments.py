"""Only what changed since the last reading, laid upon what was known; all of it again from time to time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from clairevoie.sources.http.believing import Row
from clairevoie.sources.http.finding import find
from clairevoie.sources.http.following import Key
from clairevoie.sources.http.memory import Memory
from clairevoie.sources.http.pagers import Step
from clairevoie.sources.http.paging import key_of
from clairevoie.sources.http.paths import place
from clairevoie.sources.http.refused import Refused, Unusable, one_line
from clairevoie.sources.http.request import Request, Since
from clairevoie.sources.http.texts import text_of


def asked(since: Since, memory: Memory, zone: str) -> Step:
    """What an increment adds to its request: everything that changed after the newest row, less the overlap."""
    moment = datetime.fromtimestamp(memory.newest, UTC) - since.overlap
    text = since.template.replace("{since}", _written(moment, since.format, zone))
    return Step(query={since.param: text}) if since.place == "query" else Step(body={since.param: text})


def is_due(since: Since, memory: Memory, now: datetime) -> bool:
    """Whether everything must be read: rows that were deleted are only found out so."""
    return not 0 <= now.timestamp() - memory.full_at < since.full_every.total_seconds()


def laid(request: Request, memory: Memory, came: list[Row]) -> list[Row]:
    """What was known, with the rows that came in the place of those of the same key; new ones at the end."""
    rows: dict[Key | int, Row] = {}
    for place_, row in enumerate([row for row, _ in memory.rows] + came):
        rows[key_of(row, request.key, {}) or place_] = row
    return list(rows.values())


def newest(request: Request, rows: list[Row], zone: str) -> float:
    """When the newest of the rows changed, by the server's own clock. Raises Refused where a row does not say it."""
    assert request.since
    return max((_moment(row, request.since, zone) for row in rows), default=0.0)


def _moment(row: Row, since: Since, zone: str) -> float:
    try:
        text = text_of(find(place(since.at), row), since.at)
        if since.format in ("epoch", "epoch_ms") and text.lstrip("-").isdigit() and len(text) < 16:
            return int(text) / (1000 if since.format == "epoch_ms" else 1)
        moment = datetime.fromisoformat(text)
    except (Unusable, ValueError):
        raise Refused(f"a row does not say when it changed, at {one_line(since.at)}") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).timestamp()


def _written(moment: datetime, form: str, zone: str) -> str:
    """An instant as an API wants it: `iso` in UTC, seconds or milliseconds, or a pattern in the source's time zone."""
    if form == "iso":
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    if form in ("epoch", "epoch_ms"):
        return str(int(moment.timestamp()) * (1000 if form == "epoch_ms" else 1))
    return moment.astimezone(ZoneInfo(zone)).strftime(form)
