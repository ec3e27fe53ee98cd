"""Logging in beforehand: a form that gives cookies, a request that gives a token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clairevoie.sources.http.answer import parsed
from clairevoie.sources.http.auth import Form, Session, filled
from clairevoie.sources.http.credentials import basic
from clairevoie.sources.http.finding import find
from clairevoie.sources.http.paths import place
from clairevoie.sources.http.refused import Refused, Unusable
from clairevoie.sources.http.wire import Answer, Wire


def posted(wire: Wire, auth: Form, secrets: Mapping[str, str]) -> dict[str, str]:
    """The cookies that a form gives. Raises Refused."""
    fields = {name: filled(text, secrets) for name, text in auth.fields.items()}
    answer = believed(wire.ask("POST", wire.url(auth.path), data=fields))
    lost = [name for name in auth.cookies if name not in answer.cookies]
    if lost:
        raise Refused(f"the login gave no cookie {', '.join(lost)}: user or password are not accepted")
    return {"Cookie": "; ".join(f"{name}={answer.cookies[name]}" for name in auth.cookies)}


def opened(wire: Wire, auth: Session, secrets: Mapping[str, str], fixed: Mapping[str, str], depth: int
           ) -> dict[str, str]:
    """The headers of a session that is opened. Raises Refused."""
    headers = {**fixed, **{name: filled(text, secrets) for name, text in auth.headers.items()}}
    if auth.user_env and auth.password_env:
        headers["Authorization"] = f"Basic {basic(secrets[auth.user_env], secrets[auth.password_env])}"
    body = {name: filled(text, secrets) for name, text in auth.body.items()}
    content: dict[str, Any] = {"json": body} if body else {}
    answer = believed(wire.ask(auth.method, wire.url(auth.path), headers=headers, **content))
    token = token_of(answer, auth.token, depth)
    return {name: text.replace("{token}", token) for name, text in auth.send.items()}


def token_of(answer: Answer, where: str, depth: int) -> str:
    """The token that a login gives. Raises Refused."""
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


def believed(answer: Answer) -> Answer:
    """The answer of a login that is not refused. Raises Refused."""
    if answer.status not in (200, 201, 204):
        raise Refused(f"the login is refused: HTTP status {answer.status}")
    return answer
