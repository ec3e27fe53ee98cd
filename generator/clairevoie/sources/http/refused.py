"""Why an answer is not believed."""

from __future__ import annotations

_LONGEST = 200


class Refused(Exception):  # noqa: N818  # it is what happened, and it is caught by that name
    """The answer cannot be believed; the text says why, in one line."""


class Moved(Refused):
    """The rows changed while they were read: they are read again, once."""


class Unusable(Exception):  # noqa: N818  # the same
    """One row cannot be used; the text says where in it and why."""


def one_line(text: str) -> str:
    """Untrusted text, short and on one line."""
    flat = " ".join(text.split())
    printable = "".join(c if c.isprintable() else "?" for c in flat)
    return printable if len(printable) <= _LONGEST else printable[: _LONGEST - 1] + "…"
