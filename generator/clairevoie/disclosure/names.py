"""How people are named, and how a thing is written in an address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from clairevoie.project.model import PeopleShown

_PARTICLES = ("de", "du", "des", "d", "la", "le", "van", "von", "der", "den", "di", "da", "dos")
_TITLES = ("m.", "mr", "mr.", "mme", "mlle", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "pr", "pr.", "me")
_ASIDE = re.compile(r"\s*[(\[,/|].*|\s[-–—]\s.*")  # "Hélène Marchais (externe)", "Marchais, Hélène"
_JOINED = re.compile(r"([^\W\d_]+)[._]([^\W\d_]+)")  # "helene.marchais"
_LONGEST = 60  # letters of a word in addresses: names of files are made of it
_SPREAD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ß": "ss"})


def person(name: str, role: str, shown: PeopleShown, *, perhaps_team: bool = False) -> str:
    """A person's name as the grant allows: nothing, the role, "M. Ferrand", or in full.

    perhaps_team: it may also be the name of a team, which is nobody's: "Centre de services".
    """
    if shown == "full":
        return name
    if shown == "initials":
        words = _words(name)
        return name.strip() if perhaps_team and _is_team(words) else _initials(words)
    return role if shown == "role" else ""


def address(email: str, name: str, shown: PeopleShown) -> str:
    """An address, "" where it spells more of the name than is granted ("helene.marchais@…" for "H. Marchais")."""
    if shown == "full":
        return email
    words = _words(name)
    hidden = words[:1] if shown == "initials" else words
    mailbox = email.partition("@")[0]
    return "" if any(_spells(mailbox, word) for word in hidden) else email


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


def _words(name: str) -> list[str]:
    """The words of a name: without its title, a number, or what stands beside it. A no-break space is a space."""
    words = [word for word in _ASIDE.sub("", name.strip()).split() if any(map(str.isalpha, word))]
    if len(words) == 1 and (joined := _JOINED.fullmatch(words[0])):
        words = list(joined.groups())
    return words[1:] if len(words) > 2 and words[0].lower() in _TITLES else words


def _is_team(words: list[str]) -> bool:
    return len(words) > 1 and words[0][0].isupper() and any(
        word.islower() and word not in _PARTICLES for word in words[1:])


def _initials(words: list[str]) -> str:
    if len(words) < 2:
        return " ".join(words)
    return "-".join(f"{part[0]}." for part in words[0].split("-") if part) + f" {' '.join(words[1:])}"


def _spells(mailbox: str, word: str) -> bool:
    """Whether a mailbox holds a word of a name, as it is pronounced too; one that Latin letters cannot write, may."""
    if any(letter.isalpha() and not _plain(letter) for letter in word):
        return True
    parts = re.split(r"[^a-z]+", _plain(mailbox))
    known = [part for text in (word, word.lower().translate(_SPREAD)) for part in re.split(r"[^a-z]+", _plain(text))]
    return any(one in parts or (len(one) > 2 and one in _plain(mailbox)) for one in known
               if one and one not in _PARTICLES)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _plain(text)).strip("-")[:_LONGEST].strip("-") or "x"


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.lower().replace("ø", "o").replace("æ", "ae").replace("œ", "oe"))
    return spread.encode("ascii", "ignore").decode("ascii")
