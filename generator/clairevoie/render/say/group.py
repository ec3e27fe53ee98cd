"""What a group's subsidiaries come to together."""

from __future__ import annotations

from clairevoie.portal import Group
from clairevoie.render.say.headline import Headline
from clairevoie.render.site import Here
from clairevoie.words import dates, plurals


def headline(here: Here, panel: Group) -> Headline:
    """`Vos filiales ont ouvert 41 tickets en octobre.`"""
    lede = here.t(
        "Les filiales qui partagent leurs chiffres avec vous, additionnées.",
        "The subsidiaries that share their figures with you, added up.",
    )
    volume = next((tile.figure for tile in panel.subsidiaries if tile.figure.kpi == "ticket_volume"), None)
    if volume is None or volume.value is None:
        return Headline(here.t("Ce que font vos filiales, ensemble.", "What your subsidiaries do, together."), lede)
    values = {"tickets": plurals.counted(int(volume.value), "ticket", here.language),
              "month": dates.month(panel.month, here.language)}
    return Headline(here.t("Vos filiales ont ouvert {tickets} en {month}.",
                           "Your subsidiaries opened {tickets} in {month}.", **values), lede)
