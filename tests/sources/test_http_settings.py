"""What source.yml may say of an API, and what it is told when it says something else."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from clairevoie.errors import ConfigurationError
from clairevoie.sources import SOURCES, presets
from clairevoie.sources.http.address import Guarded, refusal
from clairevoie.sources.http.refused import Refused
from clairevoie.sources.presets.filling import expanded, merged
from tests.sources.things import said

URL = "https://api.example.com"
Settings = SOURCES["http"].Settings


def faults(settings: dict[str, Any]) -> dict[str, str]:
    """What is told, by path."""
    with pytest.raises(ValidationError) as raised:
        Settings.model_validate(settings)
    return {".".join(map(str, one["loc"])): one["msg"].removeprefix("Value error, ")
            for one in raised.value.errors(include_url=False)}


@pytest.mark.parametrize("url", ["ftp://x", "x.example.com", "https://u:p@x.example.com", "https://x/?key=1",
                                 "http://x.example.com", "https://x/#a", "https://x:0"])
def test_an_address_that_would_leak_or_lead_nowhere_is_refused(url: str) -> None:
    assert faults(said(url))


@pytest.mark.parametrize(("auth", "path"), [
    ({"kind": "bearer", "token": "abc-secret"}, "auth.bearer.token"),
    ({"kind": "bearer", "token_env": "abc-secret"}, "auth.bearer.token_env"),
    ({"kind": "form", "path": "/l", "fields": {"user": "{MY_NAME}", "password": "abc-secret"}, "cookies": ["s"]},
     "auth.form.fields"),
    ({"kind": "session", "path": "/l", "body": {"pwd": "abc-secret"}, "token": "t", "send": {"X": "{token}"}},
     "auth.session.body"),
    ({"kind": "header", "headers": {"X": "abc-secret"}}, "auth.header.headers.X"),
    ({"kind": "basic", "user_env": "A", "password_word": "abc-secret"}, "auth.basic.password_word"),
    ({"kind": "magic"}, "auth")])
def test_y13_a_secret_in_source_yml_is_refused_and_not_repeated(auth: dict[str, Any], path: str) -> None:
    told = faults(said(URL, auth=auth))
    assert path in told
    assert "abc-secret" not in str(told)


def test_y13_a_key_of_capitals_is_no_name_of_a_variable_and_is_not_repeated() -> None:
    told = {**faults(said(URL, auth={"kind": "bearer", "token_env": "HUNTER2"})),
            **faults(said(URL, auth={"kind": "header", "headers": {"X": "Token {HUNTER2}"}}))}
    assert set(told) == {"auth.bearer.token_env", "auth.header.headers.X"}
    assert "HUNTER2" not in str(told.values())


@pytest.mark.parametrize("name", ["Authorization", "X-Auth-Token", "X-Redmine-API-Key", "Cookie", "App-Token"])
def test_y13_a_secret_in_a_header_or_a_parameter_is_refused_too(name: str) -> None:
    told = {**faults(said(URL, headers={name: "abc-secret"})), **faults(said(URL, {"headers": {name: "abc-secret"}})),
            **faults(said(URL, {"params": {"api_key": "abc-secret"}}))}
    assert set(told) == {"headers", "requests.things.headers", "requests.things.params"}
    assert "abc-secret" not in str(told)
    Settings.model_validate(said(URL, headers={name: "{APP_TOKEN}"}))
    Settings.model_validate(said(URL, {"params": {"sort_key": "id", "keywords": "a"}}))


@pytest.mark.parametrize(("request_", "path", "what"), [
    ({"key": []}, "tables.requests.things", "needs its key"),
    ({"fields": {}}, "requests.things.fields", "at least 1"),
    ({"fields": {"id": "a b?c"}}, "requests.things.fields.id", "is no path"),
    ({"fields": {"id": "id | epohc"}}, "requests.things.fields.id", "did you mean 'epoch'"),
    ({"path": "things"}, "requests.things.path", "begins with one '/'"),
    ({"path": "//evil.example.com"}, "requests.things.path", "begins with one '/'"),
    ({"pager": {"kind": "pages"}}, "requests.things.pager", "tag"),
    ({"foreach": {"request": "others"}}, "tables.requests.things", "unknown request 'others'"),
    ({"foreach": {"values": ["a"]}, "path": "/{valeu}"}, "tables.requests.things", "did you mean 'value'"),
    ({"foreach": {}}, "requests.things.foreach", "say one of"),
    ({"since": {"param": "s", "at": "a", "overlap": "1 hour"}}, "requests.things.since.overlap", "a span like"),
    ({"fields": {"id": "id", "ref": "id | lookup(things.id)", "odd": "odd"}}, "tables.requests", "wait for each other"),
    ({"when": {"nothing": ["a"]}}, "tables.requests.things.when.nothing", "unknown field"),
    ({"fields": {"id": "id"}}, "tables.services.columns.name", "unknown field of things 'ref'"),
])
def test_what_leads_nowhere_is_told_with_its_path(request_: dict[str, Any], path: str, what: str) -> None:
    told = faults(said(URL, request_))
    assert what in told.get(path, ""), told


def test_a_preset_is_overridden_and_extended_key_by_key() -> None:
    settings = expanded({"preset": "zammad", "url": URL, "clients": {"A": "a"}, "states": {"awaiting parts": "pending"},
                         "requests": {"tickets": {"unless": {"group": ["Spam"]}}, "groups": {"path": "/other"}},
                         "tables": {"people": None, "tickets": {"constants": {"service": "desk"}}}})
    assert settings["requests"]["tickets"]["unless"] == {"group": ["Spam"]}
    assert settings["requests"]["groups"]["path"] == "/other"
    assert settings["tables"]["tickets"]["values"]["status"] | {} == settings["tables"]["tickets"]["values"]["status"]
    assert settings["tables"]["tickets"]["values"]["status"]["awaiting parts"] == "pending"
    assert settings["tables"]["tickets"]["values"]["status"]["open"] == "assigned"
    assert "people" not in settings["tables"]
    Settings.model_validate({"preset": "zammad", "url": URL, "clients": {"A": "a"}})


def test_a_mapping_upon_a_list_is_laid_upon_each_and_two_kinds_do_not_mix() -> None:
    assert merged([{"a": 1}, {"a": 2}], {"b": 3}) == [{"a": 1, "b": 3}, {"a": 2, "b": 3}]
    assert merged({"kind": "page", "size": 3}, {"kind": "none"}) == {"kind": "none"}
    assert merged({"kind": "page", "size": 3}, {"size": 5}) == {"kind": "page", "size": 5}


def test_what_a_preset_asks_for_must_be_said() -> None:
    assert faults({"preset": "zammad"}) == {"preset": "zammad asks for url, clients; see docs/presets/zammad.md"}
    assert faults({"preset": "zamad"}) == {"preset": "unknown preset 'zamad'; did you mean 'zammad'?"}
    with pytest.raises(ConfigurationError, match="did you mean 'zammad'"):
        presets.template("zamad")


@pytest.mark.parametrize("name", presets.names())
def test_the_template_of_a_preset_is_a_source_yml_that_loads(name: str) -> None:
    text = presets.template(name)
    settings = yaml.safe_load(text)
    assert settings.pop("type") == presets.preset(name).type
    if presets.preset(name).type == "http":
        Settings.model_validate(settings)
        every = yaml.safe_load("\n".join(line.removeprefix("# ") for line in text.splitlines()
                                         if not line.startswith("# ") or (":" in line and _is_said(line, name))))
        Settings.model_validate({key: value for key, value in every.items() if key != "type"})


def _is_said(line: str, name: str) -> bool:
    bare = line.removeprefix("# ")
    return bare.startswith(" ") or bare.partition(":")[0] in presets.preset(name).variables


def test_public_addresses_are_talked_to_and_private_ones_only_when_declared() -> None:
    assert refusal("93.184.216.34", private=False) == refusal("2606:2800:220:1::1", private=False) == ""
    assert refusal("10.0.0.1", private=True) == refusal("127.0.0.1", private=True) == refusal("::1", private=True) == ""
    assert refusal("169.254.169.254", private=True) and refusal("224.0.0.1", private=True)


class _Stream:
    def __init__(self, peer: str) -> None:
        self.peer, self.closed = peer, False

    def get_extra_info(self, info: str) -> Any:
        return (self.peer, 443) if info == "server_addr" else None

    def close(self) -> None:
        self.closed = True


def test_p16_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx

    answers = iter([["93.184.216.34"], ["127.0.0.1"], ["93.184.216.34", "10.0.0.1"]])
    guarded = Guarded(httpx.create_ssl_context(), private=False, find=lambda host, port: next(answers))
    asked: list[str] = []

    def connect(host: str, *_: Any) -> _Stream:
        asked.append(host)
        return _Stream(host)

    monkeypatch.setattr(guarded.lines._sockets, "connect_tcp", connect)
    guarded.lines.connect_tcp("api.example.com", 443)
    for _ in range(2):
        with pytest.raises(Refused, match=r"api\.example\.com: .* is a private address"):
            guarded.lines.connect_tcp("api.example.com", 443)
    assert asked == ["93.184.216.34"]
    stream = _Stream("127.0.0.1")
    monkeypatch.setattr(guarded.lines._sockets, "connect_tcp", lambda *_: stream)
    monkeypatch.setattr(guarded.lines, "_find", lambda host, port: ["93.184.216.34"])
    with pytest.raises(Refused):
        guarded.lines.connect_tcp("api.example.com", 443)
    assert stream.closed
