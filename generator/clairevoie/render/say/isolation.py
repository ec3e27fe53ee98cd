"""What the gate searched, in sentences."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Isolation
from clairevoie.render.say.headline import Headline
from clairevoie.render.site import Here
from clairevoie.words import numbers, plurals
from clairevoie.words.labels import label


def headline(here: Here, panel: Isolation) -> Headline:
    """`Les 5 sites ne contiennent aucun mot d’un autre client.`"""
    lede = here.t(
        "Chaque octet de chaque site est cherché avant d’être publié, dans toutes les écritures ci-dessous ;"
        " un site qui contient un mot d’un autre client garde sa version précédente.",
        "Every byte of every site is searched before it is published, in all the writings below;"
        " a site that holds a word of another client keeps its former release.")
    return Headline(_sentence(here, panel), lede, panel.sign)


def searched(here: Here, panel: Isolation) -> Markup:
    """`5 sites, 12 345 678 octets, par la version 0.1.0, données du …`"""
    return here.t(
        "{sites} et {size} octets cherchés par la version {version}, données du {at}.",
        "{sites} and {size} bytes searched by version {version}, data of {at}.",
        sites=plurals.counted(panel.searched, "site", here.language).capitalize(),
        size=numbers.number(panel.bytes, here.language), version=panel.version, at=here.instant(here.portal.as_of))


def form(here: Here, code: str) -> str:
    """What a written form is called."""
    return label("form", code, here.language)


def _sentence(here: Here, panel: Isolation) -> Markup:
    count = panel.searched
    if panel.refused:
        return _refused(here, panel.refused)
    if not count:
        return here.t("Aucun site n’a été cherché.", "No site was searched.")
    if panel.held:
        return here.t("Rien d’un autre client dans les sites cherchés ; non construits : {names}.",
                      "Nothing of another client in the sites searched; not built: {names}.",
                      names=", ".join(panel.held))
    if count == 1:
        return here.t("Le site ne contient aucun mot d’un autre client.", "The site holds no word of another client.")
    return here.t("Aucun des {n} sites ne contient un mot d’un autre client.",
                  "None of the {n} sites holds a word of another client.", n=numbers.number(count, here.language))


def _refused(here: Here, refused: tuple[str, ...]) -> Markup:
    if len(refused) == 1:
        return here.t("Un mot d’un autre client est dans le site de {name}.",
                      "The site of {name} holds a word of another client.", name=refused[0])
    sites = plurals.counted(len(refused), "site", here.language)
    return here.t("Des mots d’un autre client sont dans {sites} : {names}.",
                  "{sites} hold words of another client: {names}.",
                  sites=sites if here.language == "fr" else sites.capitalize(), names=", ".join(refused))
