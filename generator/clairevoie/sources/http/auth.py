"""How source.yml says what to log in with: always the names of environment variables, never what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from clairevoie.sources.environment import NAME, VariableName

_SECRET = re.compile("pass|pwd|secret|token|key|pin|mot.?de", re.IGNORECASE)
_BRACES = re.compile(r"\{(" + NAME + r")\}")


def _filled(text: str) -> str:
    if not names_in(text) or re.search(r"[\r\n]", text):
        raise ValueError("write the name of an environment variable in braces, like Token {API_TOKEN}")
    return text


def _in_clear(said: dict[str, str]) -> dict[str, str]:
    for name, text in said.items():
        if _SECRET.search(name) and not names_in(text):
            raise ValueError(f"{name}: write the name of an environment variable in braces, like {{DESK_PASSWORD}}")
    return said


WithSecret = Annotated[str, AfterValidator(_filled)]
Posted = Annotated[dict[str, str], AfterValidator(_in_clear)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NoAuth(_Strict):
    """Nothing is sent."""

    kind: Literal["none"] = "none"


class Basic(_Strict):
    """User and password. user_suffix: what follows the user's name, as `/token`; password_word: a word of the API in
    the password's place, as `api_token`, where the secret is the user.
    """

    kind: Literal["basic"]
    user_env: VariableName
    password_env: VariableName | None = None
    user_suffix: str = ""
    password_word: Literal["", "api_token", "X", "x"] = ""


class Header(_Strict):
    """Headers with secrets: `{Authorization: "Token token={ZAMMAD_TOKEN}"}`."""

    kind: Literal["header"]
    headers: Annotated[dict[str, WithSecret], Field(min_length=1)]


class Bearer(_Strict):
    """`Authorization: Bearer …`."""

    kind: Literal["bearer"]
    token_env: VariableName


class Form(_Strict):
    """A form is posted; the cookies of its answer are the session."""

    kind: Literal["form"]
    path: str
    fields: Annotated[Posted, Field(min_length=1)]
    cookies: Annotated[tuple[str, ...], Field(min_length=1)]


class Session(_Strict):
    """A session is opened with `headers`, `user_env` and `password_env`, or `json`; its token stands at `token` of
    the answer and is sent as `send`; `logout` closes it.
    """

    kind: Literal["session"]
    path: str
    method: Literal["GET", "POST"] = "POST"
    headers: dict[str, WithSecret] = {}
    user_env: VariableName | None = None
    password_env: VariableName | None = None
    body: Posted = {}
    token: str
    send: Annotated[dict[str, str], Field(min_length=1)]
    logout: str = ""
    logout_method: Literal["GET", "POST", "DELETE"] = "GET"


class OAuth2(_Strict):
    """Client credentials (or a password grant); a new token is asked for when the old one is about to expire."""

    kind: Literal["oauth2"]
    token: str
    client_id_env: VariableName
    client_secret_env: VariableName
    grant: Literal["client_credentials", "password"] = "client_credentials"
    user_env: VariableName | None = None
    password_env: VariableName | None = None
    scope: str = ""
    send_as: Literal["body", "basic"] = "body"


Auth = Annotated[NoAuth | Basic | Header | Bearer | Form | Session | OAuth2, Field(discriminator="kind")]


def names_in(text: str) -> list[str]:
    """The environment variables between braces in a text."""
    return _BRACES.findall(text)


def filled(text: str, secrets: Mapping[str, str]) -> str:
    """A text with what its variables hold."""
    return _BRACES.sub(lambda found: secrets[found[1]], text)


def variables(auth: BaseModel, headers: Mapping[str, str]) -> list[str]:
    """Every environment variable that these settings name, in order, once."""
    found = [name for value in headers.values() for name in names_in(value)]
    return list(dict.fromkeys([*found, *_named(auth.model_dump())]))


def _named(said: Mapping[str, Any]) -> Iterable[str]:
    for key, value in said.items():
        if key.endswith("_env") and value:
            yield value
        elif isinstance(value, dict):
            yield from (name for text in value.values() for name in names_in(str(text)))
