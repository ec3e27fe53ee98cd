"""What a source gave in one reading."""

from __future__ import annotations

from dataclasses import dataclass

from clairevoie.tables.aside import SetAside
from clairevoie.tables.raw import RawTable


@dataclass(frozen=True, slots=True)
class Pull:
    """Raw tables (several of one table are joined), rows that could not even be taken apart, and what to tell staff."""

    raws: tuple[RawTable, ...]
    set_aside: tuple[SetAside, ...] = ()
    notices: tuple[str, ...] = ()
