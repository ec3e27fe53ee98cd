"""Whatever bytes an API answers: rows, rows set aside, or a source that is held with one line; never anything else."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from clairevoie.errors import ClairevoieError, Fault, SourceError
from clairevoie.sources.http.asking import Asker
from clairevoie.sources.http.pagers import Step
from clairevoie.sources.http.paging import fetch
from clairevoie.sources.http.refused import Refused
from clairevoie.sources.http.settings import Settings
from clairevoie.sources.http.sheets import extract
from clairevoie.sources.http.wire import Answer
from clairevoie.sources.mapping import Writing, rows
from clairevoie.tables.dataset import check
from tests.sampling import sample
from tests.sources.odd_answers import bodies

SETTINGS = Settings.model_validate({
    "url": "https://api.example.com", "max_pages": 20,
    "defaults": {"key": "id", "rows": "rows", "total": "total", "fields": {
        "id": "id", "name": "name? | html_to_text", "at": "at? | instant?", "hours": "hours? | seconds_to_hours?",
        "first": "list[0]?", "all": "list[*]?", "of": "of.name?"}, "explode": []},
    "requests": {
        "none": {"path": "/"}, "page": {"path": "/", "pager": {"kind": "page", "size": 2}},
        "offset": {"path": "/", "pager": {"kind": "offset", "size": 2}, "total": ""},
        "cursor": {"path": "/", "pager": {"kind": "cursor", "next": {"c": "next"}, "more": "more"}},
        "next": {"path": "/", "pager": {"kind": "next"}}, "keyset": {"path": "/", "pager": {
            "kind": "keyset", "param": "a", "field": "id", "size": 2}},
        "exploded": {"path": "/", "explode": [{"path": "list", "name": "of"}], "ok": {"code": 0}, "error": "error"}},
    "tables": {"tickets": {"request": "none", "columns": {"ticket": "id", "client": "name", "created": "at"},
                           "constants": {"kind": "incident", "priority": "P1", "status": "new"}}}})
MAPPING = SETTINGS.tables["tickets"][0]

cases = st.tuples(st.sampled_from(sorted(SETTINGS.requests)), st.lists(bodies, min_size=1, max_size=3))


class _Recorded:
    """A wire that answers one body after the other, and the last one for ever."""

    def __init__(self, said: list[bytes]) -> None:
        self.said = list(said)

    def url(self, path: str) -> str:
        return f"https://api.example.com{path}"

    def ask(self, *_: Any, **__: Any) -> Answer:
        body = self.said.pop(0) if len(self.said) > 1 else self.said[0]
        return Answer(200, {"content-type": "application/json"}, body, {})


def read(name: str, said: list[bytes]) -> None:
    """Read these answers as the request `name` does, down to checked rows. Raises ClairevoieError."""
    request = SETTINGS.requests[name]
    try:
        asker = Asker(_Recorded(said), dict, SETTINGS, request, {}, Step())  # type: ignore[arg-type]
        sheet = extract(name, request, [(one, {}) for one in fetch(asker)], lambda *_: None).sheet
    except Refused as refused:
        if not str(refused).isprintable():
            raise AssertionError(f"no line: {refused!r}") from None
        raise SourceError(Fault("source api", str(refused))) from None
    raw, asides = rows("api", "tickets", sheet, MAPPING, Writing())
    found = check("api", [raw], "Europe/Paris")
    json.dumps([[one.reason, one.value] for one in (*asides, *found.set_aside)], ensure_ascii=False).encode()
    assert len(set(sheet.lines) | {one.line for one in asides}) >= found.tables["tickets"].num_rows


def faults_of(name: str, said: list[bytes]) -> str:
    """What else than a held source or rows came of it, "" for nothing."""
    try:
        read(name, said)
    except ClairevoieError:
        return ""
    except Exception as error:  # noqa: BLE001  # it is just what is looked for
        return f"{name} {said!r}: {error!r}"
    return ""


@given(case=cases)
@sample(300)
def test_whatever_an_api_answers_nothing_else_happens(case: tuple[str, list[bytes]]) -> None:
    assert faults_of(*case) == ""
