"""What a run did, for a person in lines and for a machine in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from clairevoie.errors import ClairevoieError, Fault
from clairevoie.tables.aside import SetAside

_MOST = 10_000  # rows that a report holds


@dataclass(slots=True)
class Site:
    """One site of a run. outcome: built · unchanged · held (old site stands) · refused (by the gate)."""

    site: str
    outcome: str
    files: int = 0
    bytes: int = 0
    release: str = ""
    fingerprint: str = ""
    reasons: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """A run; `exit_code` is the highest of what happened (DESIGN §6)."""

    as_of: datetime | None
    sources: list[dict[str, Any]] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    set_aside: list[dict[str, Any]] = field(default_factory=list)  # the first rows; each source says how many it has
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    gate: dict[str, Any] = field(default_factory=dict)
    published: list[dict[str, Any]] = field(default_factory=list)
    exit_code: int = 0

    def blame(self, error: ClairevoieError) -> None:
        """Take an error's faults and its exit code into the report."""
        self.faults += error.faults
        self.exit_code = max(self.exit_code, error.exit_code)

    def put_aside(self, rows: Iterable[SetAside]) -> None:
        """Take the rows that no figure counts into the report, in the place of those that it knew."""
        names = [field_.name for field_ in fields(SetAside)]
        self.set_aside = [{name: getattr(row, name) for name in names} for row in islice(rows, _MOST)]

    def write(self, file: Path) -> None:
        """The run as JSON."""
        body = asdict(self) | {"as_of": self.as_of.isoformat() if self.as_of else None,
                              "faults": [str(fault) for fault in self.faults]}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
