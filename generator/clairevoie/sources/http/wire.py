"""The requests: bounded in time, size and attempts, to declared hosts only, and silent about what they log in with."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx
import stamina

from clairevoie.sources.http.address import Guarded, Resolve, resolve
from clairevoie.sources.http.broken import told
from clairevoie.sources.http.refused import Refused, one_line
from clairevoie.sources.http.unpacking import unpacked

stamina.instrumentation.set_on_retry_hooks(())  # its lines name no source: `Wire.again` is told in their place

_TRANSIENT = (429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that came whole: status, headers (lower case), decompressed body, cookies."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: Mapping[str, str]


class Bounds(Protocol):
    """Where a conversation may lead, how long and how large it may be; settings of a source say it."""

    @property
    def url(self) -> str:
        """The address that paths hang on."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Other hosts that may be talked to."""

    @property
    def allow_private(self) -> bool:
        """Whether private addresses may."""

    @property
    def timeout(self) -> float:
        """Seconds for one answer."""

    @property
    def deadline(self) -> float:
        """Seconds for all of them."""

    @property
    def attempts(self) -> int:
        """How often a request is made."""

    @property
    def max_bytes(self) -> int:
        """The size of all answers together."""


class _Busy(Exception):  # noqa: N818  # it is asked again
    def __init__(self, status: int, wait: float | None) -> None:
        super().__init__(f"HTTP status {status}")
        self.wait = wait


class Wire(AbstractContextManager["Wire"]):
    """One conversation with an API, closed with the `with` block; all its requests share one deadline and one size.

    Each Wire has its own connections and keeps nothing: no cookie, no cache, nothing of another source.
    """

    def __init__(self, settings: Bounds, *, find: Resolve = resolve) -> None:
        self._settings = settings
        self._end = time.monotonic() + settings.deadline
        self._left = settings.max_bytes
        self._again, self._why = 0, dict[str, None]()
        self._allowed = {_origin(settings.url), *(_origin(f"https://{host}") for host in settings.hosts)}
        self._transport = Guarded(_authorities(), private=settings.allow_private, find=find)
        self._http = httpx.Client(transport=self._transport, trust_env=False, follow_redirects=False,
                                  headers={"Accept-Encoding": "gzip, deflate", "User-Agent": "clairevoie"})
        # At DEBUG it would write the headers of answers, where sessions stand.
        logging.getLogger("httpcore").setLevel(logging.INFO)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._http.close()

    @property
    def again(self) -> tuple[str, ...]:
        """How often something was asked again, and why, in one line; none where nothing was."""
        requests = f"{self._again:,} request{'' if self._again == 1 else 's'}"
        return (f"{requests} made again: {', '.join(self._why)}",) if self._again else ()

    def url(self, path: str) -> str:
        """The address of a path below the source's own."""
        return path if "://" in path else f"{self._settings.url}{path}"

    def ask(self, method: str, url: str, **content: Any) -> Answer:
        """The answer to a request, whatever its status but those worth another try. Raises Refused."""
        if _origin(url) not in self._allowed:
            raise Refused(f"leads to another host, {one_line(_shown(url))}; name it in hosts if that is meant")
        try:
            for attempt in stamina.retry_context(on=self._pause, attempts=self._settings.attempts, wait_initial=0.2,
                                                 wait_max=10.0, wait_jitter=0.5, timeout=max(self._remaining(), 0.001)):
                self._again += attempt.num > 1
                with attempt:
                    return self._once(method, url, content)
        except _Busy as error:
            raise Refused(f"{error}{_asked_to_wait(error.wait)}") from None
        except httpx.TimeoutException:
            raise Refused(f"no whole answer within {self._settings.timeout:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Refused(told(error, url)) from None
        raise AssertionError("stamina either returns or raises")

    def _once(self, method: str, url: str, content: Mapping[str, Any]) -> Answer:
        timeout = min(self._settings.timeout, self._remaining())
        # As bytes: a token may hold more than ASCII, and an error about it would repeat it.
        headers = {name: str(value).encode() for name, value in content.get("headers", {}).items()}
        self._transport.lines.end = time.monotonic() + timeout
        self._http.cookies.clear()
        with self._http.stream(method, url, timeout=timeout, **{**content, "headers": headers}) as response:
            if response.status_code in _TRANSIENT:
                raise _Busy(response.status_code, _wait(response.headers.get("retry-after", "")))
            if response.has_redirect_location:
                raise Refused(self._redirected(response))
            body = b"".join(self._pieces(response))
            return Answer(response.status_code, {k.lower(): v for k, v in response.headers.items()}, body,
                          {cookie.name: cookie.value or "" for cookie in response.cookies.jar})

    def _pieces(self, response: httpx.Response) -> Iterator[bytes]:
        for piece in unpacked(response):
            self._left -= len(piece)
            if self._left < 0:
                raise Refused(f"more than {self._settings.max_bytes:,} bytes")
            self._remaining()
            yield piece

    def _pause(self, error: Exception) -> bool | float:
        """Whether (True: in growing steps with jitter) or when to try again. What is broken may come whole."""
        if isinstance(error, _Busy | httpx.TransportError):
            self._why[str(error) if isinstance(error, _Busy) else "no connection, or no whole answer"] = None
        if isinstance(error, _Busy) and error.wait is not None:
            return False if error.wait >= self._end - time.monotonic() else max(error.wait, 0.05)
        return isinstance(error, _Busy | httpx.TransportError)

    def _remaining(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise Refused(f"not read within {self._settings.deadline:g} s")
        return left

    def _redirected(self, response: httpx.Response) -> str:
        try:
            target = str(response.next_request.url) if response.next_request else ""
            other = _origin(target) not in self._allowed
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            return f"HTTP status {response.status_code}, to nowhere"
        return f"a redirect to {'another host, ' if other else ''}{one_line(_shown(target))} (a login page?)"


def _authorities() -> ssl.SSLContext:
    try:
        return httpx.create_ssl_context()
    except OSError:
        raise Refused("the certificates that SSL_CERT_FILE names cannot be read") from None


def _origin(url: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Refused("an address that is none") from None
    return parts.scheme, (parts.hostname or "").rstrip("."), port


def _shown(url: str) -> str:
    """An address without user, password and parameters."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


def _wait(said: str) -> float | None:
    """Seconds of a Retry-After; None where it says none (a date is left to our own steps)."""
    return float(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def _asked_to_wait(wait: float | None) -> str:
    return "" if wait is None else f", and asks to wait {wait:g} s"
