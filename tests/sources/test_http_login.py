"""Every way of logging in, against a server that knows its word."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from clairevoie.sources.http.auth import OAuth2
from clairevoie.sources.http.credentials import hidden
from tests.sources.apis import SECRET, held, pulled, rows_of
from tests.sources.lying import Api, Asked, Reply, Route, page, plain, serving
from tests.sources.things import ROWS, said

BASIC = base64.b64encode(f"{SECRET}:{SECRET}".encode()).decode()
TOKEN = base64.b64encode(f"{SECRET}/token:api_token".encode()).decode()


def things(wanted: tuple[str, str], **routes: Route) -> Api:
    """The things for who sends this header, and what else answers."""
    return Api({"/things": Route(ROWS, page(), plain("X-Total-Count")),
                **{f"/{name}": route for name, route in routes.items()}}, wanted)


def opens(asked: Asked) -> Reply:
    """GLPI's initSession."""
    if asked.headers.get("Authorization") != f"Basic {BASIC}" or asked.headers.get("App-Token") != SECRET:
        return Reply(["ERROR_LOGIN"], status=401)
    return Reply({"session_token": "T0K3N"})


def enters(asked: Asked) -> Reply:
    """A form that gives a cookie, or itself again."""
    good = asked.json == {"user": SECRET, "password": SECRET}
    return Reply({}, {"Set-Cookie": "sid=C00K1E; Path=/; HttpOnly"} if good else {})


def grants(asked: Asked) -> Reply:
    """An OAuth2 server whose tokens live a moment; client and word come in the body or as Basic."""
    apart = {} if asked.headers.get("Authorization") == f"Basic {BASIC}" else {"client_id": SECRET,
                                                                               "client_secret": SECRET}
    good = asked.json == {"grant_type": "client_credentials", "scope": "read", **apart}
    return Reply({"access_token": "T0K3N", "token_type": "Bearer", "expires_in": 31}) if good \
        else Reply({"error": "invalid_client"}, status=400)


WAYS: dict[str, tuple[dict[str, Any], Api]] = {
    "basic": ({"kind": "basic", "user_env": "MY_NAME", "password_env": "MY_WORD"},
              things(("Authorization", f"Basic {BASIC}"))),
    "basic with a token": ({"kind": "basic", "user_env": "MY_NAME", "user_suffix": "/token",
                            "password_word": "api_token"},
                           things(("Authorization", f"Basic {TOKEN}"))),
    "header": ({"kind": "header", "headers": {"X-Key": "Token {MY_WORD}"}}, things(("X-Key", f"Token {SECRET}"))),
    "bearer": ({"kind": "bearer", "token_env": "MY_WORD"}, things(("Authorization", f"Bearer {SECRET}"))),
    "form": ({"kind": "form", "path": "/login", "cookies": ["sid"],
              "fields": {"user": "{MY_NAME}", "password": "{MY_WORD}"}},
             things(("Cookie", "sid=C00K1E"), login=Route(answer=enters))),
    "session": ({"kind": "session", "path": "/initSession", "method": "GET", "headers": {"App-Token": "{MY_WORD}"},
                 "user_env": "MY_NAME", "password_env": "MY_WORD", "token": "session_token",
                 "send": {"Session-Token": "{token}"}, "logout": "/killSession"},
                things(("Session-Token", "T0K3N"), initSession=Route(answer=opens),
                       killSession=Route(answer=lambda asked: Reply(True)))),
    "oauth2": ({"kind": "oauth2", "token": "/oauth", "client_id_env": "MY_NAME", "client_secret_env": "MY_WORD",
                "scope": "read"}, things(("Authorization", "Bearer T0K3N"), oauth=Route(answer=grants))),
    "oauth2 apart": ({"kind": "oauth2", "token": "/oauth", "client_id_env": "MY_NAME", "client_secret_env": "MY_WORD",
                      "scope": "read", "send_as": "basic"},
                     things(("Authorization", "Bearer T0K3N"), oauth=Route(answer=grants))),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_logs_in_and_a_wrong_word_holds_the_source(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    auth, api = WAYS[way]
    with serving(api) as url:
        assert len(rows_of(pulled(said(url, auth=auth)), "services")) == 7
        monkeypatch.setenv("MY_WORD" if "token" not in way else "MY_NAME", "wrong-word-of-somebody")
        assert "wrong-word" not in held(said(url, auth=auth))


def test_a_session_is_closed_also_when_the_reading_fails() -> None:
    auth, api = WAYS["session"]
    with serving(api) as url:
        api.asked.clear()
        pulled(said(url, auth=auth))
        held(said(url, {"path": "/nothing"}, auth=auth))
    assert [asked.path for asked in api.asked].count("/killSession") == 2


def test_a_token_that_is_about_to_expire_is_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    auth, api = WAYS["oauth2"]
    monkeypatch.setattr("clairevoie.sources.http.tokens.EARLY", 31)
    monkeypatch.setattr("clairevoie.sources.http.tokens.max", lambda *_: 0, raising=False)
    with serving(api) as url:
        api.asked.clear()
        pulled(said(url, auth=auth))
    paths = [asked.path for asked in api.asked]
    assert paths.count("/oauth") == paths.count("/things") > 3


def test_a_secret_in_another_writing_is_hidden_too() -> None:
    text = f"{SECRET} {BASIC} {base64.b64encode(SECRET.encode()).decode()}"
    assert hidden(text, {"A": SECRET}) == "*** *** ***"
    for echoed in ("bob%3AS3cr3t%2FPa55%20word", "S3cr3t/Pa55%20word", "s3cr3t/pa55 word", "S3CR3T%2fPA55%20WORD"):
        assert "55" not in hidden(echoed, {"A": "S3cr3t/Pa55 word"})
    settings = OAuth2.model_validate(WAYS["oauth2"][0])
    assert SECRET not in repr(settings) and "MY_WORD" in repr(settings)
