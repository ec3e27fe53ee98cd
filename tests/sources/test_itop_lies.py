"""An iTop that lies or breaks holds its source with one line, in which no credential stands; last good data stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
import stamina

from clairevoie.errors import SourceError
from clairevoie.sources.itop import Settings, pull
from clairevoie.sources.pulled import Pull
from tests.sources.lies import LIES, lies
from tests.sources.lying import Api, Asked, Lie, Reply, Route, Slice, serving
from tests.sources.replayed import ANSWERS, replay, settings, source

ABOUT = "FunctionalCI"  # 90 of them: two pages of 50
SECRET = replay.PASSWORD


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the recorded iTop asks for; retries wait for nothing."""
    monkeypatch.setenv("ITOP_USER", replay.USER)
    monkeypatch.setenv("ITOP_PASSWORD", SECRET)
    with stamina.set_testing(True, attempts=3):
        yield


def itop(lie: Lie | None) -> Api:
    """The recorded iTop, which lies about one class."""
    recording, asked_of_it = replay.Recording(ANSWERS), []

    def answered(form: dict[str, str], asked: Asked) -> Reply:
        answer = recording.answer("POST", form, asked.headers.get("Authorization"))
        return Reply(json.loads(answer.body), status=answer.status, raw=answer.body)

    def respond(asked: Asked) -> Reply:
        form = dict(parse_qsl(asked.body.decode(), keep_blank_values=True))
        request = json.loads(form["json_data"])
        if request["class"] != ABOUT or lie is None:
            return answered(form, asked)
        asked_of_it.append(request)
        number = len(asked_of_it)
        if number < lie.nth or (number > lie.nth and not lie.stays):
            return answered(form, asked)
        whole = answered({**form, "json_data": json.dumps({**request, "limit": 0, "page": 1})}, asked).said
        return _told(lie, request, whole, asked, number)
    return Api({replay.PATH: Route(answer=respond)})


def _told(lie: Lie, request: dict[str, int], whole: dict[str, object], asked: Asked, number: int) -> Reply:
    """The page of an answer that holds everything, altered."""
    objects = whole["objects"]
    assert isinstance(objects, dict)
    rows = [{"_key": key, **one} for key, one in objects.items()]
    wanted = Slice((request["page"] - 1) * request["limit"], request["limit"])
    wanted = lie.wanted(wanted) if lie.wanted else wanted
    page = rows[wanted.start: wanted.start + wanted.size]
    page = lie.rows(page, rows) if lie.rows else page
    total = lie.count(len(rows)) if lie.count else len(rows)
    members = ", ".join(f"{json.dumps(row['_key'])}: {json.dumps({k: v for k, v in row.items() if k != '_key'})}"
                        for row in page)
    raw = f'{{"code": 0, "message": "Found: {total}", "objects": {{{members}}}}}'.encode()
    reply = Reply(None, raw=raw)
    if lie.reply is None:
        return reply
    said = lie.reply(replace(reply, said={"code": 0, "message": f"Found: {total}", "objects": {}}), asked, number)
    return replace(said, raw=raw) if said.broken and said.raw is None else said


def read(lie: str) -> Pull:
    """What the source gives."""
    with serving(itop(LIES[lie] if lie else None)) as url:
        slow = {"timeout": 0.4, "attempts": 1} if "slow" in lie else {"timeout": 2.0}
        said: Settings = settings(url, **{"deadline": 9.0, "attempts": 3, "max_bytes": 20_000_000, **slow})
        return pull(source(), said)


@pytest.mark.parametrize("lie", lies())
def test_a_lie_holds_the_source_with_one_line_or_a_second_try_mends_it(lie: str) -> None:
    if not LIES[lie].held or lie == "wrong content type":  # what counts is that it is JSON of iTop
        assert len(read(lie).raws) == len(read("").raws)
        return
    with pytest.raises(SourceError) as raised:
        read(lie)
    text = str(raised.value)
    assert text.startswith(f"source itop: {ABOUT}: ") and "\n" not in text, text
    assert SECRET not in text


@pytest.mark.parametrize("said", [
    "Error: Invalid login for {password}", "Error: {user}:{password} is not known", "x" * 190 + "{password}",
    "Error: &lt;{password}&gt; " + "y" * 400])
def test_a_refusal_that_repeats_the_password_does_not_repeat_it_here(said: str, monkeypatch: pytest.MonkeyPatch,
                                                                     caplog: pytest.LogCaptureFixture) -> None:
    password = 'Tr0ub&dor "3"  <long>-word'  # noqa: S105  # it is there to be looked for
    monkeypatch.setenv("ITOP_PASSWORD", password)
    told = said.format(password=password, user=replay.USER)
    with caplog.at_level(0), serving(Api({replay.PATH: Route(answer=lambda asked: Reply(
            {"code": 1, "message": told}))})) as url, pytest.raises(SourceError) as raised:
        pull(source(), settings(url))
    text = str(raised.value)
    assert "iTop refuses with code 1" in text
    for form in (password, " ".join(password.split()), "Tr0ub&", "Tr0ub"):
        assert form not in text
    assert password not in caplog.text and "Authorization" not in caplog.text
