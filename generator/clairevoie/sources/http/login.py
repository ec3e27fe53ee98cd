"""What is sent with every request, once the environment said what its variables hold; a session is closed at last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from clairevoie.sources.http.auth import Auth, Basic, Bearer, Form, Header, OAuth2, Session, filled
from clairevoie.sources.http.credentials import basic
from clairevoie.sources.http.refused import Refused
from clairevoie.sources.http.sessions import opened, posted
from clairevoie.sources.http.settings import Settings
from clairevoie.sources.http.tokens import Token
from clairevoie.sources.http.wire import Wire

Headers = Callable[[], Mapping[str, str]]


@contextmanager
def logged_in(wire: Wire, settings: Settings, secrets: Mapping[str, str]) -> Iterator[Headers]:
    """The headers of every request, asked for anew each time: a token may be renewed. Raises Refused."""
    fixed = {name: filled(text, secrets) for name, text in settings.headers.items()}
    auth = settings.auth
    if isinstance(auth, OAuth2):
        yield Token(wire, auth, secrets, fixed)
    elif isinstance(auth, Session):
        session = fixed | opened(wire, auth, secrets, fixed, settings.max_depth)
        try:
            yield lambda: session
        finally:
            if auth.logout:
                with suppress(Refused):  # what was read stands, whether or not the server forgets us
                    wire.ask(auth.logout_method, wire.url(auth.logout), headers=session)
    else:
        sent = fixed | (posted(wire, auth, secrets) if isinstance(auth, Form) else _known(auth, secrets))
        yield lambda: sent


def _known(auth: Auth, secrets: Mapping[str, str]) -> dict[str, str]:
    if isinstance(auth, Basic):
        user = secrets[auth.user_env] + auth.user_suffix
        password = secrets[auth.password_env] if auth.password_env else auth.password_word
        return {"Authorization": f"Basic {basic(user, password)}"}
    if isinstance(auth, Bearer):
        return {"Authorization": f"Bearer {secrets[auth.token_env]}"}
    return {name: filled(text, secrets) for name, text in auth.headers.items()} if isinstance(auth, Header) else {}
