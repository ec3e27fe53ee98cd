"""What the ticket tool says, and what we say."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Difference, Reconciliation
from clairevoie.render.site import Here
from clairevoie.words.labels import label


def agreement(here: Here, panel: Reconciliation) -> Markup:
    """`48 verdicts sur 50 s’accordent.`, or that all agree."""
    agree = sum(figure.met or 0 for figure in panel.metrics)
    total = sum(figure.total or 0 for figure in panel.metrics)
    if agree == total:
        return here.t("L’outil et nous disons la même chose : {n} verdicts sur {n}.",
                      "The tool and we say the same: {n} verdicts of {n}.", n=total)
    same = all(dict(figure.beside).get("source_met") == dict(figure.beside).get("met") for figure in panel.metrics)
    if same:
        return here.t("Même taux, mais pas les mêmes tickets : {agree} verdicts sur {total} s’accordent.",
                      "The same rate, but not the same tickets: {agree} verdicts of {total} agree.",
                      agree=agree, total=total)
    return here.t("{agree} verdicts sur {total} s’accordent.", "{agree} verdicts of {total} agree.",
                  agree=agree, total=total)


def difference(here: Here, of: Difference) -> Markup:
    """`I-004858, rétablissement : l’outil ignore la réouverture et dit tenu ; nous disons manqué.`"""
    said, ours = (label("verdict", code, here.language) for code in ("met", "missed")[:: 1 if of.source_met else -1])
    return here.t(
        "{ticket}, {metric} : {why} ; l’outil dit {said}, nous disons {ours}.",
        "{ticket}, {metric}: {why}; the tool says {said}, we say {ours}.",
        ticket=Markup("<strong>{}</strong>").format(of.ticket),
        metric=label("metric", of.metric, here.language).lower(),
        why=label("differs", of.reason, here.language), said=said, ours=ours)
