"""Singular and plural, and small numbers in words. In French zero is singular, in English plural."""

from __future__ import annotations

from clairevoie.words.numbers import number

_WORDS = {
    "fr": [
        "zéro",
        "un",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
    ],
    "en": [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
    ],
}

# noun: French singular, plural, feminine? · English singular, plural
NOUNS: dict[str, tuple[str, str, bool, str, str]] = {
    "incident": ("incident", "incidents", False, "incident", "incidents"),
    "request": ("demande", "demandes", True, "request", "requests"),
    "problem": ("problème", "problèmes", False, "problem", "problems"),
    "ticket": ("ticket", "tickets", False, "ticket", "tickets"),
    "commitment": ("engagement", "engagements", False, "commitment", "commitments"),
    "contract": ("contrat", "contrats", False, "contract", "contracts"),
    "site": ("site", "sites", False, "site", "sites"),
    "supplier": ("fournisseur", "fournisseurs", False, "supplier", "suppliers"),
    "client": ("client", "clients", False, "client", "clients"),
    "assignment": ("affectation", "affectations", True, "assignment", "assignments"),
    "intervention": ("intervention", "interventions", True, "intervention", "interventions"),
    "outage": ("coupure", "coupures", True, "outage", "outages"),
    "slowdown": ("ralentissement", "ralentissements", False, "slowdown", "slowdowns"),
    "service": ("service", "services", False, "service", "services"),
    "ci": ("équipement", "équipements", False, "item", "items"),
    "person": ("personne", "personnes", True, "person", "people"),
    "row": ("ligne", "lignes", True, "row", "rows"),
    "source": ("source", "sources", True, "source", "sources"),
    "time": ("fois", "fois", True, "time", "times"),
    "delay": ("retard", "retards", False, "late ticket", "late tickets"),
    "day": ("jour", "jours", False, "day", "days"),
    "month": ("mois", "mois", False, "month", "months"),
    "note": ("note", "notes", True, "note", "notes"),
    "contact": ("contact", "contacts", False, "contact", "contacts"),
    "figure": ("indicateur", "indicateurs", False, "figure", "figures"),
    "action": ("action", "actions", True, "action", "actions"),
    "deadline": ("échéance", "échéances", True, "deadline", "deadlines"),
    "level": ("niveau de priorité", "niveaux de priorité", False, "priority level", "priority levels"),
}


def plural(n: float, language: str, fr: tuple[str, str], en: tuple[str, str]) -> str:
    """The form of a word after `n`: `plural(1, "fr", ("ligne", "lignes"), ("row", "rows"))`."""
    if language == "en":
        return en[0] if n == 1 else en[1]
    return fr[0] if abs(n) < 2 else fr[1]


def spelled(n: int, language: str, *, feminine: bool = False) -> str:
    """`deux`, `une`, `sixteen`; digits above sixteen."""
    if not 0 <= n <= 16:
        return number(n, language)
    word = _WORDS[language][n]
    return "une" if feminine and word == "un" else word


def name(n: int, noun: str, language: str) -> str:
    """A noun as it stands after `n`: `demandes`."""
    one, many, _, one_en, many_en = NOUNS[noun]
    return plural(n, language, (one, many), (one_en, many_en))


def times(n: int, language: str) -> str:
    """`une fois`, `quatre fois`, `once`, `twice`, `four times`."""
    if language == "en" and n in (1, 2):
        return "once" if n == 1 else "twice"
    return counted(n, "time", language)


def counted(n: int, noun: str, language: str, *, words: bool = True) -> str:
    """`deux tickets`, `une coupure`, `aucun ticket`, `no ticket`; digits when `words` is False."""
    one, _, feminine, one_en, _ = NOUNS[noun]
    if not words:
        return f"{number(n, language)}\u00a0{name(n, noun, language)}"
    if n == 0:
        return f"no {one_en}" if language == "en" else f"{'aucune' if feminine else 'aucun'} {one}"
    return f"{spelled(n, language, feminine=feminine)} {name(n, noun, language)}"
