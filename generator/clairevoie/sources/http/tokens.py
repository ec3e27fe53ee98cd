"""OAuth2: a token for client credentials, renewed before it expires."""

from __future__ import annotations

import time
from collections.abc import Mapping

from clairevoie.sources.http.answer import parsed, whole
from clairevoie.sources.http.auth import OAuth2
from clairevoie.sources.http.credentials import basic
from clairevoie.sources.http.sessions import believed, token_of
from clairevoie.sources.http.wire import Wire

EARLY = 30  # seconds before a token expires


class Token:
    """The header of an OAuth2 token, renewed before it expires."""

    def __init__(self, wire: Wire, auth: OAuth2, secrets: Mapping[str, str], fixed: Mapping[str, str]) -> None:
        self._wire, self._auth, self._secrets, self._fixed = wire, auth, secrets, fixed
        self._token, self._end = "", 0.0

    def __repr__(self) -> str:
        return "<a token>"

    def __call__(self) -> Mapping[str, str]:
        """The headers of a request, with a token that still lives. Raises Refused."""
        if not self._token or time.monotonic() >= self._end:
            self._renew()
        return {**self._fixed, "Authorization": f"Bearer {self._token}"}

    def _renew(self) -> None:
        auth, secrets = self._auth, self._secrets
        ids = (secrets[auth.client_id_env], secrets[auth.client_secret_env])
        form = {"grant_type": auth.grant} | ({"scope": auth.scope} if auth.scope else {})
        if auth.user_env and auth.password_env:
            form |= {"username": secrets[auth.user_env], "password": secrets[auth.password_env]}
        apart = auth.send_as == "basic"
        headers = {"Authorization": f"Basic {basic(*ids)}"} if apart else {}
        form |= {} if apart else {"client_id": ids[0], "client_secret": ids[1]}
        answer = believed(self._wire.ask("POST", self._wire.url(auth.token), data=form, headers=headers))
        self._token = token_of(answer, "access_token", 10)
        life = parsed(answer.body, 10).get("expires_in", "3600")
        self._end = time.monotonic() + max(whole(life, "expires_in") - EARLY, 1)
