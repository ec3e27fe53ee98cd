"""Grants in words: what a client sees, and what it sees more or less than before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from clairevoie.disclosure import columns as catalogue
from clairevoie.disclosure.grants import DERIVED, DOWNLOADS, PAGES
from clairevoie.disclosure.lock import Change, Difference, Lines, named, overridden
from clairevoie.disclosure.pairs import WORDS
from clairevoie.figures.kpi import KPIS
from clairevoie.portal import Text
from clairevoie.words import dates, labels
from clairevoie.words.typography import pick

_KNOWN = {"tickets": catalogue.TICKETS, "time_entries": catalogue.TIME_ENTRIES, "cis": catalogue.CIS,
          "assignments": catalogue.ASSIGNMENTS, "checks": catalogue.CHECKS, "surveys": catalogue.SURVEYS}
_MORE = {
    "actual_effect": Text("effet réel", "actual effect"),
    "actual_end": Text("fin réelle", "actual end"), "actual_start": Text("début réel", "actual start"),
    "calendar": Text("calendrier", "calendar"), "contract": Text("contrat", "contract"),
    "currency": Text("monnaie", "currency"), "day_hours": Text("durée d’un jour", "length of a day"),
    "effect": Text("effet", "effect"), "email": Text("adresse", "e-mail"), "end": Text("fin", "end"),
    "escalation": Text("escalade", "escalation"), "hours": Text("horaires", "hours"),
    "intervention": Text("référence", "reference"), "kind": Text("nature", "kind"),
    "max_minutes": Text("coupure au plus", "longest cut"), "monthly_fee": Text("mensualité", "monthly fee"),
    "owner": Text("responsable", "owner"), "due": Text("échéance", "due"),
    "name": Text("nom", "name"), "notice": Text("préavis", "notice"), "phone": Text("téléphone", "phone"),
    "renewal": Text("reconduction", "renewal"), "renewal_term": Text("durée reconduite", "renewal term"),
    "role": Text("rôle", "role"), "signatories": Text("signataires", "signatories"),
    "start": Text("début", "start"), "status": Text("état", "status"),
    "terminated": Text("résiliation", "termination"), "title": Text("objet", "subject"),
    "updated": Text("dernière nouvelle", "last news"), "ci": Text("équipement", "item"),
    "contact": Text("contact", "contact"), "service": Text("service", "service"), "ticket": Text("ticket", "ticket"),
}
_TABLES = {
    "tickets": Text("tickets", "tickets"), "time_entries": Text("temps passés", "time entries"),
    "cis": Text("parc", "items"), "assignments": Text("affectations", "assignments"),
    "contracts": Text("contrats", "contracts"), "contacts": Text("contacts", "contacts"),
    "actions": Text("actions", "actions"),
    "checks": Text("contrôles", "checks"), "surveys": Text("enquêtes", "surveys"),
    "interventions": Text("interventions", "interventions"), "outages": Text("coupures", "outages"),
    "ticket_cis": Text("équipements des tickets", "items of tickets"),
    "ci_contacts": Text("contacts des équipements", "contacts of items"),
    "figures": Text("chiffres", "figures"),
    "calendar": Text("calendrier", "calendar"), "register": Text("registre des fournisseurs", "register of suppliers"),
}
_KINDS = {
    "page": Text("pages", "pages"), "figure": Text("chiffres", "figures"),
    "by_month": Text("sommes par mois seulement", "sums by month only"), "rows": Text("lignes", "rows"),
    "download": Text("fichiers à télécharger", "files to download"),
    "people": Text("noms des personnes", "names of people"), "months": Text("historique", "history"),
    "delay_days": Text("décalage", "delay"), "minimum_count": Text("nombre minimal", "minimum count"),
    "provider": Text("fournisseurs nommés", "providers named"),
    "shared_ci": Text("éléments partagés", "shared items"),
    "override": Text("chiffres internes, par exception", "internal figures, by exception"),
    "group": Text("sommes pour la maison mère", "sums for the parent company"),
    "sums": Text("sommes de filiales", "sums of subsidiaries"),
    "reveals": Text("ce qui s’en déduit", "what follows from it"),
}
_WAYS = {"group": "→", "sums": "←"}  # to its parent, of a subsidiary
_PEOPLE = {
    "none": Text("personne n’est nommé", "nobody is named"), "role": Text("le rôle seul", "the role alone"),
    "initials": Text("initiale et nom", "initial and surname"), "full": Text("en entier", "in full"),
}
_MEASURES: dict[str, Callable[[int], Text]] = {
    "months": lambda n: Text(f"{n} mois", f"{n} months"),
    "delay_days": lambda n: Text(f"{n} jours", f"{n} days") if n else Text("aucun", "none"),
    "minimum_count": lambda n: Text(f"sous {n} lignes, un chiffre est retenu",
                                    f"a figure of fewer than {n} rows is withheld") if n else Text("aucun", "none"),
}


def seen(lines: Lines, language: str) -> Iterator[tuple[str, str]]:
    """(what it is about, words) of all that a client sees, then what it does not of pages and figures."""
    changes = [Change(kind, "", "", what) if kind in ("people", *_MEASURES) else Change(kind, what)
               for kind, what in lines]
    yield from _grouped(changes, language)
    for kind, known in (("page", PAGES), ("figure", [name for name in sorted(KPIS) if not KPIS[name].internal]),
                        ("download", DOWNLOADS)):
        if hidden := [name for name in known if (kind, name) not in lines]:
            yield _t(Text("non montré : ", "not shown: "), language) + _t(_KINDS[kind], language), ", ".join(
                _name(kind, name, language) for name in hidden)


def visible(name: str, change: Difference, language: str = "en") -> str:
    """"newly visible to Transports Lefèvre: …; no longer visible: …", "" where nothing changed."""
    parts = []
    if change.wider:
        parts.append(_t(Text(f"nouvellement visible par {name} : ", f"newly visible to {name}: "), language)
                     + _listed(change.wider, language))
    if change.narrower:
        whom = "" if change.wider else Text(f" par {name}", f" to {name}").in_(language)
        parts.append(_t(Text(f"n’est plus visible{whom} : ", f"no longer visible{whom}: "), language)
                     + _listed(change.narrower, language))
    return _t(Text(" ; ", "; "), language).join(parts)


def changed(change: Difference, language: str = "en") -> str:
    """What is newly visible, and what no longer, of a client that is known from beside."""
    parts = [(Text("nouvellement visible : ", "newly visible: "), change.wider),
             (Text("n’est plus visible : ", "no longer visible: "), change.narrower)]
    return _t(Text(" ; ", "; "), language).join(
        _t(words, language) + _listed(found, language) for words, found in parts if found)


def about(kind: str, language: str) -> str:
    """What a kind of grant is about: "names of people"."""
    return _t(_KINDS[kind], language)


def measured(kind: str, value: str, language: str) -> str:
    """A grant that has a measure: "13 months"."""
    return _measured(Change(kind, "", "", value), language)


def name(kind: str, what: str, language: str) -> str:
    """A page, a figure, a file, a pair: without its id."""
    if kind == "figure" and what in KPIS:
        return _t(KPIS[what].definition.label, language)
    return _name(kind, what, language)


def table(name: str, language: str) -> str:
    """A table in words."""
    return _table(name, language)


def column(table: str, name: str, language: str) -> str:
    """A column of a table in words, its id where there are none."""
    labels_of = _labels(table)
    return _t(labels_of[name], language) if name in labels_of else name


def named_columns(table: str, names: Sequence[str]) -> list[str]:
    """Columns without the parts that a derived name stands for."""
    parts = {part for name in names for part in DERIVED.get(table, {}).get(name, ())}
    return [name for name in names if name not in parts]


def wider(change: Difference, language: str = "en") -> str:
    """What is newly visible, in words."""
    return _listed(change.wider, language)


def _listed(changes: Iterable[Change], language: str) -> str:
    """What came or went: of a table that is summed by month now, or was, its rows."""
    changes = [replace(change, kind="rows") if change.kind == "by_month" else change for change in changes]
    return _t(Text(" ; ", "; "), language).join(f"{about}{_t(Text(' : ', ': '), language)}{words}"
                                                for about, words in _grouped(changes, language))


def _grouped(changes: Iterable[Change], language: str) -> Iterator[tuple[str, str]]:
    """By kind in the order of the file; columns by table, without the parts that a derived name stands for."""
    groups: dict[tuple[str, str], list[Change]] = {}
    ordered = sorted(changes, key=lambda change: (list(_ORDER).index(change.kind), change.what))
    for change in ordered:
        about = change.what.partition(".")[0] if change.kind == "column" else ""
        groups.setdefault((change.kind, about), []).append(change)
    for (kind, table), found in groups.items():
        if kind == "column":
            yield _table(table, language), ", ".join(_columns(table, [c.what.partition(".")[2] for c in found],
                                                              language))
        elif kind in ("people", *_MEASURES):
            yield _t(_KINDS[kind], language), _measured(found[0], language)
        else:
            yield _t(_KINDS[kind], language), ", ".join(_name(kind, change.what, language) for change in found)


def _columns(table: str, names: Sequence[str], language: str) -> list[str]:
    labels_of = _labels(table)
    return [f"{_t(labels_of[name], language)} ({name})" if name in labels_of else name
            for name in named_columns(table, names)]


def _labels(table: str) -> Mapping[str, Text]:
    return {column.id: column.label for column in _KNOWN[table]} if table in _KNOWN else _MORE


def _measured(change: Change, language: str) -> str:
    def said(value: str) -> str:
        if change.kind == "people":
            return _t(_PEOPLE[value], language) if value in _PEOPLE else value
        return _t(_MEASURES[change.kind](int(value)), language)

    if not change.before:
        return said(change.now)
    if not change.now:
        return said(change.before)
    return said(change.now) + _t(Text(" (avant : ", " (was: "), language) + said(change.before) + ")"


def _name(kind: str, what: str, language: str) -> str:
    if kind == "page":
        return labels.label("page", what, language)
    if kind == "figure":
        return f"{_t(KPIS[what].definition.label, language)} ({what})" if what in KPIS else what
    if kind in ("by_month", "rows", "download"):
        return _table(what, language)
    if kind in ("provider", "shared_ci"):
        name, label = named(what)
        return f"{label} ({name})"
    if kind == "override":
        return _exception(what, language)
    if kind in ("group", "sums"):
        other, _, figure = what.partition(" ")
        alone = _t(Text("même seul, lisible comme tel", "even alone, readable as such"), language)
        return f"{alone if figure == 'alone' else _name('figure', figure, language)} {_WAYS[kind]} {other}"
    if kind == "reveals" and what in WORDS:
        return _t(WORDS[what], language)
    return what


def _exception(what: str, language: str) -> str:
    figure, day, who, why = overridden(what)
    return _t(Text(f"{_name('figure', figure, 'fr')} jusqu’au {dates.day(day, 'fr')}, autorisé par {who} ({why})",
                   f"{_name('figure', figure, 'en')} until {dates.day(day, 'en')}, allowed by {who} ({why})"), language)


def _table(name: str, language: str) -> str:
    return _t(_TABLES[name], language) if name in _TABLES else name


def _t(text: Text, language: str) -> str:
    return pick(language, text.fr, text.en)


_ORDER = ("page", "figure", "column", *(kind for kind in _KINDS if kind not in ("page", "figure")))
