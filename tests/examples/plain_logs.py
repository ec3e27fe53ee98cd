"""Two real logs read with the csv module alone: what a person would count in them. Nothing of ours is called."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")  # where a client lives that does not say where
STATUS = {
    "Assign seriousness": "new", "Insert ticket": "new", "Take in charge ticket": "assigned",
    "Schedule intervention": "assigned", "Create SW anomaly": "assigned", "Wait": "pending",
    "Require upgrade": "pending",
    "Resolve ticket": "resolved", "RESOLVED": "resolved", "Resolve SW anomaly": "resolved", "VERIFIED": "resolved",
    "Closed": "closed", "DUPLICATE": "cancelled", "INVALID": "cancelled",
}
DONE, OPEN = ("resolved", "closed"), ("new", "assigned", "pending")


@dataclass(frozen=True, slots=True)
class Life:
    """A ticket: its statuses with when each began (epoch seconds), and whether it is an incident."""

    spells: tuple[tuple[int, str], ...]
    incident: bool

    @property
    def resolved(self) -> int | None:
        """Where its last run of resolved and closed begins, None where it did not end in one."""
        found = None
        for at, status in reversed(self.spells):
            if status not in DONE:
                break
            found = at
        return found

    @property
    def worked(self) -> int:
        """Seconds in new and assigned up to its resolution."""
        ends = [at for at, _ in self.spells[1:]] + [self.spells[-1][0]]
        return sum(end - at for (at, status), end in zip(self.spells, ends, strict=True) if status in OPEN[:2])

    def is_open(self, at: int) -> bool:
        """Whether it was just before an instant."""
        past = [status for began, status in self.spells if began < at]
        return bool(past) and past[-1] in OPEN


def helpdesk(folder: Path) -> list[Life]:
    """A log of events: each task is a status."""
    events: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for file in sorted(folder.glob("test_fold*_variation0_Helpdesk.csv")):
        for row in _rows(file):
            at = datetime.fromisoformat(row["end_timestamp"]).replace(tzinfo=UTC)
            events[row["caseid"]].append((int(at.timestamp()), STATUS[row["task"]]))
    lives = []
    for log in events.values():
        log.sort(key=lambda event: event[0])  # stable: of two in one second, the file's order
        lives.append(Life(((log[0][0], "new"), *log), incident=True))
    return lives


def rabobank(folder: Path) -> list[Life]:
    """A table of incidents: open until the first of resolved and closed."""
    lives = []
    for row in _rows(folder / "incidents.csv"):
        ended = [_amsterdam(row[name]) for name in ("resolved_time", "close_time") if row[name]]
        opened = _amsterdam(row["open_time"])
        lives.append(Life(((opened, "new"), (max(min(ended), opened), "closed")), row["category"] == "incident"))
    return lives


def month(at: int) -> str:
    """The month of an instant in Paris."""
    return datetime.fromtimestamp(at, PARIS).strftime("%Y-%m")


def month_end(name: str) -> int:
    """The midnight after a month."""
    year, number = int(name[:4]), int(name[5:])
    return int(datetime(year + number // 12, number % 12 + 1, 1, tzinfo=PARIS).timestamp())


def median(values: Iterable[int]) -> int:
    """By nearest rank."""
    ranked = sorted(values)
    return ranked[(len(ranked) + 1) // 2 - 1]


def _rows(file: Path) -> Iterable[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _amsterdam(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam")).timestamp())
