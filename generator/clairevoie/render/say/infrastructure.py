"""What we look after."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Infrastructure
from clairevoie.render.say.headline import Headline
from clairevoie.render.site import Here
from clairevoie.words import plurals


def headline(here: Here, panel: Infrastructure | None) -> Headline:
    """`Nous suivons sept services et 21 équipements pour vous.`"""
    cis = len(panel.cis.rows) if panel and panel.cis else 0
    services = len({service.service for service in panel.services}) if panel else 0
    if panel is None or not (cis or services):
        return Headline(here.t("Aucun équipement n’est enregistré.", "No item is recorded."), sign="not_measured")
    parts = [plurals.counted(services, "service", here.language)] if services else []
    parts += [plurals.counted(cis, "ci", here.language)] if cis else []
    return Headline(
        here.t("Nous suivons {what} pour vous.", "We look after {what} for you.", what=here.join(parts)),
        _shared(here, panel.shared),
    )


def services(here: Here, panel: Infrastructure) -> Markup:
    """How many services have no item declared."""
    bare = sum(1 for service in panel.services if not service.cis)
    if not panel.services:
        return here.t("Aucun service n’est déclaré.", "No service is declared.")
    if not bare:
        return here.t("Chaque service a ses équipements.", "Every service has its items.")
    what = plurals.counted(bare, "service", here.language)
    return here.t("{what} sans équipement déclaré.", "{what} with no declared item.", what=what.capitalize())


def cis(here: Here, panel: Infrastructure) -> Markup:
    """`21 équipements à vous.`"""
    n = len(panel.cis.rows) if panel.cis else 0
    if not n:
        return here.t("Aucun équipement n’est enregistré.", "No item is recorded.")
    return here.t(
        "{what} dans votre parc.", "{what} of yours.", what=plurals.counted(n, "ci", here.language, words=False)
    )


def _shared(here: Here, shared: int) -> Markup:
    if not shared:
        return here.t("Aucun n’est partagé avec d’autres clients.", "None is shared with other clients.")
    what = plurals.counted(shared, "ci", here.language).capitalize()
    if shared == 1:
        return here.t("{what} partagé les porte en partie.", "{what} is shared and carries some of them.", what=what)
    return here.t("{what} partagés les portent en partie.", "{what} are shared and carry some of them.", what=what)
