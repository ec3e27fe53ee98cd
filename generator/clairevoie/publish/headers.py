"""The headers of every answer, errors included: the preview sends them, and so does every edge."""

from __future__ import annotations

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}

REVALIDATE = "private, no-cache"
IMMUTABLE = "private, max-age=31536000, immutable"


def cache_rule(path: str) -> str:
    """The Cache-Control of a file: a font never changes under its name, all the rest is asked for again each time."""
    return IMMUTABLE if path.endswith(".woff2") else REVALIDATE
