"""The register of suppliers: who stands on whom, how much on one, and how to get out."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Register
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import numbers, plurals


def headline(here: Here, panel: Register) -> Headline:
    """`Si Nuageo part, sept services sur 24 s’arrêtent.`"""
    if not panel.suppliers:
        none = here.t("Aucun fournisseur ne vous est nommé.", "No supplier is named to you.") if _told(here) else \
            here.t("Aucun fournisseur n’est enregistré.", "No supplier is recorded.")
        return Headline(none, _lede(here), "not_measured")
    if panel.worst is None:
        return Headline(here.t("Aucun service ne s’arrête si un fournisseur part.",
                               "No service stops if a supplier leaves."), _lede(here), "ok")
    name, count = panel.worst
    what = plurals.counted(count, "service", here.language)
    stop = plurals.plural(count, here.language, ("s’arrête", "s’arrêtent"), ("stops", "stop"))
    return Headline(here.t("Si {name} part, {what} sur {all} {stop}.", "If {name} leaves, {what} of {all} {stop}.",
                           name=name, what=what, all=plurals.spelled(panel.services, here.language), stop=stop),
                    _lede(here))


def concentration(here: Here, panel: Register) -> Markup:
    """`Deux fournisseurs arrêtent chacun plus de la moitié des services.`, or how many there are."""
    what = opened(Markup.escape(plurals.counted(panel.suppliers, "supplier", here.language)))
    if panel.worst is None or not panel.services:
        return here.t("{what}.", "{what}.", what=what)
    return here.t("{what} ; {name} porte {share} des services.", "{what}; {name} carries {share} of the services.",
                  what=what, name=panel.worst[0],
                  share=numbers.percent_short(panel.worst[1] / panel.services, here.language))


def rows(here: Here, panel: Register) -> Markup:
    """`31 dépendances, par fournisseur et par service.`"""
    if not panel.register.rows:
        return here.t("Aucune dépendance n’est connue.", "No dependency is known.")
    n = len(panel.register.rows)
    what = f"{numbers.number(n, here.language)} " + plurals.plural(
        n, here.language, ("dépendance", "dépendances"), ("dependency", "dependencies"))
    return here.t("{what}, par fournisseur et par service.", "{what}, by supplier and service.", what=what)


def exits(here: Here, panel: Register) -> Markup:
    """`Une action est ouverte pour 2 des 5 lignes.`, or the first day of notice."""
    n = len(panel.exits.rows)
    if _told(here):
        what = opened(Markup.escape(plurals.counted(n, "contract", here.language)))
        return here.t("{what} avec nous ; premier préavis avant le {day}.", "{what} with us; first notice by {day}.",
                      what=what, day=here.day(panel.first)) if panel.first else \
            here.t("{what} avec nous.", "{what} with us.", what=what)
    if not n:
        return here.t("Aucun contrat fournisseur n’est enregistré.", "No contract with a supplier is recorded.")
    return here.t("Une action est ouverte pour {some} des {all} lignes.",
                  "An action is open for {some} of the {all} rows.", all=numbers.number(n, here.language),
                  some=numbers.number(panel.planned, here.language))


def unknown(here: Here) -> Markup:
    """What the page cannot say, said."""
    if _told(here):
        return here.t("Coût et durée d’une migration : non mesurés, aucune estimation n’est saisie.",
                      "Cost and length of a migration: not measured, no estimate is recorded.")
    return here.t("Solution de remplacement, coût et durée d’une migration : non mesurés, rien n’est saisi ; les"
                  " actions sont celles qui nomment le fournisseur.",
                  "Replacement, cost and length of a migration: not measured, nothing is recorded; the actions are"
                  " those that name the supplier.")


def _lede(here: Here) -> Markup:
    return here.t("Les fournisseurs que nous vous nommons ; d’autres peuvent porter une part de vos services.",
                  "The suppliers that we name to you; others may carry a part of your services.") \
        if _told(here) else Markup()


def _told(here: Here) -> bool:
    return here.portal.audience == "client"
