"""What a file of a site is and how long it is kept, by its suffix: an unknown suffix is a fault, never a guess."""

from __future__ import annotations

from pathlib import PurePosixPath

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}


REVALIDATE = "private, no-cache"
IMMUTABLE = "private, max-age=31536000, immutable"


def content_type(path: str) -> str | None:
    """The content type of a file of a site, or None where its suffix is not known."""
    return TYPES.get(PurePosixPath(path).suffix)


def cache_rule(path: str) -> str:
    """The Cache-Control of a file: a font never changes under its name, all the rest is asked for again each time."""
    return IMMUTABLE if path.endswith(".woff2") else REVALIDATE
