"""What a source gave in one reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clairevoie.tables.aside import SetAside
from clairevoie.tables.raw import RawTable


@dataclass(frozen=True, slots=True)
class Pull:
    """Raw tables (several of one table are joined), rows that could not even be taken apart, and what to tell staff.

    detected: a file (or a request) -> how it was found to be written, where that was not declared.
    remember: private bytes by name that `SourceSpec.recall` gives back at the next reading, once this one is stored.
    open_lines: a file that cannot be seen to be whole -> its last line where that has no end, else 0.
    passing: what to tell of this one reading, which is in no row and on no page: how often the source was asked again.
    """

    raws: tuple[RawTable, ...]
    set_aside: tuple[SetAside, ...] = ()
    notices: tuple[str, ...] = ()
    detected: Mapping[str, str] = field(default_factory=dict)
    remember: Mapping[str, bytes] = field(default_factory=dict)
    open_lines: Mapping[str, int] = field(default_factory=dict)
    passing: tuple[str, ...] = ()
