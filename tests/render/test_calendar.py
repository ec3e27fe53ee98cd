"""The planning as a calendar file: RFC 5545, the same bytes, and what the page shows."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.portal import Column, Page, Planning, Portal, Table, Text
from clairevoie.render import build
from clairevoie.render.calendar import write, written
from clairevoie.render.say import planning as say
from clairevoie.render.site import Here, Site
from clairevoie.words import plurals
from clairevoie.words.shown import TURNING
from tests.render.ics import events, lines
from tests.render.sample import client
from tests.render.sample import planning as sample
from tests.sampling import sample as sampled


def _here(portal: Portal | None = None, language: str = "fr") -> Here:
    return Here(Site(portal or client(), language, "", {}), Page("planning", "planning/index.html", "planning"))


def _of(panel: Planning, language: str = "fr") -> list[dict[str, str]]:
    return events(written(_here(language=language), panel))


def test_each_intervention_of_the_page_is_an_event_in_utc_with_what_it_does_to_whom() -> None:
    coming = sample().coming
    slow = replace(coming[2], degraded=("VPN des agences", "Annuaire"))
    panel = replace(sample(), coming=(coming[0], coming[1], slow, *coming[3:]))
    cut, met, third = _of(panel)[:3]
    assert (cut["SUMMARY"], cut["DTSTART"], cut["DTEND"]) == (
        "Mise à jour du stockage de Lyon", "20260314T210000Z", "20260314T223000Z")
    assert cut["DESCRIPTION"] == ("Coupure de 20\u00a0min au plus\u00a0: TMS exploitation, Fichiers partagés\n"
                                  "C-000421 · confirmée")
    assert met["DESCRIPTION"].startswith("Sans effet") and met["DTSTART"] == "20260319T090000Z"
    assert third["DESCRIPTION"].split("\n")[0].replace("\u00a0", " ") == (
        "Samedi 21 mars entre 07:00 et 12:00, services dégradés : VPN des agences et Annuaire.")
    assert len(_of(panel)) == len(panel.coming) + len(panel.done)
    assert _of(panel, "en")[2]["DESCRIPTION"].split("\n")[0].replace("\u00a0", " ") == (
        "Saturday 21 March between 07:00 and 12:00: VPN des agences and Annuaire will be degraded.")


def test_what_lies_beyond_the_page_is_in_the_file_and_what_is_not_confirmed_is_tentative() -> None:
    later = replace(sample().coming[0], intervention="C-9", status="to_confirm")
    panel = replace(sample(), beyond=(later,))
    assert len(_of(panel)) == len(_of(sample())) + 1
    assert [event["STATUS"] for event in _of(panel) if "C-9" in event["DESCRIPTION"]] == ["TENTATIVE"]


@pytest.mark.parametrize(("beyond", "columns", "french", "english"), [
    (0, (), "{n} interventions, comme sur cette page.", "{n} interventions, as on this page."),
    (1, (), "{n} interventions : {here} de cette page et une plus tard.",
     "{n} interventions: {here} of this page and one later."),
    (0, ("from", "to"), "{n} interventions et deux affectations, comme sur cette page.",
     "{n} interventions and two assignments, as on this page."),
    (2, ("from", "to"), "{n} interventions : {here} de cette page et deux plus tard ; deux affectations.",
     "{n} interventions: {here} of this page and two later; two assignments."),
])
def test_what_the_page_says_of_the_file_is_what_is_in_it(beyond: int, columns: tuple[str, ...], french: str,
                                                         english: str) -> None:
    later = tuple(replace(sample().coming[0], intervention=f"later {n}") for n in range(beyond))
    panel = replace(sample(), beyond=later, assignments=_assigned(*columns) if columns else None)
    here = len(panel.coming) + len(panel.done)
    assert len(_of(panel)) == here + beyond + 2 * bool(columns)
    for language, sentence in (("fr", french), ("en", english)):
        said = str(say.calendar(_here(language=language), panel)).replace("\u00a0", " ").replace("\u202f", " ")
        assert said == sentence.format(n=plurals.spelled(here + beyond, language).capitalize(),
                                       here=plurals.spelled(here, language, feminine=True))


def test_an_event_without_length_has_no_end_and_an_assignment_without_end_is_there() -> None:
    moment = replace(sample().coming[0], end=sample().coming[0].start)
    ((event,), table) = _of(replace(sample(), coming=(moment,), done=())), _assigned("from", "to")
    assert "DTEND" not in event and event["DTSTART"]
    endless = replace(table, rows=((date(2026, 3, 1), date.max),))
    ((event,),) = [_of(replace(sample(), coming=(), done=(), assignments=endless))]
    assert (event["DTSTART"], event["DTEND"]) == ("20260301", "99991231")


def test_a_uid_stays_when_the_rest_changes_and_bears_no_identifier() -> None:
    (before, *_), moved = _of(sample()), replace(sample().coming[0], title="Autre", status="to_confirm",
                                                 end=sample().coming[1].end)
    (after, *_) = _of(replace(sample(), coming=(moved,)))
    assert before["UID"] == after["UID"] and before["SUMMARY"] != after["SUMMARY"]
    assert "421" not in before["UID"] and client().site not in before["UID"]
    elsewhere = replace(client(), site="other")
    assert events(written(_here(elsewhere), sample()))[0]["UID"] != before["UID"]


def test_the_same_portal_gives_the_same_bytes_stamped_with_the_instant_of_its_data() -> None:
    assert written(_here(), sample()) == written(_here(), sample())
    assert {event["DTSTAMP"] for event in _of(sample())} == {"20260312T130500Z"}


@sampled(40)
@given(title=st.text(max_size=120) | st.sampled_from(
    ["a,b;c\\d\\n\r\ne", "\u202eevil", "BEGIN:VEVENT\r\nUID:x", "é" * 200]))
def test_any_title_is_one_text_of_one_event(title: str) -> None:
    kept = "".join(c for c in title.replace("\r\n", "\n") if c not in TURNING)
    kept = "".join(" " if unicodedata.category(c) == "Cc" and c != "\n" else c for c in kept)
    item = replace(sample().coming[0], title=title, degraded=(title,), intervention=title)
    (event,) = _of(replace(sample(), coming=(item,), done=()))
    assert event["SUMMARY"] == kept


def _assigned(*columns: str) -> Table:
    cells: dict[str, Any] = {"person": "M. Oster", "contract": "C-1", "from": date(2026, 3, 1),
                             "to": date(2026, 3, 31), "share": 0.5}
    kinds = {"from": "date", "to": "date", "share": "ratio"}
    shown: tuple[Column, ...] = tuple(Column(name, Text(name, name), kinds.get(name, "text")) for name in columns)  # type: ignore[arg-type]
    row = tuple(cells[name] for name in columns)
    return Table("assignments", shown, (row, row), Text("Affectations", "Assignments"))


def test_assignments_are_whole_days_with_the_columns_that_are_granted() -> None:
    panel = replace(sample(), coming=(), done=(), assignments=_assigned("person", "contract", "from", "to", "share"))
    first, second = _of(panel)
    assert (first["SUMMARY"], first["DTSTART"], first["DTEND"]) == ("M. Oster · C-1", "20260301", "20260401")
    assert "share\u00a0: 50,0\u202f%" in first["DESCRIPTION"] and first["UID"] != second["UID"]
    assert any(line.startswith("DTSTART;VALUE=DATE:") for line in lines(written(_here(), panel)))
    nobody = _of(replace(panel, assignments=_assigned("from", "to")))
    assert [event["SUMMARY"] for event in nobody] == ["Un intervenant"] * 2 and "Oster" not in str(nobody)
    assert _of(replace(panel, assignments=_assigned("person", "from"))) == []


@pytest.mark.parametrize(("downloads", "there"), [(("figures",), False), (("calendar",), True), (None, True)])
def test_the_file_and_the_link_to_it_are_there_where_it_is_offered(
        tmp_path: Path, downloads: tuple[str, ...] | None, there: bool) -> None:
    portal = replace(client(), downloads=downloads)
    site = Site(portal, "fr", "", {})
    assert write(site, tmp_path) == (["planning/calendar.ics"] if there else [])
    (tmp_path / "site").mkdir()
    build(replace(portal, pages=tuple(page for page in portal.pages if page.id == "planning"), prose=()),
          tmp_path / "site")
    assert ("calendar.ics" in (tmp_path / "site/planning/index.html").read_text(encoding="utf-8")) is there
