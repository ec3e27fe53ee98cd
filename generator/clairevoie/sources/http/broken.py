"""What went wrong between us and a server, in words; a library's own may repeat what was sent or answered."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from clairevoie.sources.http.refused import one_line

UNKNOWN = "no address is known for "  # begins what `address` says of a name
_ENDED = "disconnected without sending"  # h11 and httpcore, of an answer that never began
_CUT = "without sending complete message body"
_LONG = "buffer too long"


def told(error: Exception, url: str) -> str:
    """Why there is no answer, in one line that names the server and its port: no path, no parameter, no password."""
    peer = one_line(_peer(url))
    if isinstance(error, httpx.ConnectError):
        return _unconnected(error, peer)
    if isinstance(error, httpx.RemoteProtocolError):
        return _unlike(str(error), peer)
    if isinstance(error, httpx.NetworkError):
        return f"{peer}: the answer broke off"
    if isinstance(error, httpx.LocalProtocolError | httpx.InvalidURL):
        return f"{peer}: the request cannot be sent: its address, or a header, is none"
    return f"no connection to {peer}"


def _unconnected(error: Exception, peer: str) -> str:
    if str(error).startswith(UNKNOWN):
        return f"no connection: {one_line(str(error))}"
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"no connection to {peer}: its certificate is not accepted ({one_line(cause.verify_message)})"
        if isinstance(cause, ssl.SSLError):
            return f"no connection to {peer}: it does not speak TLS as we do{_hint(cause)}"
        if isinstance(cause, ConnectionRefusedError):
            return f"no connection to {peer} (refused)"
        if isinstance(cause, ConnectionError):
            return f"no connection to {peer} (it was ended at once)"
        if isinstance(cause, OSError):
            return f"no connection to {peer} ({one_line(cause.strerror or 'not reachable').lower()})"
    return f"no connection to {peer}"


def _hint(error: ssl.SSLError) -> str:
    return "; is it http://?" if error.reason == "WRONG_VERSION_NUMBER" else ""


def _unlike(said: str, peer: str) -> str:
    if _ENDED in said:
        return f"{peer} ended the connection without an answer"
    if _CUT in said:
        return f"{peer}: the answer broke off"
    return f"{peer}: {'the headers of its answer are too long' if _LONG in said else 'its answer is no HTTP'}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """What led to an error, the first cause first, for a library's own stand around it."""
    inner = error.__cause__ or error.__context__
    if inner is not None:
        yield from _causes(inner)
    yield error


def _peer(url: str) -> str:
    parts = urlsplit(url)
    host = parts.hostname or ""
    return f"{f'[{host}]' if ':' in host else host}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
