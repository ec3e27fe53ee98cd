"""How much of a redundancy group must stay up: a count ("2") or a share in whole per cent ("50%")."""

from __future__ import annotations

import re

_NEEDS = re.compile(r"\s*(\d{1,9})[\s\u00a0\u202f]*(%?)\s*", re.ASCII)  # "50 %" as it is written in French
ONE = "1"  # links of one group are redundant to each other: where nobody says how many, one is enough


def spare(members: int, needs: str) -> int:
    """How many of `members` may be lost while the group still holds; -1: it falls with the first.

    What cannot be read holds nothing: a redundancy that nobody can check is none.
    """
    match = _NEEDS.fullmatch(needs)
    if match is None:
        return -1
    number = int(match[1])
    must_stay = -(-members * number // 100) if match[2] else number
    return max(members - must_stay, -1)


def is_read(needs: str) -> bool:
    """Whether `needs` says something."""
    return _NEEDS.fullmatch(needs) is not None
