"""What is stale, for a person: sites by their names, never by their keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from clairevoie.publish.opening import LINKS, SITES
from clairevoie.publish.pointer import NAME

_SHOWN = 5  # sites that a message names


def said(names: Collection[str], sites: Mapping[str, str]) -> str:
    """In half a sentence. sites: by key."""
    below = [name.split("/") for name in names if name.startswith(f"{SITES}/")]
    pointers = {key for _, key, *rest in below if rest == [NAME]}
    others = {key for _, key, *rest in below} - pointers
    count = sum(name.startswith(f"{LINKS}/") for name in names)
    parts = [_of("pointer of", pointers, sites), _of("what was deleted of", others, sites)]
    return "; ".join(part for part in (*parts, f"{count} link{'s' * (count > 1)}" if count else "") if part)


def _of(what: str, keys: Iterable[str], sites: Mapping[str, str]) -> str:
    named = sorted({sites[key] for key in keys if key in sites})
    unnamed = sum(key not in sites for key in keys)
    shown = named[:_SHOWN]
    if more := len(named) - len(shown) + unnamed:
        shown.append(f"{more} {'more' if shown else 'sites'}")
    return f"{what} {', '.join(shown)}" if shown else ""
