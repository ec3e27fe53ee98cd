"""How people are named, and how a thing is written in an address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from clairevoie.project.model import PeopleShown

_PARTICLES = ("de", "du", "des", "d", "la", "le", "van", "von", "der", "den", "di", "da", "dos")


def person(name: str, role: str, shown: PeopleShown) -> str:
    """A person's name as the grant allows: nothing, the role, "M. Ferrand", or in full."""
    if shown == "full":
        return name
    if shown == "initials":
        return _initials(name)
    return role if shown == "role" else ""


def address(email: str, name: str, shown: PeopleShown) -> str:
    """An address, "" where it spells more of the name than is granted ("helene.marchais@…" for "H. Marchais")."""
    mailbox = _plain(email.partition("@")[0])
    words = [word for word in re.split(r"[^a-z]+", _plain(name)) if len(word) > 2]
    hidden = {"full": [], "initials": words[:1]}.get(shown, words)
    return "" if any(word in mailbox for word in hidden) else email


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
    if not rest or not all(word[0].isupper() or word.lower() in _PARTICLES for word in rest.split()):
        return name.strip()  # one word, or the name of a team: "Centre de services"
    return "-".join(f"{part[0]}." for part in first.split("-") if part) + f" {rest.strip()}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _plain(text)).strip("-") or "x"


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.lower().replace("ø", "o").replace("æ", "ae").replace("œ", "oe"))
    return spread.encode("ascii", "ignore").decode("ascii")
