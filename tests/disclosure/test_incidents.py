"""What a provider says of its incidents: hidden until granted, run through the links, never more than is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from clairevoie.disclosure import QualityInputs, Told, client_portal, internal_portal
from clairevoie.figures.freshness import Age
from clairevoie.portal import Alarms, Incidents, Portal
from clairevoie.project.model import ClientSpec, Grants
from clairevoie.render.environment import environment
from clairevoie.render.site import Site
from clairevoie.render.theme import ours
from tests.disclosure.company import AS_OF, GRANTS, PROSE, TABLE_ROWS, at, portal, project, slice_of
from tests.gate.companies import examined

OUTAGES = ("start", "end", "kind", "updated", "title")
GRANTED = replace(GRANTS, tables={**GRANTS.tables, "outages": OUTAGES}, providers={"nuageo": "Nuageo"})
LASTS = {"outage": "N-1", "ci": "farm", "start": at("2026-11-01T05:40+01:00"), "kind": "outage",
         "title": "Zqtitle", "updated": at("2026-11-01T07:30+01:00")}
ENDED = {"outage": "N-0", "ci": "link", "start": at("2026-10-24T14:05+02:00"), "end": at("2026-10-24T15:25+02:00"),
         "kind": "degradation"}


def _rows(*outages: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Mail stands on vm-1 and on one of two others; the provider's farm carries vm-1 and one of the two."""
    cis = [{"ci": ci, "client": None if ci in ("farm", "link") else "lefevre", "name": ci, "class": "x",
            "status": "on", "obsolete": False, "provider": "nuageo" if ci in ("farm", "link") else None}
           for ci in ("farm", "link", "vm-1", "vm-2", "vm-3")]
    return {
        **TABLE_ROWS, "cis": cis, "outages": list(outages), "interventions": [], "intervention_cis": [],
        "impacts": [{"upstream": "farm", "downstream": "vm-1"}, {"upstream": "farm", "downstream": "vm-2"}],
        "services": [{"service": "S-MAIL", "name": "Messagerie"}, {"service": "S-WEB", "name": "Portail"}],
        "service_cis": [{"contract": "C-1", "service": "S-MAIL", "ci": "vm-1"},
                        {"contract": "C-1", "service": "S-WEB", "ci": "vm-2", "group": "g"},
                        {"contract": "C-1", "service": "S-WEB", "ci": "vm-3", "group": "g"}],
        "redundancy": [{"contract": "C-1", "service": "S-WEB", "group": "g", "needs": "1"}],
    }


def _told(*outages: dict[str, Any], grants: Grants = GRANTED, **cells: Any) -> Incidents | None:
    return _panel(portal(grants, rows={**_rows(*outages), **cells}))


def _panel(site: Portal) -> Incidents | None:
    panel = site.pages[0].panels.get("incidents")
    assert panel is None or isinstance(panel, Incidents)
    return panel


@pytest.mark.parametrize(("kind", "ci", "interrupted", "degraded"), [
    ("outage", "farm", ("Messagerie",), ("Portail",)),
    ("degradation", "farm", (), ("Messagerie", "Portail")),
    ("outage", "link", (), ()),
])
def test_an_incident_stops_and_slows_what_the_links_say(kind: str, ci: str, interrupted: tuple[str, ...],
                                                        degraded: tuple[str, ...]) -> None:
    panel = _told({**LASTS, "kind": kind, "ci": ci})
    assert panel
    (one,) = panel.ongoing
    assert (one.interrupted, one.degraded, one.provider, one.title) == (interrupted, degraded, "Nuageo", "Zqtitle")
    assert (one.start, one.updated, one.end) == (LASTS["start"], LASTS["updated"], None)


def test_rows_of_one_incident_are_told_together_as_long_as_one_lasts() -> None:
    first = {**LASTS, "incident": "N", "end": at("2026-11-01T06:40+01:00")}
    panel = _told(first, {**LASTS, "outage": "N-2", "incident": "N", "ci": "link", "kind": "degradation",
                          "start": at("2026-11-01T06:10+01:00"), "title": "Zqlater"}, ENDED,
                  {**LASTS, "outage": "N-3", "incident": "N", "ci": "link", "kind": "degradation",
                   "start": at("2026-11-01T06:20+01:00"), "title": ""})
    assert panel
    (one,) = panel.ongoing
    assert (one.kind, one.start, one.title, one.interrupted) == ("degradation", LASTS["start"], "Zqlater", ())
    assert [(past.start, past.end) for past in panel.ended] == [(ENDED["start"], ENDED["end"])]


@pytest.mark.parametrize("row", [
    {**LASTS, "kind": "planned"},
    {**LASTS, "ci": "vm-1"},
    {**LASTS, "end": at("2026-10-04T07:59+02:00")},
    {**LASTS, "start": at("2026-11-01T08:01+01:00")},
])
def test_planned_work_own_items_old_and_coming_ones_are_no_incident(row: dict[str, Any]) -> None:
    panel = _told(row, {**ENDED, "start": at("2026-01-01T00:00Z"), "end": at("2026-01-01T01:00Z")})
    assert panel
    assert (panel.state, panel.ongoing, panel.ended) == ("ok", (), ())


