"""If a supplier leaves, and what hangs by a thread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from clairevoie.portal import Exit, ExposedLine, HollowLine, Suppliers, SupplyLine
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import numbers, plurals


def index(here: Here, panel: Suppliers) -> Headline:
    """`Deux fournisseurs ; si Nuageo part, quatre clients sont touchés.`"""
    if not panel.exits:
        return Headline(here.t("Aucun fournisseur n’est enregistré.", "No supplier is recorded."), sign="not_measured")
    worst = panel.exits[0]
    if not worst.clients:
        return Headline(here.t("Aucun fournisseur ne porte de client.", "No supplier carries a client."), sign="ok")
    what = plurals.counted(worst.clients, "client", here.language)
    touched = plurals.plural(worst.clients, here.language, ("touché", "touchés"), ("touched", "touched"))
    return Headline(here.t("Si {name} part, {what} {touched}.", "If {name} leaves, {what} {touched}.",
                           name=worst.name, what=what, touched=touched))


def one(here: Here, panel: Exit) -> Headline:
    """`Si Nuageo part : quatre clients, cinq contrats et 24 équipements touchés, pour 265 400 € par an.`"""
    if not panel.exposed and not panel.items:
        return Headline(here.t("Si {name} part, personne n’est touché.", "If {name} leaves, nobody is touched.",
                               name=panel.name), sign="ok")
    parts = here.join([plurals.counted(panel.clients, "client", here.language),
                       plurals.counted(len(panel.exposed), "contract", here.language),
                       plurals.counted(panel.items, "ci", here.language)])
    money = revenue(here, panel.revenue)
    title = here.t("Si {name} part : {parts} touchés, pour {money} de chiffre d’affaires par an.",
                   "If {name} leaves: {parts} touched, for {money} of revenue a year.",
                   name=panel.name, parts=parts, money=money) if money else \
        here.t("Si {name} part : {parts} touchés.", "If {name} leaves: {parts} touched.", name=panel.name, parts=parts)
    return Headline(title, _lede(here, panel))


def revenue(here: Here, sums: Iterable[tuple[str, Decimal]]) -> Markup:
    """`265 400 €`; several currencies one after the other, never added."""
    return here.join([numbers.money(amount, currency, here.language, whole=True) for currency, amount in sums])


def who(here: Here, panel: Exit) -> Markup:
    """`24 équipements ; dix services interrompus, deux dégradés.`"""
    items = plurals.counted(panel.items, "ci", here.language, words=False)
    return here.t("{items} ; {effect}.", "{items}; {effect}.", items=items,
                  effect=effect(here, panel.interrupted, panel.degraded))


def effect(here: Here, interrupted: int, degraded: int) -> Markup:
    """`1 service interrompu, 1 dégradé`."""
    parts = []
    if interrupted:
        service = plurals.counted(interrupted, "service", here.language, words=False)
        word = plurals.plural(interrupted, here.language, ("interrompu", "interrompus"), ("interrupted", "interrupted"))
        parts.append(f"{service} {word}")
    if degraded:
        service = plurals.counted(degraded, "service", here.language, words=False)
        word = plurals.plural(degraded, here.language, ("dégradé", "dégradés"), ("degraded", "degraded"))
        parts.append(f"{service} {word}")
    return Markup(", ").join(parts) if parts else here.t("aucun service touché", "no service touched")


def cost(here: Here, panel: Exit) -> Markup:
    """`122 280 € d’achats par an en moins.`"""
    known = [line.annual_cost for line in panel.supplies if line.annual_cost is not None]
    if not known:
        return here.t("Ce que ses contrats coûtent n’est pas connu.", "What its contracts cost is not known.")
    return here.t("{money} d’achats par an en moins.", "{money} of purchases a year less.",
                  money=numbers.money(total(panel), here.portal.currency, here.language, whole=True))


def total(panel: Exit) -> Decimal:
    """What the contracts cost in a year, as far as it is known."""
    return sum((line.annual_cost for line in panel.supplies if line.annual_cost is not None), Decimal(0))


def money(here: Here, line: ExposedLine) -> Markup:
    """The revenue of a contract, and what it is taken from where that is not its services."""
    if line.revenue is None:
        return here.t("non connu", "not known")
    return Markup.escape(numbers.money(line.revenue, line.currency, here.language, whole=True))


def basis(here: Here, line: ExposedLine) -> Markup:
    """From what the revenue is taken."""
    return {"services": here.t("les services touchés", "the services touched"),
            "fee": here.t("la mensualité entière", "the whole fee"),
            "price": here.t("le prix entier", "the whole price"),
            "unknown": here.t("aucun montant saisi", "no amount recorded")}[line.basis]


def bare(here: Here, line: ExposedLine) -> Markup:
    """`14 mois sans fournisseur`, or its end."""
    if line.bare_months:
        months = plurals.counted(line.bare_months, "month", here.language, words=False)
        return here.t("{months} sans fournisseur", "{months} without a supplier", months=months)
    if line.bare_from and line.end is None:
        return here.t("sans échéance, puis sans fournisseur", "no end, then without a supplier")
    return here.t("échéance le {day}", "ends on {day}", day=here.day(line.end)) if line.end else Markup("")


def ends(here: Here, line: SupplyLine) -> Markup:
    """`31/05/2026, préavis avant le 01/04/2026`; a notice that has passed ends it a term later."""
    if line.gone is None:
        return here.t("sans échéance", "no end")
    if line.notice and line.notice >= here.today:
        return here.t("{end}, préavis avant le {notice}", "{end}, notice by {notice}", end=here.day(line.gone),
                      notice=here.day(line.notice))
    return Markup.escape(here.day(line.gone))


def calls(here: Here, panel: Exit) -> Markup:
    """`Quatre appels, le premier avant le 01/04/2026.`"""
    if not panel.calls:
        return here.t("Personne à appeler n’est enregistré.", "Nobody to call is recorded.")
    what = _count(here, len(panel.calls), ("appel", "appels"), ("call", "calls"))
    before = panel.calls[0].before
    return opened(here.t("{what}, le premier avant le {day}.", "{what}, the first before {day}.",
                         what=what, day=here.day(before)) if before else here.t("{what}.", "{what}.", what=what))


def unknown(here: Here, panel: Exit) -> Markup:
    """`Trois liens manquent peut-être au parc.`"""
    if not panel.unplaced:
        return here.t("Chaque équipement dit de quoi il dépend.", "Every item says what it stands on.")
    what = _count(here, len(panel.unplaced), ("équipement ne dit", "équipements ne disent"), ("item does", "items do"))
    return opened(here.t("{what} ni leur fournisseur ni ce qui les porte.",
                         "{what} not say who provides them, nor what they stand on.", what=what))


def singles(here: Here, panel: Suppliers) -> Markup:
    """`37 éléments arrêtent chacun un service à lui seul.`"""
    count = len(panel.singles)
    if not count:
        return here.t("Aucun élément n’arrête un service à lui seul.", "No item stops a service alone.")
    french = ("élément arrête un service à lui seul", "éléments arrêtent chacun un service à lui seul")
    what = _count(here, count, french, ("item stops a service alone", "items each stop a service alone"))
    return opened(here.t("{what}.", "{what}.", what=what))


def hollow(here: Here, line: HollowLine) -> Markup:
    """Why a redundancy does not hold."""
    by = here.join(list(line.by))
    return {"unread": here.t("ce qu’il en faut est illisible", "what it needs cannot be read"),
            "alone": here.t("un seul membre", "a single member"),
            "all": here.t("il les faut tous", "all of them are needed"),
            "common": here.t("ses membres tombent avec {by}", "its members fall with {by}", by=by)}[line.why]


def _lede(here: Here, panel: Exit) -> Markup:
    notices = [line for line in panel.supplies if line.notice and line.notice >= here.today]
    bare_ones = sum(1 for line in panel.exposed if line.bare_months)
    first = Markup("")
    if notices:
        line = min(notices, key=lambda one: one.notice or date.max)
        first = here.t("Première date à ne pas manquer : le {day}, préavis de {name}.",
                       "The first date not to miss: {day}, notice of {name}.", day=here.day(line.notice or here.today),
                       name=line.name)
    what = plurals.counted(bare_ones, "contract", here.language).capitalize()
    rest = here.t("{what} de clients courent encore après le départ.", "{what} with clients run on after it has left.",
                  what=what) if bare_ones > 1 else Markup("")
    return Markup(" ").join(part for part in (first, rest) if part)


def _count(here: Here, n: int, fr: tuple[str, str], en: tuple[str, str]) -> str:
    return f"{plurals.spelled(n, here.language)} {plurals.plural(n, here.language, fr, en)}"
