"""A server, or a resolver, that means harm: the source is held with one line, or a row set aside, in bounded time."""

from __future__ import annotations

import gzip
import json
import time

import pytest

from clairevoie.sources.http import answer
from clairevoie.sources.http.conversions import text_of_html
from clairevoie.sources.http.refused import Refused
from clairevoie.sources.http.settings import Settings
from clairevoie.sources.http.wire import Wire
from tests.sources.apis import dataset, held, pulled, rows_of
from tests.sources.lying import Api, Lie, Reply, Route, serving
from tests.sources.things import ROWS, api, said


def test_p18_cookies_that_are_none_or_stand_twice_are_ignored() -> None:
    for cookies in ("a" * 20_000, "=", ";;;", "a=1; Path=/x"):
        with serving(api(), _with({"Set-Cookie": cookies})) as url:
            assert len(rows_of(pulled(said(url)), "services")) == len(ROWS)


def test_p10_what_stands_behind_the_end_of_compressed_data_is_not_passed_over() -> None:
    rows = json.dumps([{"id": 1, "ref": "a", "odd": "b"}]).encode()
    for tail in (b"garbage", gzip.compress(b"[]")):
        reply = Reply(None, {"Content-Encoding": "gzip"}, raw=gzip.compress(rows) + tail)
        with serving(_always(reply)) as url:
            line = held(said(url, {"pager": {"kind": "none"}, "total": ""}))
        assert line == "source api: things: compressed data with something behind its end"


def test_p12_an_answer_of_more_values_than_fit_into_memory_is_refused_before_it_is_read(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "MAX_VALUES", 1000)
    assert len(answer.parsed(b"[" + b'",[{",' * 900 + b"1]", 3)) == 901
    with pytest.raises(Refused, match="JSON of more than 1,000 values"):
        answer.parsed(b"[" + b"[]," * 1000 + b"1]", 3)


def test_brackets_are_counted_over_the_borders_of_pieces_and_outside_of_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "_PIECE", 3)
    for text, depth in (('["[[[[", "\\"[[[", "\\\\", [[1]]]', 3), ('{"a\\\\\\"[": {"b": []}}', 3), ("[]", 1), ("1", 0)):
        answer.parsed(text.encode(), depth)
        if depth:
            with pytest.raises(Refused, match="nested deeper"):
                answer.parsed(text.encode(), depth - 1)


def test_p02_a_resolver_that_says_nothing_is_left_at_the_deadline() -> None:
    def silent(host: str, port: int) -> list[str]:
        time.sleep(3)
        return ["127.0.0.1"]

    settings = Settings.model_validate(said("http://127.0.0.1:9", timeout=0.3, attempts=1))
    start = time.monotonic()
    with Wire(settings, find=silent) as wire, pytest.raises(Refused, match="no whole answer within"):
        wire.ask("GET", wire.url("/things"))
    assert time.monotonic() - start < 2


def test_p13_html_of_any_shape_is_read_in_linear_time() -> None:
    start = time.monotonic()
    for text in ("<" + "a" * 300_000, "</a" * 100_000, "<!--" * 100_000, "< " * 100_000):
        text_of_html(text)
    assert time.monotonic() - start < 3


def test_p11_a_key_that_stands_twice_says_so() -> None:
    raw = b'{"total": 1, "results": [{"id": 1, "id": 2, "ref": "a", "odd": "b"}]}'
    with serving(_always(Reply(None, raw=raw))) as url:
        pull = pulled(said(url, {"pager": {"kind": "none"}, "total": "", "rows": "results"}))
    assert [one.reason for one in dataset(pull).set_aside] == ["id: 'id' stands twice in one object"]


def _with(headers: dict[str, str]) -> Lie:
    return Lie(nth=1, reply=lambda reply, asked, number: Reply(reply.said, {**reply.headers, **headers}))


def _always(reply: Reply) -> Api:
    return Api({"/things": Route(answer=lambda asked: reply)})
