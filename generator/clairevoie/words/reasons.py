"""Why a row was set aside, and what a source is noticed for, in French: the program itself speaks English."""

from __future__ import annotations

import re

from clairevoie.words.typography import tidy

_QUOTED = r"(?:'(.*)'|\"(.*)\")"
_FRENCH: tuple[tuple[re.Pattern[str], str], ...] = tuple((re.compile(pattern), french) for pattern, french in (
    (r"no such day", "ce jour n'existe pas"),
    (r"year outside (.+)", r"année hors de \1"),
    (r"outside (.+)", r"hors de \1"),
    (r"empty, but required", "vide, alors qu'une valeur est attendue"),
    (r"not one of (.+)", r"aucune des valeurs attendues : \1"),
    (r"holds a NUL character", "contient un caractère nul"),
    (r"not Unicode text", "ce n'est pas du texte Unicode"),
    (r"not an instant \(([^,]+),.*", r"ce n'est pas un instant (\1)"),
    (r"not a date (\(.+\))", r"ce n'est pas une date \1"),
    (r"not a day written (.+)", r"ce n'est pas un jour écrit \1"),
    (r"not a number written with a decimal comma (\(.+\))", r"ce n'est pas un nombre à virgule \1"),
    (r"not a number (\(.+\))", r"ce n'est pas un nombre \1"),
    (r"not a whole number", "ce n'est pas un nombre entier"),
    (r"not a flag (\(.+\))", r"ce n'est ni vrai ni faux \1"),
    (r"not an amount with two decimals at most (\(.+\))", r"ce n'est pas un montant à deux décimales au plus \1"),
    (r"not a duration above 0 .*", "ce n'est pas une durée au-dessus de 0 (240 minutes, 4h ou 2d)"),
    (r"not a currency (\(.+\))", r"ce n'est pas une monnaie (trois capitales : EUR)"),
    (r"not a time zone (\(.+\))", r"ce n'est pas un fuseau horaire \1"),
    (r"not a penalty rule (\(.+\))", r"ce n'est pas une règle de pénalité \1"),
    (r"must be above 0", "doit dépasser 0"),
    (r"must not be negative", "ne doit pas être négatif"),
    (r"before (\w+)", r"avant \1"),
    (r"names a folder: .*", "nomme un dossier : lettres, chiffres, « . », « _ », « - », 64 au plus"),
    (rf"unknown (\w+) {_QUOTED}", r"\1 inconnu : « \2\3 »"),
    (rf"(\w+) {_QUOTED} is another client's", r"\1 « \2\3 » : celui d'un autre client"),
    (r"says otherwise than (.+) under the same (.+)", r"contredit \1, avec la même clé (\2)"),
    (r"the header once more", "l'en-tête une seconde fois"),
    (r"(\d+) cells under (\d+) columns", r"\1 cellules pour \2 colonnes"),
    (r"(\w+): 1 row says again what an earlier row says, counted once \(first: (.+)\)",
     r"\1 : 1 ligne répète une ligne antérieure, comptée une fois (\2)"),
    (r"(\w+): (\d+) rows say again what an earlier row says, counted once \(first: (.+)\)",
     r"\1 : \2 lignes répètent une ligne antérieure, comptées une fois (la première : \3)"),
    (rf"(\w+): 1 row names in (\w+) a (\w+) that no source gives \(first: {_QUOTED}\), kept as text",
     r"\1 : 1 ligne nomme dans \2 un élément \3 qu'aucune source ne donne (« \4\5 »), gardé tel quel"),
    (rf"(\w+): (\d+) rows name in (\w+) a (\w+) that no source gives \(first: {_QUOTED}\), kept as text",
     r"\1 : \2 lignes nomment dans \3 un élément \4 qu'aucune source ne donne (le premier : « \5\6 »), gardé tel quel"),
))

_OF_RULES = {"per": "par", "ticket": "ticket", "tickets": "tickets", "point": "point", "points": "points",
             "hour": "heure", "hours": "heures", "max": "plafond"}
_RULE = re.compile(rf"\b(?:{'|'.join(sorted(_OF_RULES, reverse=True))})\b")


def rule(text: str, language: str) -> str:
    """The rule of a penalty (`1% per point; max 10%`) in `language`."""
    if language == "en":
        return text
    french = _RULE.sub(lambda found: _OF_RULES[found[0]], text)
    return tidy(re.sub(r"\s*([%;])", r" \1", french))


def reason(text: str, language: str) -> str:
    """The reason in `language`; one that has no French words here stands as it is."""
    if language == "en":
        return text
    for pattern, french in _FRENCH:
        match = pattern.fullmatch(text)
        if match:
            return tidy(match.expand(french))
    return text
