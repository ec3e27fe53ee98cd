"""What settings of several targets are made of."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_ADDRESS = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?/?")


def _closed(value: str) -> str:
    """The address without a `/` at its end, if nobody reads on the way what is sent there."""
    parts = urlsplit(value)
    if parts.username is not None or parts.password is not None:
        raise ValueError("holds credentials; an address that clients open has none")
    plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not _ADDRESS.fullmatch(value) or (parts.scheme != "https" and not plain):
        raise ValueError("write https://host, without a path (http only on this machine)")
    return value.rstrip("/")


Address = Annotated[str, AfterValidator(_closed)]
