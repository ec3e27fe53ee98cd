"""The one Pelican plugin: a generator that writes the Portal's pages with their templates.

Stateless: what it writes travels in the settings of its run, never in the module (Pelican's signals are global).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import jinja2
from markupsafe import Markup
from pelican import signals
from pelican.generators import Generator

from clairevoie.errors import ConfigurationError, Fault
from clairevoie.portal import Page
from clairevoie.render import pages, prose
from clairevoie.render.site import Site
from clairevoie.words.shown import shown


@dataclass(slots=True)
class Work:
    """What one run has to write. staged: {file name in the scratch folder: slug}; written: paths, as they are."""

    site: Site
    pages: tuple[Page, ...]
    staged: dict[str, str]
    environment: jinja2.Environment
    written: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A template whose pages are fit to be shown, whoever wrote the words in them: the one place that sees to it."""

    template: jinja2.Template

    def render(self, context: dict[str, Any]) -> str:
        """The page, as Pelican asks for it."""
        return shown(self.template.render(context))


class Pages(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Writes every page of the work with its template; the Portal travels in the render context."""

    def generate_output(self, writer: Any) -> None:
        """Render and write; a template that fails stops the run."""
        work: Work = self.settings["CLAIREVOIE"]
        work.site.articles.update(self._articles(work))
        for page in work.pages:
            template = work.environment.get_template(f"{page.template}.html")
            writer.write_file(page.path, _Shown(template), _context(work, page), relative_urls=True)
            work.written.append(page.path)

    def _articles(self, work: Work) -> dict[str, Markup]:
        """The prose that Pelican read, cleaned, by slug; a piece that it lost is an error."""
        read = {page.relative_source_path: page.content for page in self.context["pages"]}
        lost = sorted(work.staged[name] for name in set(work.staged) - set(read))
        if lost:
            raise ConfigurationError(*(Fault(f"content: {slug}.md", "no page can be made of it: its Markdown cannot be"
                                             " read; look for marks that nothing closes") for slug in lost))
        pieces = pages.prose_in(work.site.portal, work.site.language)
        return {slug: prose.clean(read[name], pieces[slug].language) for name, slug in work.staged.items()}


def register() -> None:
    """Called by Pelican at each run; connecting the same function again changes nothing."""
    signals.get_generators.connect(_generators)
    signals.page_generator_finalized.connect(_unwritten)


def _generators(_pelican: Any) -> type[Pages]:
    return Pages


class _Granted(dict[str, Any]):
    """Panels by name; one that was not granted is None to a template, while any other unknown word is an error."""

    def __missing__(self, name: str) -> None:
        return None


def _unwritten(generator: Any) -> None:
    """Prose is read by Pelican's own generator (it stays in the context) and written by ours: it writes none."""
    generator.pages = []


def _context(work: Work, page: Page) -> dict[str, Any]:
    page = replace(page, panels=_Granted(page.panels))
    site = work.site.on(page)
    return {"site": site, "page": page, "portal": site.portal, "localsiteurl": None}
