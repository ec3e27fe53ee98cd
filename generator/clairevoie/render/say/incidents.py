"""What providers say of their own incidents, and whom that touches."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Alarm, Alarms, Incident, Incidents, Sign, Touched
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import durations, plurals

MOST, PAST = 8, 3  # of a list on a home page: those that last, of which the rest is counted, and those that ended


def trouble(here: Here, panel: Incidents | None) -> Headline | None:
    """`Nuageo annonce un ralentissement : ERP peut être ralenti.`, None where no service of the reader's feels one."""
    felt = [one for one in panel.ongoing if one.interrupted or one.degraded] if panel else []
    if not felt:
        return None
    worst = next((one for one in felt if one.interrupted), felt[0])
    names = worst.interrupted or worst.degraded
    what = names[0] if len(names) == 1 else plurals.counted(len(names), "service", here.language)
    stopped = plurals.plural(len(names), here.language, ("est arrêté", "sont arrêtés"), ("is stopped", "are stopped"))
    slowed = plurals.plural(len(names), here.language, ("peut être ralenti", "peuvent être ralentis"),
                            ("may be slow", "may be slow"))
    return Headline(here.t("{said} : {what} {felt}.", "{said}: {what} {felt}.", said=_said(here, worst), what=what,
                           felt=stopped if worst.interrupted else slowed), sign=sign(worst))


def answer(here: Here, panel: Incidents | Alarms) -> Markup:
    """`Nuageo annonce un ralentissement depuis le 01/11 05:40.`, `Aucun incident en cours chez un fournisseur.`"""
    if panel.state == "not_measured":
        return here.t("Non mesuré : aucune source ne dit les incidents des fournisseurs.",
                      "Not measured: no source tells of providers’ incidents.")
    at = here.instant(panel.since) if panel.since else "–"
    if panel.state == "withheld":
        return here.t("Ce que disent les fournisseurs n’est plus connu depuis le {at}.",
                      "What providers say is not known any more since {at}.", at=at)
    now = _now(here, [_incident(one) for one in panel.ongoing])
    if panel.state == "stale":
        return here.t("Le {at} : {now}", "On {at}: {now}", at=at, now=_lower(now))
    return now


def what(here: Here, one: Incident) -> Markup:
    """`Panne`, `Ralentissement`, with the provider's own words where they are granted."""
    kind = here.t("Panne", "Outage") if one.kind == "outage" else here.t("Ralentissement", "Slowness")
    return here.t("{kind} : « {title} »", "{kind}: “{title}”", kind=kind, title=one.title) if one.title else kind


def provider(here: Here, one: Incident) -> Markup:
    """The provider by the name that its reader is given."""
    return Markup.escape(one.provider) if one.provider else here.t("Un fournisseur", "A provider")


def effect(here: Here, one: Incident | Touched) -> Markup:
    """`Arrêté : TMS ; ralentissement possible : Sauvegardes`, `Aucun service n’est touché`."""
    parts = []
    if one.interrupted:
        stopped = plurals.plural(len(one.interrupted), here.language, ("Arrêté", "Arrêtés"), ("Stopped", "Stopped"))
        parts.append(here.t("{stopped} : {names}", "{stopped}: {names}", stopped=stopped,
                            names=here.join(one.interrupted)))
    if one.degraded:
        parts.append(here.t("Ralentissement possible : {names}", "Possibly slow: {names}",
                            names=here.join(one.degraded)))
    if not parts:
        return here.t("Aucun service n’est touché", "No service is touched")
    return here.t(" ; ", "; ").join([parts[0], *map(_lower, parts[1:])])


def when(here: Here, one: Incident) -> Markup:
    """`depuis le 01/11 05:40`, `du 13/10 09:12 au 13/10 14:04, 4 h 52`."""
    if one.end is None:
        return here.t("depuis le {start}", "since {start}", start=here.short(one.start))
    minutes = round((one.end - one.start).total_seconds() / 60)
    return here.t("du {start} au {end}, {length}", "from {start} to {end}, {length}", start=here.short(one.start),
                  end=here.short(one.end), length=durations.duration(minutes, here.language))


def news(here: Here, one: Incident) -> Markup:
    """`dernière nouvelle le 01/11 07:30`, "" where there is none."""
    if one.updated is None:
        return Markup("")
    return here.t("dernière nouvelle le {at}", "last news {at}", at=here.short(one.updated))


def sign(one: Incident) -> Sign:
    """What it does to its reader; one that is over is over."""
    if one.end is not None:
        return "ok"
    return "down" if one.interrupted else "warn" if one.degraded or one.kind == "outage" else "planned"


def rest(here: Here, items: tuple[object, ...]) -> Markup:
    """`… et 3 autres.`, "" where all are listed."""
    more = len(items) - MOST
    if more <= 0:
        return Markup("")
    return here.t("… et {n} autres." if more > 1 else "… et un autre.",
                  "… and {n} more." if more > 1 else "… and one more.", n=more)


def _incident(one: Incident | Alarm) -> Incident:
    return one.incident if isinstance(one, Alarm) else one


def _now(here: Here, ongoing: list[Incident]) -> Markup:
    if not ongoing:
        return here.t("Aucun incident en cours chez un fournisseur.", "No incident at a provider.")
    if len(ongoing) == 1:
        return here.t("{said} {when}.", "{said} {when}.", said=_said(here, ongoing[0]), when=when(here, ongoing[0]))
    n = opened(Markup.escape(plurals.counted(len(ongoing), "incident", here.language)))
    return here.t("{n} en cours chez des fournisseurs.", "{n} going on at providers.", n=n)


def _said(here: Here, one: Incident) -> Markup:
    kind = here.t("annonce une panne", "reports an outage") if one.kind == "outage" else \
        here.t("annonce un ralentissement", "reports slowness")
    return Markup("{} {}").format(provider(here, one), kind)


def _lower(text: Markup) -> Markup:
    return Markup(text[:1].lower() + text[1:])
