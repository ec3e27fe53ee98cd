"""What we look after."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Capacity, Figure, Infrastructure, Service
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import numbers, plurals
from clairevoie.words.labels import label


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


def capacity(here: Here, panel: Infrastructure) -> Markup:
    """What would be full first: `serveur-1 (disque) serait plein vers le 12/03/2027.`"""
    over = [one for one in panel.capacities if one.used.value is not None and float(one.used.value) >= 1]
    if over:
        return here.t("{name} est plein.", "{name} is full.", name=_thing(here, over[0]))
    ahead = [(one.full, one) for one in panel.capacities if one.full]
    if not ahead:
        return here.t("Rien ne se remplit d’ici trois ans.", "Nothing is full within three years.")
    day, first = min(ahead, key=lambda pair: (pair[0], pair[1].name))
    return here.t("{name} serait plein vers le {day}.", "{name} would be full around {day}.",
                  name=_thing(here, first), day=here.day(day))


def full(here: Here, of: Capacity) -> Markup:
    """When it would be full, by the trend; else why that is not said."""
    if of.full:
        return here.t("vers le {day}", "around {day}", day=here.day(of.full))
    if of.per_month is None:
        return here.t("trop peu de mesures", "too few measures")
    return here.t("pas avant trois ans", "not within three years")


def amounts(here: Here, of: Capacity) -> str:
    """`31,1 sur 48`."""
    if of.value is None or of.limit is None:
        return "–"
    value, limit = (numbers.number(amount, here.language, 0 if amount == int(amount) else 1)
                    for amount in (of.value, of.limit))
    return str(here.t("{value} sur {limit}", "{value} of {limit}", value=value, limit=limit))


def deadlines(here: Here, panel: Infrastructure) -> Markup:
    """`Quatre échéances d’ici un an ; la première le 25/11/2026.`"""
    coming = [one.day for one in panel.deadlines if one.day >= here.today]
    past = len(panel.deadlines) - len(coming)
    if not coming:
        return here.t("Rien n’échoit d’ici un an.", "Nothing ends within a year.")
    n = opened(Markup.escape(plurals.counted(len(coming), "deadline", here.language)))
    day = here.day(coming[0])
    said = here.t("{n} d’ici un an, à partir du {day}", "{n} within a year, from {day} on", n=n, day=day)
    if not past:
        return here.t("{said}.", "{said}.", said=said)
    return here.t("{said} ; {past} est passée." if past == 1 else "{said} ; {past} sont passées.",
                  "{said}; {past} is over." if past == 1 else "{said}; {past} are over.",
                  said=said, past=plurals.spelled(past, here.language, feminine=True))


def checks(here: Here, service: Service) -> list[Markup]:
    """`Sauvegardes : 29 nuits sur 31`, for each kind."""
    return [_check(here, figure) for figure in service.checks]


def _check(here: Here, figure: Figure) -> Markup:
    kind = dict(figure.by)["kind"]
    values = {"kind": label("check", kind, here.language), "met": figure.met, "total": figure.total}
    if kind == "backup":
        return here.t("{kind} : {met} nuits sur {total}", "{kind}: {met} nights of {total}", **values)
    return here.t("{kind} : {met} sur {total}", "{kind}: {met} of {total}", **values)


def _thing(here: Here, of: Capacity) -> Markup:
    return here.t("{name} ({metric})", "{name} ({metric})", name=of.name,
                  metric=label("capacity", of.metric, here.language))


def _shared(here: Here, shared: int) -> Markup:
    if not shared:
        return here.t("Aucun n’est partagé avec d’autres clients.", "None is shared with other clients.")
    what = plurals.counted(shared, "ci", here.language).capitalize()
    if shared == 1:
        return here.t("{what} partagé les porte en partie.", "{what} is shared and carries some of them.", what=what)
    return here.t("{what} partagés les portent en partie.", "{what} are shared and carry some of them.", what=what)
