"""What is sent with every request, once the environment said what its variables hold; a session is closed at last."""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.http.answer import parsed, whole
from clairevoie.sources.http.auth import Auth, Basic, Bearer, Form, Header, OAuth2, Session, filled
from clairevoie.sources.http.paths import find, place
from clairevoie.sources.http.refused import Refused, Unusable
from clairevoie.sources.http.settings import Settings
from clairevoie.sources.http.wire import Answer, Wire

Headers = Callable[[], Mapping[str, str]]
_EARLY = 30  # seconds before a token expires


def credentials(settings: Settings, where: str) -> dict[str, str]:
    """What the environment variables hold, by name. Raises SourceError naming those that hold nothing of use."""
    faults = [Fault(where, f"the environment variable {name} {fault}") for name in settings.variables
              if (fault := _fault(name))]
    if faults:
        raise SourceError(*faults)
    return {name: os.environ[name] for name in settings.variables}


def hidden(text: str, secrets: Mapping[str, str]) -> str:
    """A text in which no credential stands, nor its Base64."""
    for value in sorted(_forms(secrets), key=len, reverse=True):
        text = text.replace(value, "***")
    return text


@contextmanager
def logged_in(wire: Wire, settings: Settings, secrets: Mapping[str, str]) -> Iterator[Headers]:
    """The headers of every request, asked for anew each time: a token may be renewed. Raises Refused."""
    fixed = {name: filled(text, secrets) for name, text in settings.headers.items()}
    auth = settings.auth
    if isinstance(auth, OAuth2):
        yield _Token(wire, auth, secrets, fixed)
    elif isinstance(auth, Session):
        opened = fixed | _opened(wire, auth, secrets, fixed, settings.max_depth)
        try:
            yield lambda: opened
        finally:
            if auth.logout:
                with suppress(Refused):  # what was read stands, whether or not the server forgets us
                    wire.ask(auth.logout_method, wire.url(auth.logout), headers=opened)
    else:
        sent = fixed | (_posted(wire, auth, secrets) if isinstance(auth, Form) else _known(auth, secrets))
        yield lambda: sent


def _fault(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        return "is not set"
    return "" if value.isprintable() and value.strip() == value else "holds what no login is made of"


def _forms(secrets: Mapping[str, str]) -> set[str]:
    values = {value for value in secrets.values() if len(value) > 3}
    pairs = {_basic(user, password) for user in secrets.values() for password in secrets.values()}
    return values | {base64.b64encode(value.encode()).decode() for value in values} | pairs


def _basic(user: str, password: str) -> str:
    return base64.b64encode(f"{user}:{password}".encode()).decode()


def _known(auth: Auth, secrets: Mapping[str, str]) -> dict[str, str]:
    if isinstance(auth, Basic):
        user = secrets[auth.user_env] + auth.user_suffix
        password = secrets[auth.password_env] if auth.password_env else auth.password_word
        return {"Authorization": f"Basic {_basic(user, password)}"}
    if isinstance(auth, Bearer):
        return {"Authorization": f"Bearer {secrets[auth.token_env]}"}
    return {name: filled(text, secrets) for name, text in auth.headers.items()} if isinstance(auth, Header) else {}


def _posted(wire: Wire, auth: Form, secrets: Mapping[str, str]) -> dict[str, str]:
    fields = {name: filled(text, secrets) for name, text in auth.fields.items()}
    answer = _believed(wire.ask("POST", wire.url(auth.path), data=fields))
    lost = [name for name in auth.cookies if name not in answer.cookies]
    if lost:
        raise Refused(f"the login gave no cookie {', '.join(lost)}: user or password are not accepted")
    return {"Cookie": "; ".join(f"{name}={answer.cookies[name]}" for name in auth.cookies)}


def _opened(wire: Wire, auth: Session, secrets: Mapping[str, str], fixed: Mapping[str, str], depth: int
            ) -> dict[str, str]:
    headers = {**fixed, **{name: filled(text, secrets) for name, text in auth.headers.items()}}
    if auth.user_env and auth.password_env:
        headers["Authorization"] = f"Basic {_basic(secrets[auth.user_env], secrets[auth.password_env])}"
    body = {name: filled(text, secrets) for name, text in auth.body.items()}
    content: dict[str, Any] = {"json": body} if body else {}
    answer = _believed(wire.ask(auth.method, wire.url(auth.path), headers=headers, **content))
    token = _located(answer, auth.token, depth)
    return {name: text.replace("{token}", token) for name, text in auth.send.items()}


def _located(answer: Answer, where: str, depth: int) -> str:
    if where.startswith("header:"):
        found: Any = answer.headers.get(where.removeprefix("header:").strip().lower(), "")
    elif where.startswith("cookie:"):
        found = answer.cookies.get(where.removeprefix("cookie:").strip(), "")
    else:
        try:
            found = find(place(where), parsed(answer.body, depth))
        except Unusable as error:
            raise Refused(f"the login gave no token: {error}") from None
    if not isinstance(found, str) or not found or not found.isprintable():
        raise Refused("the login gave no token")
    return found


def _believed(answer: Answer) -> Answer:
    if answer.status not in (200, 201, 204):
        raise Refused(f"the login is refused: HTTP status {answer.status}")
    return answer


class _Token:
    """The header of an OAuth2 token, renewed before it expires."""

    def __init__(self, wire: Wire, auth: OAuth2, secrets: Mapping[str, str], fixed: Mapping[str, str]) -> None:
        self._wire, self._auth, self._secrets, self._fixed = wire, auth, secrets, fixed
        self._token, self._end = "", 0.0

    def __repr__(self) -> str:
        return "<a token>"

    def __call__(self) -> Mapping[str, str]:
        if not self._token or time.monotonic() >= self._end:
            self._renew()
        return {**self._fixed, "Authorization": f"Bearer {self._token}"}

    def _renew(self) -> None:
        auth, secrets = self._auth, self._secrets
        ids = (secrets[auth.client_id_env], secrets[auth.client_secret_env])
        form = {"grant_type": auth.grant} | ({"scope": auth.scope} if auth.scope else {})
        if auth.user_env and auth.password_env:
            form |= {"username": secrets[auth.user_env], "password": secrets[auth.password_env]}
        basic = auth.send_as == "basic"
        headers = {"Authorization": f"Basic {_basic(*ids)}"} if basic else {}
        form |= {} if basic else {"client_id": ids[0], "client_secret": ids[1]}
        answer = _believed(self._wire.ask("POST", self._wire.url(auth.token), data=form, headers=headers))
        self._token = _located(answer, "access_token", 10)
        life = parsed(answer.body, 10).get("expires_in", "3600")
        self._end = time.monotonic() + max(whole(life, "expires_in") - _EARLY, 1)
