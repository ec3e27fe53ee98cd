"""The requests: POST, Basic, bounded in time, in size and in attempts."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from types import TracebackType

from clairevoie.sources.http.credentials import basic
from clairevoie.sources.http.refused import Refused
from clairevoie.sources.http.wire import Wire as Line
from clairevoie.sources.itop.settings import Settings

_VERSION = "1.3"  # the same bytes from 1.0 to 1.4 for core/get


class Wire(AbstractContextManager["Wire"]):
    """One conversation with iTop, closed with the `with` block; all its requests share one deadline and one size.

    No cookie is kept: every call logs in again.
    """

    def __init__(self, settings: Settings, user: str, password: str) -> None:
        self._endpoint = settings.endpoint
        self._line = Line(settings)
        self._headers = {"Accept": "application/json", "Authorization": f"Basic {basic(user, password)}"}

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._line.__exit__(kind, error, trace)

    @property
    def again(self) -> tuple[str, ...]:
        """How often something was asked again."""
        return self._line.again

    def post(self, request: dict[str, object]) -> bytes:
        """The body of an answer with status 200. Raises Refused when there is none in time."""
        form = {"version": _VERSION, "json_data": json.dumps(request)}
        answer = self._line.ask("POST", self._endpoint, data=form, headers=self._headers)
        if answer.status != 200:
            raise Refused(f"HTTP status {answer.status}")
        return answer.body
