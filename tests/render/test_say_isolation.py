"""What the page of isolation says, in each of its cases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clairevoie.render.say.isolation import headline, searched
from clairevoie.render.site import Here, Site
from tests.render import staff_sample
from tests.render.test_say import plain


def here(language: str) -> Here:
    portal = staff_sample.internal()
    return Site(portal, language, "", {}).on(portal.pages[0])


@pytest.mark.parametrize(("language", "one", "two", "held", "none", "all_well"), [
    ("fr", "Un mot d’un autre client est dans le site de orsted.",
     "Des mots d’un autre client sont dans deux sites : a, b.",
     "Rien d’un autre client dans les sites cherchés ; non construits : nova.", "Aucun site n’a été cherché.",
     "Aucun des 2 sites ne contient un mot d’un autre client."),
    ("en", "The site of orsted holds a word of another client.", "Two sites hold words of another client: a, b.",
     "Nothing of another client in the sites searched; not built: nova.", "No site was searched.",
     "None of the 2 sites holds a word of another client."),
])
def test_the_headline_says_the_worst(language: str, one: str, two: str, held: str, none: str, all_well: str) -> None:
    panel = staff_sample.searched()
    clean = replace(panel, refused=())
    said = [plain(headline(here(language), case).title) for case in (
        panel, replace(panel, refused=("a", "b")), clean, replace(clean, held=(), searched=0), replace(clean, held=()))]
    assert said == [one, two, held, none, all_well]


def test_what_was_searched_is_counted() -> None:
    assert plain(searched(here("en"), staff_sample.searched())).startswith("Two sites and 705,976 bytes searched by")
