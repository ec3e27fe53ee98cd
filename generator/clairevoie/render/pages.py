"""The pages of a site: those of the Portal, and one for each piece of prose that has no page yet."""

from __future__ import annotations

from clairevoie.portal import Page, Portal, Prose


def pages_of(portal: Portal) -> tuple[Page, ...]:
    """Every page to write, in the Portal's order; news articles follow the news page."""
    if not any(page.id == "news" for page in portal.pages):
        return portal.pages
    taken = {page.path for page in portal.pages}
    articles = [Page("news", article_path(slug), "article", nav=False, subject=slug) for slug in slugs(portal)]
    return portal.pages + tuple(page for page in articles if page.path not in taken)


def article_path(slug: str) -> str:
    """Where the article `slug` stands in a site."""
    return f"news/{slug}/index.html"


def slugs(portal: Portal) -> list[str]:
    """The articles of the site, newest first: every note, and every page that stands on no other page."""
    own = {p.slug: p for p in portal.prose if not p.page}
    return sorted(own, key=lambda slug: (_when(own[slug]), slug), reverse=True)


def prose_in(portal: Portal, language: str) -> dict[str, Prose]:
    """For each slug the version in `language`, else the first in the site's other languages."""
    order = [language, *(code for code in portal.languages if code != language)]
    best: dict[str, Prose] = {}
    for prose in sorted(portal.prose, key=lambda p: (_rank(p, order), p.slug)):
        best.setdefault(prose.slug, prose)
    return best


def _rank(prose: Prose, order: list[str]) -> int:
    return order.index(prose.language) if prose.language in order else len(order)


def _when(prose: Prose) -> str:
    return prose.date.isoformat() if prose.date else prose.month
