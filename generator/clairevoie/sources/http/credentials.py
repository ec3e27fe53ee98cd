"""What the environment variables hold, and how it is kept out of every message."""

from __future__ import annotations

import base64
import html
import json
import os
import re
from collections.abc import Mapping
from urllib.parse import quote, quote_plus

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.http.settings import Settings


def credentials(settings: Settings, where: str) -> dict[str, str]:
    """What the environment variables hold, by name. Raises SourceError naming those that hold nothing of use."""
    faults = [Fault(where, f"the environment variable {name} {fault}") for name in settings.variables
              if (fault := _fault(name))]
    if faults:
        raise SourceError(*faults)
    return {name: os.environ[name] for name in settings.variables}


def hidden(text: str, secrets: Mapping[str, str]) -> str:
    """A text in which no credential stands, nor its Base64, nor what is left of one where the text was cut (…)."""
    forms = sorted(_forms(secrets), key=len, reverse=True)
    for value in forms:
        text = re.sub(re.escape(value), "***", text, flags=re.IGNORECASE)  # a header's name may lose its capitals
    for value in forms if "…" in text else ():
        for length in range(len(value) - 1, 2, -1):
            text = text.replace(f"{value[:length]}…", "***…")
    return text


def basic(user: str, password: str) -> str:
    """User and password as Basic sends them."""
    return base64.b64encode(f"{user}:{password}".encode()).decode()


def _fault(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        return "is not set"
    return "" if value.isprintable() and value.strip() == value else "holds what no login is made of"


def _forms(secrets: Mapping[str, str]) -> set[str]:
    plain = {value for value in secrets.values() if len(value) > 3}
    values = {form for value in plain for form in (value, " ".join(value.split()), html.escape(value), quote(value),
                                                   quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1])}
    pairs = {basic(user, password) for user in secrets.values() for password in secrets.values()}
    return values | {base64.b64encode(value.encode()).decode() for value in plain} | pairs
