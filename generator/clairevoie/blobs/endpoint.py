"""The address of a server that speaks like S3."""

from __future__ import annotations

from urllib.parse import urlsplit

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def closed(address: str) -> str:
    """The address, if nobody reads on the way what is sent there, and it holds no secret. Raises ValueError."""
    parts = urlsplit(address)
    if parts.username is not None or parts.password is not None:
        raise ValueError("holds credentials; give them in the environment")
    plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if (parts.scheme != "https" and not plain) or not parts.hostname or parts.query or parts.path.strip("/"):
        raise ValueError("write https://host, without a path (http only on this machine)")
    return address
