"""Sentences of ours with the operator's words in them: ours are markup, theirs are escaped."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.words.typography import pick


def phrase(language: str, fr: str, en: str, **values: object) -> Markup:
    """The sentence in `language`, its `{names}` replaced by `values`, which are escaped unless they are Markup."""
    words = Markup(pick(language, fr, en))  # literals of our own source
    return words.format(**values) if values else words


def joined(language: str, parts: list[str] | list[Markup]) -> Markup:
    """`a`, `a et b`, `a, b et c`, escaped."""
    last = " and " if language == "en" else " et "
    escaped = [Markup.escape(part) for part in parts]
    if len(escaped) < 2:
        return Markup("").join(escaped)
    return Markup(", ").join(escaped[:-1]) + last + escaped[-1]


def sentences(*parts: str | None) -> Markup:
    """The sentences that are there, one after the other."""
    return Markup(" ").join(part for part in parts if part)
