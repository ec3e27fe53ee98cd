"""Whether what was promised was held."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Chart, Commitments, Promise
from clairevoie.render.say import missing
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import dates, plurals
from clairevoie.words.labels import knows, label

_BEYOND = {"client", "provider"}  # whose cause is out of our hands


def headline(here: Here, panel: Commitments | None) -> Headline:
    """The page's answer; the sign is the worst of the month."""
    if panel is None or not (panel.promises or panel.availabilities):
        lede = here.t(
            "Ce site n’a pas de contrat avec une limite de prise en charge ou de rétablissement.",
            "This site has no contract with a limit for pick-up or restoration.",
        )
        return Headline(
            here.t("Aucun engagement n’est enregistré.", "No commitment is recorded."), lede, "not_measured"
        )
    lede = _rest(here, panel)
    if panel.missed:
        return Headline(_missed(here, panel, _total(panel)), lede, "down")
    if missing.unrated(panel):
        return Headline(_none_missed(here, panel), lede, "warn")
    return Headline(
        _none_missed(here, panel), lede, "ok" if panel.held else "too_few" if panel.too_few else "not_measured"
    )


def answer(here: Here, panel: Commitments, link: str = "") -> Markup:
    """`En février, 5 sur 8 sont tenus, 1 est manqué ; 2 ont trop peu de tickets.`"""
    total = _total(panel)
    month = _month(here, panel)
    if not total:
        return here.t("En {month}, aucun engagement à mesurer.", "In {month}, no commitment to measure.", month=month)
    if panel.held == total:
        return here.t(
            "En {month}, tout est tenu : {n} sur {n}.", "In {month}, all is held: {n} of {n}.", month=month, n=total
        )
    if not panel.held and not panel.missed and not panel.too_few and not missing.is_fed(panel):
        return _unknown(here, panel)
    if not panel.held and not panel.missed:
        return _unmeasured(here, panel, total)
    text = Markup(", ").join([_held(here, panel, total), *([_link(here, panel, link)] if panel.missed else [])])
    tail = _few(here, panel)
    if not tail:
        return here.t("En {month}, {text}.", "In {month}, {text}.", month=month, text=text)
    return here.t("En {month}, {text} ; {tail}.", "In {month}, {text}; {tail}.", month=month, text=text, tail=tail)


def trend(here: Here, chart: Chart) -> Markup:
    """How often the worst series was under its target; computed, never typed."""
    if not any(p.y is not None for s in chart.series for p in s.points):
        if any(p.state == "withheld" for s in chart.series for p in s.points):
            return here.t("Le taux d’ensemble est retenu.", "The rate of all together is withheld.")
        return here.t("Aucun mois n’a encore de taux.", "No month has a rate yet.")
    if chart.target is None:
        return Markup.escape(here.words(chart.conclusion))
    under = [(sum(1 for p in s.points if p.y is not None and p.y < (chart.target or 0)), s) for s in chart.series]
    worst, series = max(under, key=lambda pair: pair[0])
    if not worst:
        return here.t("Aucun mois sous l’objectif.", "No month below the target.")
    times = plurals.times(worst, here.language)
    name = here.words(series.label)
    return here.t(
        "« {name} » : {times} sous l’objectif en {months} mois.",
        "“{name}”: {times} below the target in {months} months.",
        name=name,
        times=times,
        months=plurals.spelled(len(series.points), here.language),
    )


def breaches(here: Here, panel: Commitments) -> Markup:
    """`Quatre retards en février, dont deux hors de notre main.`"""
    count, beyond = missing.late(panel), sum(1 for b in panel.breaches if b.cause in _BEYOND)
    month = _month(here, panel)
    if not count:
        return here.t("Aucun retard en {month}.", "No late ticket in {month}.", month=month)
    what = opened(Markup.escape(plurals.counted(count, "delay", here.language)))
    if not beyond:
        return here.t("{what} en {month}.", "{what} in {month}.", what=what, month=month)
    if beyond == count:
        return here.t(
            "{what} en {month}, hors de notre main.", "{what} in {month}, beyond our control.", what=what, month=month
        )
    return here.t(
        "{what} en {month}, dont {beyond} hors de notre main.",
        "{what} in {month}, {beyond} of them beyond our control.",
        what=what,
        month=month,
        beyond=plurals.spelled(beyond, here.language),
    )


def priority(here: Here, promise: Promise) -> Markup:
    """`P2 Haute`, the service it is about, or `Ensemble`."""
    if not promise.priority:
        return Markup.escape(promise.service) if promise.service else here.t("Ensemble", "All together")
    name = label("priority", promise.priority, here.language) if knows("priority", promise.priority) else ""
    return Markup("<strong>{}</strong> {}").format(promise.priority, name)


def reason(here: Here, cause: str, note: str) -> Markup:
    """Why a ticket was late: the note, else the cause, else that it was not entered."""
    return Markup.escape(note or label("cause", cause, here.language))


def excluded(here: Here, panel: Commitments) -> Markup:
    """`2 tickets sans engagement ou sans verdict : non comptés`."""
    return here.t(
        "{n} sans engagement ou sans verdict : {out}",
        "{n} without a commitment or a verdict: {out}",
        n=plurals.counted(panel.excluded, "ticket", here.language, words=False),
        out=plurals.plural(
            panel.excluded, here.language, ("non compté", "non comptés"), ("not counted", "not counted")
        ),
    )


def _unknown(here: Here, panel: Commitments) -> Markup:
    return here.t(
        "En {month}, les engagements ne sont pas mesurés.",
        "In {month}, the commitments are not measured.",
        month=_month(here, panel),
    )


def _total(panel: Commitments) -> int:
    return panel.held + panel.missed + panel.too_few + panel.not_measured


