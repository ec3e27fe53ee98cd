"""The sentences of a life: what goes on, what comes, what was; nothing is said of what is not told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from clairevoie.portal import Event, Lifecycle, Page
from clairevoie.render.say import lifecycle
from clairevoie.render.site import Here, Site
from tests.render.sample import client

LIFE = Lifecycle("item", "srv<1>", "", "production", date(2025, 10, 1), (), (), 0, (), (), 0, "", (3, 0, 1, 0))
TICKET = Event("ticket", datetime(2026, 3, 1, 9, tzinfo=UTC), None, "Panne <b>", "I-1", "", "assigned", "incident")


def _here(language: str) -> Here:
    return Here(Site(client(), language, "", {}), Page("lifecycle", "lifecycle/item-a/index.html", "lifecycle"))


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("changed", "french", "english"), [
    ({}, "srv&lt;1&gt; : rien en cours.", "srv&lt;1&gt;: nothing going on."),
    ({"open": 2}, "srv&lt;1&gt; : deux tickets ouverts.", "srv&lt;1&gt;: two tickets open."),
    ({"open": 2, "out": "outage"}, "srv&lt;1&gt; : une coupure est en cours.", "srv&lt;1&gt;: an outage goes on."),
    ({"counts": (3, 2, None, None)}, "srv&lt;1&gt; : aucun ticket ouvert.", "srv&lt;1&gt;: no ticket open."),
    ({"counts": (None, 2, 0, 0)}, "srv&lt;1&gt; : aucune coupure en cours.", "srv&lt;1&gt;: no outage at the moment."),
    ({"counts": (None, 2, None, None)}, "srv&lt;1&gt;", "srv&lt;1&gt;"),
])
def test_the_page_says_first_what_goes_on(changed: dict[str, object], french: str, english: str) -> None:
    panel = replace(LIFE, **changed)  # type: ignore[arg-type]  # fields by name
    assert [_plain(lifecycle.headline(_here(code), panel).title) for code in ("fr", "en")] == [french, english]


@pytest.mark.parametrize(("counts", "french", "english"), [
    ((3, 0, 1, 0), "Trois tickets, aucune intervention et une coupure depuis le 01/10/2025.",
     "Three tickets, no intervention and one outage since 1 Oct 2025."),
    ((40, 0, 1, 2), "40 tickets, aucune intervention, 1 coupure et 2 ralentissements depuis le 01/10/2025.",
     "40 tickets, no intervention, 1 outage and 2 slowdowns since 1 Oct 2025."),
    ((None, 1, None, None), "Une intervention depuis le 01/10/2025.", "One intervention since 1 Oct 2025."),
    ((None,) * 4, "Les tickets, interventions et coupures ne sont pas partagés.",
     "Tickets, planned work and outages are not shared."),
])
def test_what_was_is_counted_where_it_is_told(counts: tuple[int | None, ...], french: str, english: str) -> None:
    panel = replace(LIFE, counts=counts)  # type: ignore[arg-type]  # four of them
    assert [_plain(lifecycle.past(_here(code), panel)) for code in ("fr", "en")] == [french, english]


def test_an_event_is_named_and_its_words_are_text() -> None:
    here = _here("fr")
    assert _plain(lifecycle.title(here, TICKET)) == "Incident I-1 : Panne &lt;b&gt;"
    assert _plain(lifecycle.second(here, replace(TICKET, whose="<i>"))) == "&lt;i&gt; · En cours"
    done = replace(TICKET, until=datetime(2026, 3, 2, 9, tzinfo=UTC))
    assert [_plain(lifecycle.second(here, replace(done, status=status))) for status in ("resolved", "closed")] == [
        "résolu le 02/03/2026", "Clos · résolu le 02/03/2026"]
    ends = Event("contract_end", date(2027, 6, 30), None, "", "C-1")
    assert _plain(lifecycle.coming(here, replace(LIFE, coming=(ends,)))) == (
        "Le 30/06/2027 : échéance du contrat « C-1 ».")
    work = Event("change", date(2026, 11, 24), None, "SAN <b>", "V-1", "", "confirmed", "maintenance")
    assert _plain(lifecycle.coming(here, replace(LIFE, coming=(work,)))) == "Le 24/11/2026 : SAN &lt;b&gt;."
    assert lifecycle.coming(here, LIFE) == "Aucune date à venir n’est connue."
    assert lifecycle.sign(here, ends) is None
