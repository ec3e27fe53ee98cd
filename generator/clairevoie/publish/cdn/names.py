"""Which names a cache may hold stale, and how few of them say it. One that ends with `/` means everything below it.

Releases never change, so what may be stale is a pointer, a link, and what was deleted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from clairevoie.publish.candidates import INTERNAL
from clairevoie.publish.opening import LINKS, SITES
from clairevoie.publish.pointer import NAME

EVERYTHING = (f"{LINKS}/", f"{SITES}/")
PATTERN = r"^(sites|links)/([A-Za-z0-9_][A-Za-z0-9._-]*/)*([A-Za-z0-9_][A-Za-z0-9._-]*)?$"

_MOST = 1000  # names told at once: CloudFront has 3,000 in progress
_FOLDERS = 10  # of them that mean all below: CloudFront has 15 in progress
_RELEASE = re.compile(rf"({SITES}/[^/]+/releases/[^/]+/).")
_POINTER = re.compile(rf"{SITES}/[^/]+/{re.escape(NAME)}")


def replaced(name: str) -> frozenset[str]:
    """What is stale once something else stands under a name: a pointer, or the staff's link."""
    changes = name == f"{LINKS}/{INTERNAL}.json" or _POINTER.fullmatch(name)
    return frozenset({name} if changes else ())


def deleted(names: Iterable[str]) -> frozenset[str]:
    """What is stale once these are gone: of files of a release, its folder. Nobody in front reads a manifest."""
    stale = set()
    for name in names:
        if release := _RELEASE.match(name):
            stale.add(release[1])
        elif _POINTER.fullmatch(name) or name.startswith(f"{LINKS}/"):
            stale.add(name)
    return frozenset(stale)


def few(names: Collection[str]) -> tuple[str, ...]:
    """Names that mean all of these, sorted, no more than are told at once: where they are many, folders above them."""
    for above in (str, _site, _top):
        chosen = _uncovered({above(name) for name in names})
        if len(chosen) <= _MOST and sum(name.endswith("/") for name in chosen) <= _FOLDERS:
            return chosen
    return EVERYTHING


def _uncovered(names: Collection[str]) -> tuple[str, ...]:
    chosen: list[str] = []
    for name in sorted(names):
        if not (chosen and chosen[-1].endswith("/") and name.startswith(chosen[-1])):
            chosen.append(name)
    return tuple(chosen)


def _site(name: str) -> str:
    """Of a folder, its whole site."""
    return "/".join(name.split("/")[:2]) + "/" if name.endswith("/") and name not in EVERYTHING else name


def _top(name: str) -> str:
    return name.partition("/")[0] + "/"
