"""Which addresses a mark may lead to: a page of the same site, and nothing else."""

from __future__ import annotations

import re

_INSIDE = re.compile(r"(?!/)[^\s:\\<>\"']+")


def link(href: str) -> str:
    """`href` if it is a relative address, else "": the mark is then drawn without a link."""
    return href if _INSIDE.fullmatch(href) else ""