@pytest.mark.parametrize("granted", [None, (), ("start", "end"), ("start", "kind", "title", "updated")])
def test_it_is_unseen_until_granted(granted: tuple[str, ...] | None) -> None:
    tables = {**GRANTS.tables, **({} if granted is None else {"outages": granted})}
    site = portal(replace(GRANTED, tables=tables), rows=_rows(LASTS, ENDED))
    assert _panel(site) is None
    assert "Zqtitle" not in repr(site)


def test_the_provider_its_words_and_its_news_are_each_granted_apart() -> None:
    bare = replace(GRANTED, tables={**GRANTS.tables, "outages": ("start", "end", "kind")}, providers={})
    site = portal(bare, rows=_rows(LASTS, ENDED))
    panel = _panel(site)
    assert panel
    (one,) = panel.ongoing
    assert (one.provider, one.title, one.updated) == ("", "", None)
    assert not [word for word in ("nuageo", "Nuageo", "Zqtitle") if word in repr(site)]


def test_silence_is_no_good_news_where_nobody_tells_or_what_is_told_is_old() -> None:
    assert _told(cis=[]) is None
    nobody = _told()
    assert nobody
    assert nobody.state == "not_measured"
    assert (none := _told(monitors=[{"ci": "farm", "from": at("2026-01-01T00:00Z")}]))
    assert none.state == "ok"


@pytest.mark.parametrize(("standing", "state", "ongoing"), [
    ("held", "stale", 1), ("stale", "stale", 1), ("withheld", "withheld", 0)])
def test_what_is_known_of_an_old_source(standing: Literal["held", "stale", "withheld"], state: str, ongoing: int
                                        ) -> None:
    since = datetime(2026, 10, 30, 6, tzinfo=UTC)
    spec = ClientSpec("lefevre", Path("/nowhere"), ("fr",), GRANTED, "")
    known = Told((Age("status", "outages", since, standing),))
    site = client_portal(slice_of(_rows(LASTS)), (), (), project(), spec, PROSE, AS_OF, "0a1b2c3d", known)
    panel = _panel(site)
    assert panel
    assert (panel.state, panel.since, len(panel.ongoing)) == (state, since, ongoing)
    assert "watch" in [subject for notice in site.pages[0].notices for subject in notice.subjects]


def test_the_words_of_a_provider_are_text_and_another_clients_name_in_them_is_found(tmp_path: Path) -> None:
    bad = {**LASTS, "title": '</p><script src="//x.example"></script><img onerror=a()> for Zorglub-Hagen 4477'}
    page = _page(portal(GRANTED, rows=_rows(bad, ENDED)), "fr")
    assert "&lt;script src=" in page
    assert not [word for word in ("<script src=\"//", "<img onerror") if word in page]
    found = examined(tmp_path, {"lefevre": {"index.html": page.encode()}}, {"orsted": [("name", "Zorglub-Hagen 4477")]})
    assert found.sites[0].hits


@pytest.mark.parametrize(("language", "said"), [
    ("fr", "Nuageo annonce une panne : Messagerie est arrêté."),
    ("en", "Nuageo reports an outage: Messagerie is stopped.")])
def test_the_home_says_it_first(language: str, said: str) -> None:
    plain = _page(portal(GRANTED, rows=_rows(LASTS)), language).replace("\u00a0", " ").replace("\u202f", " ")
    assert said in plain


def _page(site: Portal, language: str) -> str:
    """The home as it is written."""
    panels: Any = dict.fromkeys(("hours", "tiles", "commitments", "services", "tickets", "planning"))
    panels["incidents"] = _panel(site)
    page = replace(site.pages[0], panels=panels)
    here = Site(replace(site, pages=(page,)), language, "", {}).on(page)
    template = environment((ours() / "templates",), language).get_template("overview.html")
    return template.render(site=here, page=page, portal=here.portal, localsiteurl=None)


def test_staff_are_told_whom_to_call_and_a_client_that_is_not_touched_is_not_called() -> None:
    contacts = [{"contact": f"c{n}", "client": "lefevre", "name": f"Caller {n}", "escalation": rank}
                for n, rank in ((1, 2), (2, 1), (3, None))]
    own = {**_rows(LASTS), "contacts": contacts}
    other = {"clients": [{"client": "acme", "name": "Acme"}], "cis": own["cis"][:1], "outages": [LASTS],
             "contacts": [{"contact": "a1", "client": "acme", "name": "Nobody", "escalation": 1}]}
    company = {"clients": [*TABLE_ROWS["clients"], *other["clients"]], "cis": own["cis"][:2], "outages": [LASTS, ENDED],
               "providers": [{"provider": "nuageo", "name": "Nuageo"}],
               "contacts": [{"contact": "p1", "provider": "nuageo", "name": "Support", "escalation": 1}]}
    site = internal_portal({"lefevre": slice_of(own), "acme": slice_of(other, "acme")}, slice_of(company, ""), (), (),
                           project(), (), QualityInputs({}), AS_OF, "0")
    panel = site.pages[0].panels["incidents"]
    assert isinstance(panel, Alarms)
    (alarm,) = panel.ongoing
    assert [one.name for one in alarm.people] == ["Support"]
    assert [(one.name, one.interrupted, one.degraded, [called.name for called in one.people])
            for one in alarm.clients] == [
        ("Transports Lefèvre", ("Messagerie",), ("Portail",), ["Caller 2", "Caller 1"])]
    assert [(one.provider, one.interrupted) for one in panel.ended] == [("Nuageo", ())]
