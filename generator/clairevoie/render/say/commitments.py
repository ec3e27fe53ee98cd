"""Whether what was promised was held."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Chart, Commitments, Promise
from clairevoie.render.say import missing
from clairevoie.render.say.counts import few, held, linked, month, total
from clairevoie.render.say.headline import Headline
from clairevoie.render.say.verdict import missed, none_missed, rest, unknown, unmeasured
from clairevoie.render.site import Here
from clairevoie.words import plurals
from clairevoie.words.labels import knows, label


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
    lede = rest(here, panel)
    if panel.missed:
        return Headline(missed(here, panel, total(panel)), lede, "down")
    if missing.unrated(panel):
        return Headline(none_missed(here, panel), lede, "warn")
    return Headline(
        none_missed(here, panel), lede, "ok" if panel.held else "too_few" if panel.too_few else "not_measured"
    )


def answer(here: Here, panel: Commitments, link: str = "") -> Markup:
    """`En février, 5 sur 8 sont tenus, 1 est manqué ; 2 ont trop peu de tickets.`"""
    promised, when = total(panel), month(here, panel)
    if not promised:
        return here.t("En {month}, aucun engagement à mesurer.", "In {month}, no commitment to measure.", month=when)
    if panel.held == promised:
        return here.t(
            "En {month}, tout est tenu : {n} sur {n}.", "In {month}, all is held: {n} of {n}.", month=when, n=promised
        )
    if not panel.held and not panel.missed and not panel.too_few and not missing.is_fed(panel):
        return unknown(here, panel)
    if not panel.held and not panel.missed:
        return unmeasured(here, panel, promised)
    text = Markup(", ").join([held(here, panel, promised), *([linked(here, panel, link)] if panel.missed else [])])
    tail = few(here, panel)
    if not tail:
        return here.t("En {month}, {text}.", "In {month}, {text}.", month=when, text=text)
    return here.t("En {month}, {text} ; {tail}.", "In {month}, {text}; {tail}.", month=when, text=text, tail=tail)


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


def priority(here: Here, promise: Promise) -> Markup:
    """`P2 Haute`, the service it is about, or `Ensemble`."""
    if not promise.priority:
        return Markup.escape(promise.service) if promise.service else here.t("Ensemble", "All together")
    name = label("priority", promise.priority, here.language) if knows("priority", promise.priority) else ""
    return Markup("<strong>{}</strong> {}").format(promise.priority, name)
