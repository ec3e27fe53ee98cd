"""The requests: POST, Basic, bounded in time, in size and in attempts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType

import httpx
import stamina

from clairevoie.sources.itop.answer import Refused, one_line
from clairevoie.sources.itop.settings import Settings

_VERSION = "1.3"  # the same bytes from 1.0 to 1.4 for core/get


class Wire(AbstractContextManager["Wire"]):
    """One conversation with iTop, closed with the `with` block; all its requests share one deadline and one size."""

    def __init__(self, settings: Settings, user: str, password: str,
                 now: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._now = now
        self._end = now() + settings.deadline
        self._left = settings.max_bytes
        # No proxy stands between a program and its own machine. Cookies are dropped: every call logs in again.
        self._http = httpx.Client(auth=httpx.BasicAuth(user, password), trust_env=not settings.is_loopback,
                                  follow_redirects=False, headers={"Accept": "application/json"})

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._http.close()

    def post(self, request: dict[str, object]) -> bytes:
        """The body of an answer with status 200. Raises Refused when there is none in time."""
        form = {"version": _VERSION, "json_data": json.dumps(request)}
        try:
            for attempt in stamina.retry_context(on=_worth_another_try, attempts=self._settings.attempts,
                                                 timeout=max(self._remaining(), 0.001), wait_initial=0.2, wait_max=5.0,
                                                 wait_jitter=0.2):
                with attempt:
                    return self._once(form)
        except httpx.HTTPStatusError as error:
            raise Refused(f"HTTP status {error.response.status_code}") from None
        except httpx.TimeoutException:
            raise Refused(f"no answer within {self._settings.timeout:g} s") from None
        except httpx.HTTPError as error:
            raise Refused(f"no connection: {one_line(str(error)) or type(error).__name__}") from None
        raise AssertionError("stamina either returns or raises")

    def _once(self, form: dict[str, str]) -> bytes:
        timeout = min(self._settings.timeout, self._remaining())
        self._http.cookies.clear()
        with self._http.stream("POST", self._settings.endpoint, data=form, timeout=timeout) as response:
            if response.status_code >= 500:
                response.raise_for_status()
            if response.status_code != 200:
                raise Refused(f"HTTP status {response.status_code}")
            return self._body(response)

    def _body(self, response: httpx.Response) -> bytes:
        parts = []
        for part in response.iter_bytes():
            self._left -= len(part)
            if self._left < 0:
                raise Refused(f"more than {self._settings.max_bytes} bytes")
            self._remaining()
            parts.append(part)
        return b"".join(parts)

    def _remaining(self) -> float:
        left = self._end - self._now()
        if left <= 0:
            raise Refused(f"not read within {self._settings.deadline:g} s")
        return left


def _worth_another_try(error: Exception) -> bool:
    return isinstance(error, (httpx.TransportError, httpx.HTTPStatusError))