def _unmeasured(here: Here, panel: Commitments, total: int) -> Markup:
    values = {"month": _month(here, panel), "n": total}
    if not panel.too_few:
        return here.t(
            "En {month}, aucun des {n} n’a de ticket à mesurer.",
            "In {month}, none of the {n} has a ticket to measure.",
            **values,
        )
    return here.t(
        "En {month}, aucun des {n} n’a assez de tickets pour un taux.",
        "In {month}, none of the {n} has enough tickets for a rate.",
        **values,
    )


def _none_missed(here: Here, panel: Commitments) -> Markup:
    month = _month(here, panel)
    if not panel.held and not panel.too_few and not missing.is_fed(panel):
        return _unknown(here, panel)
    if not panel.held and not panel.too_few:
        return here.t(
            "En {month}, rien à mesurer : aucun ticket sous engagement.",
            "In {month}, nothing to measure: no ticket under a commitment.",
            month=month,
        )
    if panel.held == _total(panel):
        return here.t(
            "En {month}, tous les engagements sont tenus.", "In {month}, every commitment is held.", month=month
        )
    if missing.late(panel):
        return _late(here, panel)
    if not panel.held:
        return here.t(
            "En {month}, trop peu de tickets pour un taux.", "In {month}, too few tickets for a rate.", month=month
        )
    return here.t("En {month}, aucun engagement n’est manqué.", "In {month}, no commitment is missed.", month=month)


def _late(here: Here, panel: Commitments) -> Markup:
    """`Deux retards en octobre ; trop peu de tickets pour un taux par engagement.`"""
    what = opened(Markup.escape(plurals.counted(missing.late(panel), "delay", here.language)))
    first = here.t("{what} en {month}", "{what} in {month}", what=what, month=_month(here, panel))
    if panel.held:
        return here.t(
            "{first} ; aucun engagement n’est manqué.", "{first}; no commitment is missed.", first=first
        )
    return here.t(
        "{first} ; trop peu de tickets pour un taux par engagement.",
        "{first}; too few tickets for a rate of each commitment.",
        first=first,
    )


def _held(here: Here, panel: Commitments, total: int) -> Markup:
    values = {"n": panel.held, "total": total}
    return _verb(
        here,
        panel.held,
        here.t("{n} sur {total} est tenu", "{n} of {total} is held", **values),
        here.t("{n} sur {total} sont tenus", "{n} of {total} are held", **values),
    )


def _missed(here: Here, panel: Commitments, total: int) -> Markup:
    n, of = plurals.spelled(panel.missed, here.language), plurals.spelled(total, here.language)
    values = {"month": _month(here, panel), "n": n, "of": of, "names": here.join(missing.names(here, panel))}
    if panel.missed == 1:
        return here.t(
            "En {month}, un engagement sur {of} est manqué : {names}.",
            "In {month}, one commitment of {of} is missed: {names}.",
            **values,
        )
    if panel.missed == 2:
        return here.t(
            "En {month}, deux engagements sur {of} sont manqués : {names}.",
            "In {month}, two commitments of {of} are missed: {names}.",
            **values,
        )
    return here.t(
        "En {month}, {n} engagements sur {of} sont manqués.",
        "In {month}, {n} commitments of {of} are missed.",
        **values,
    )


def _rest(here: Here, panel: Commitments) -> Markup:
    held = plurals.spelled(panel.held, here.language).capitalize()
    parts = [] if panel.missed else missing.whole(here, panel)
    if panel.held and panel.missed:
        parts.append(
            _verb(
                here,
                panel.held,
                here.t("{n} est tenu.", "{n} is held.", n=held),
                here.t("{n} sont tenus.", "{n} are held.", n=held),
            )
        )
    if panel.too_few:
        few = plurals.spelled(panel.too_few, here.language).capitalize()
        parts.append(
            _verb(
                here,
                panel.too_few,
                here.t("{n} porte sur trop peu de tickets pour un taux.", "{n} has too few tickets for a rate.", n=few),
                here.t(
                    "{n} portent sur trop peu de tickets pour un taux.", "{n} have too few tickets for a rate.", n=few
                ),
            )
        )
    if panel.breaches:
        parts.append(here.t("Chaque retard est expliqué plus bas.", "Each late ticket is explained below."))
    return Markup(" ").join(parts)


def _few(here: Here, panel: Commitments) -> Markup:
    parts = []
    if panel.too_few:
        parts.append(
            _verb(
                here,
                panel.too_few,
                here.t("{n} a trop peu de tickets", "{n} has too few tickets", n=panel.too_few),
                here.t("{n} ont trop peu de tickets", "{n} have too few tickets", n=panel.too_few),
            )
        )
    if panel.not_measured:
        parts.append(
            _verb(
                here,
                panel.not_measured,
                here.t("{n} n’a rien à mesurer", "{n} has nothing to measure", n=panel.not_measured),
                here.t("{n} n’ont rien à mesurer", "{n} have nothing to measure", n=panel.not_measured),
            )
        )
    return Markup(", ").join(parts)


def _link(here: Here, panel: Commitments, link: str) -> Markup:
    text = _verb(
        here,
        panel.missed,
        here.t("{n} est manqué", "{n} is missed", n=panel.missed),
        here.t("{n} sont manqués", "{n} are missed", n=panel.missed),
    )
    if not link:
        return Markup('<span class="down">{}</span>').format(text)
    return Markup('<a class="down" href="{}">{}</a>').format(link, text)


def _verb(here: Here, n: int, one: Markup, many: Markup) -> Markup:
    return one if plurals.plural(n, here.language, ("one", "many"), ("one", "many")) == "one" else many


def _month(here: Here, panel: Commitments) -> str:
    return dates.month(panel.month, here.language)
