"""What planned work does, in a line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clairevoie.portal import Page
from clairevoie.render.calendar import written
from clairevoie.render.say import overview, planning
from clairevoie.render.site import Here, Site
from tests.render.sample import client
from tests.render.sample import planning as sample


def _here(language: str) -> Here:
    return Here(Site(client(), language, "", {}), Page("planning", "planning/index.html", "planning"))


@pytest.mark.parametrize(("interrupted", "degraded", "french", "english"), [
    (("TMS",), ("Annuaire",), "Coupure de 20 min au plus : TMS ; dégradé : Annuaire",
     "Outage of 20 min at most: TMS; degraded: Annuaire"),
    ((), ("Annuaire", "<b>"), "Coupure de 20 min au plus, sans interrompre de service ; dégradés : Annuaire, &lt;b&gt;",
     "Outage of 20 min at most, with no service interrupted; degraded: Annuaire, &lt;b&gt;"),
    ((), (), "Coupure de 20 min au plus : TMS exploitation, Fichiers partagés",
     "Outage of 20 min at most: TMS exploitation, Fichiers partagés"),
])
def test_an_outage_says_what_it_cuts_and_what_it_only_slows(interrupted: tuple[str, ...], degraded: tuple[str, ...],
                                                            french: str, english: str) -> None:
    item = replace(sample().coming[0], interrupted=interrupted, degraded=degraded)
    for language, said in (("fr", french), ("en", english)):
        assert planning.effect(_here(language), item).replace("\u00a0", " ").replace("\u202f", " ") == said
    assert planning.cuts(item) is not (bool(degraded) and not interrupted)
    assert planning.sign(item) == ("down" if planning.cuts(item) else "warn")


def test_what_slows_names_the_services_that_it_slows() -> None:
    item = replace(sample().coming[2], degraded=("VPN", "Annuaire"))
    assert planning.effect(_here("en"), item) == "Degraded: VPN, Annuaire"


def test_of_effects_that_are_not_granted_nothing_is_said_not_even_that_there_are_none() -> None:
    bare = tuple(replace(item, effect="", touches=("VPN <1>",)) for item in sample().coming)
    done = tuple(replace(item, actual_end=None, actual_effect="") for item in sample().done)
    panel = replace(sample(), coming=bare, done=done, untold=("effect", "actual_end", "actual_effect"))
    page = Page("overview", "index.html", "overview", {"planning": panel})
    for language, words in (("fr", ("coupure", "créneau", "effet")), ("en", ("outage", "slot", "effect"))):
        here = _here(language)
        first = planning.headline(here, panel)
        said = (first.title, first.lede, planning.answer(here, panel), planning.done(here, panel),
                overview.headline(here, page).lede, written(here, panel).decode())
        assert not [(text, word) for text in map(str, said) for word in words if word in text.lower()]
    assert planning.effect(_here("en"), bare[0]) == "Touches: VPN &lt;1&gt;"
    assert planning.effect(_here("fr"), replace(bare[0], touches=())) == ""
