"""Ids and names of made-up clients, close to one another on purpose, and marks that say whose a word is."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

MARK = re.compile(r"zq[a-z0-9]{6}k")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
# Families of ids of which one is the beginning, the end or a part of another.
_FAMILIES = (
    ("acme", "acme-corp", "acme-corp-2", "corp", "my-acme"), ("nord", "nord-est", "grand-nord", "nordest"),
    ("val-de-lo", "val", "de-lo", "val-de-lo-sud"), ("xq", "xq-xq", "xqxq"),
)
# The same to the eye, others to a machine: Cyrillic, Greek, full-width, a combining accent, a ligature.
_ALIKE = (
    ("Acme", "\u0410cme", "\u0391cme", "\uff21cme", "Acme\u0301"), ("Nord & Fils", "N\u043erd & Fils", "NORD & Filz"),
    ("Café Ørsted", "Cafe\u0301 \u00d8rsted SA", "Kaffee \u00d6rsted"), ("東京電力", "東京電力支社", "中電"),
    ("Société \"L'Œuvre\"", "Socie\u0301te\u0301 <b>L'Œuvre</b> SA", "Société ‘L’Œuvre’ Sud"),
    ("شركة النور", "شركة النورس"), ("Ελιά", "Ελιά Βορρά"), ("R\u2060ivage", "Rivages"),
)


@dataclass(slots=True)
class Marks:
    """Gives words that exist once; `owner`: mark → whose it is ("" for the company's own)."""

    dice: random.Random
    owner: dict[str, str] = field(default_factory=dict)

    def new(self, owner: str) -> str:
        """A word of nine characters that stands nowhere else."""
        mark = "zq" + "".join(self.dice.choices(_LETTERS, k=6)) + "k"
        if mark in self.owner:
            return self.new(owner)
        self.owner[mark] = owner
        return mark


def clients(dice: random.Random, count: int) -> dict[str, str]:
    """id → name; most are of families, the rest plain."""
    ids = [name for family in dice.sample(_FAMILIES, 3) for name in family]
    names = [name for family in dice.sample(_ALIKE, 5) for name in family]
    dice.shuffle(ids)
    dice.shuffle(names)
    ids += [f"{dice.choice(('cl', 'client', 'k'))}-{number}-{dice.randrange(100, 1000)}" for number in range(count)]
    names += [f"{dice.choice(('Maison', 'Groupe', 'Ateliers'))} {number}-{dice.randrange(100, 1000)} {word}"
              for number, word in zip(range(count), _words(dice, count), strict=True)]
    return dict(zip(ids[:count], names[:count], strict=True))


def _words(dice: random.Random, count: int) -> list[str]:
    return ["".join(dice.choices("bdfglmnprstv", k=4)).capitalize() + "aire" for _ in range(count)]
