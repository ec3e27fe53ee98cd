"""How people are named, and how a thing is written in an address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from clairevoie.project.model import PeopleShown


def person(name: str, role: str, shown: PeopleShown) -> str:
    """A person's name as the grant allows: nothing, the role, "M. Ferrand", or in full."""
    if shown == "full":
        return name
    if shown == "initials":
        return _initials(name)
    return role if shown == "role" else ""


def slugs(identifiers: Iterable[str]) -> Mapping[str, str]:
    """For each identifier its own word of [a-z0-9-]; those that would collide get a number, in sorted order."""
    taken: dict[str, str] = {}
    for identifier in sorted(set(identifiers)):
        word, number = _slug(identifier), 1
        slug = word
        while slug in taken.values():
            number += 1
            slug = f"{word}-{number}"
        taken[identifier] = slug
    return taken


def _initials(name: str) -> str:
    first, _, rest = name.strip().partition(" ")
    if not rest:
        return name.strip()
    return "-".join(f"{part[0]}." for part in first.split("-") if part) + f" {rest.strip()}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().replace("ø", "o").replace("æ", "ae").replace("œ", "oe"))
    ascii_only = plain.encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-") or "x"
