"""What a page says first."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from clairevoie.portal import Sign
from clairevoie.words.typography import capital


@dataclass(frozen=True, slots=True)
class Headline:
    """The worst sign of the page (None: no sign), the answer, two lines under it."""

    title: Markup
    lede: Markup = field(default_factory=Markup)
    sign: Sign | None = None


def opened(text: Markup) -> Markup:
    """The sentence with its capital."""
    return Markup(capital(text))  # the same markup, its first letter changed
