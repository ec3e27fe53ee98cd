"""Pelican, fenced: settings, one run for one language, every page counted.

Pelican as a library fails open (a bad page or a plugin that does not register ends with exit 0), hence
warnings are fatal, all of them each time, and pages in are compared with pages out.
"""

from __future__ import annotations

import locale
import logging
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pelican
from pelican import log
from pelican.settings import read_settings

from clairevoie.errors import ConfigurationError, Fault
from clairevoie.portal import Page
from clairevoie.render import plugin
from clairevoie.render.environment import environment
from clairevoie.render.pages import prose_in
from clairevoie.render.prose import stage
from clairevoie.render.site import Site
from clairevoie.render.theme import Theme

_NEVER_SAVED = (
    "PAGE_SAVE_AS",
    "ARTICLE_SAVE_AS",
    "DRAFT_SAVE_AS",
    "DRAFT_PAGE_SAVE_AS",
    "AUTHOR_SAVE_AS",
    "CATEGORY_SAVE_AS",
    "TAG_SAVE_AS",
    "ARCHIVES_SAVE_AS",
)
_NO_FEEDS = ("FEED_ALL_ATOM", "CATEGORY_FEED_ATOM", "TRANSLATION_FEED_ATOM", "AUTHOR_FEED_ATOM", "AUTHOR_FEED_RSS")

log.init(fatal="warnings", handler=None, logs_dedup_min_level=logging.DEBUG)
# Pelican makes its fatal class that of every logger to come: a warning of another library is no lost page.
logging.setLoggerClass(logging.Logger)
logging.getLogger().__class__ = logging.RootLogger
# Of a picture without words it would warn too, which `prose.clean` takes away.
logging.getLogger("pelican.readers").addFilter(lambda record: not str(record.msg).startswith("Empty alt attribute"))
# A writing that it cannot read it drops, with a line of its own: `plugin` names the operator's file.
logging.getLogger("pelican.generators").addFilter(lambda record: not str(record.msg).startswith("Could not process"))
pelican.console.quiet = True


def run(site: Site, pages: tuple[Page, ...], output: Path, theme: Theme) -> None:
    """Write `pages` in the site's language into `output`; raises ConfigurationError where Pelican fails."""
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="clairevoie-") as scratch:
        work = plugin.Work(
            site,
            pages,
            stage(prose_in(site.portal, site.language), Path(scratch)),
            environment(theme.templates, site.language),
        )
        try:
            with _same_locale():
                pelican.Pelican(_settings(work, scratch, output, theme)).run()
        except ConfigurationError:  # it names what is wrong
            raise
        except Exception as error:  # Pelican raises anything, and reports a bad page as RuntimeError
            where = f"site {site.portal.site}, {site.language}"
            raise ConfigurationError(Fault(where, f"a page cannot be made: {_cause(error)}")) from error
    if len(work.written) != len(pages):
        raise ConfigurationError(Fault(f"site {site.portal.site}", f"{len(pages)} pages in, {len(work.written)} out"))


@contextmanager
def _same_locale() -> Iterator[None]:
    """Pelican sets the locale of the whole process, and what reads text after it would read ASCII."""
    before = locale.setlocale(locale.LC_ALL)
    try:
        yield
    finally:
        locale.setlocale(locale.LC_ALL, before)


def _settings(work: plugin.Work, scratch: str, output: Path, theme: Theme) -> dict[str, Any]:
    """Nothing of Pelican's own is written: no feed, draft, article, index, cache or theme file."""
    settings: dict[str, Any] = read_settings(
        override={
            **dict.fromkeys(_NEVER_SAVED, ""),
            **dict.fromkeys(_NO_FEEDS),
            "PATH": scratch,
            "PAGE_PATHS": [""],
            "ARTICLE_PATHS": [],
            "STATIC_PATHS": [],
            "THEME": str(theme.folder),
            "THEME_STATIC_PATHS": [],
            "OUTPUT_PATH": str(output),
            "DELETE_OUTPUT_DIRECTORY": False,
            "DIRECT_TEMPLATES": [],
            "PLUGINS": [plugin],
            "RELATIVE_URLS": True,
            "LOAD_CONTENT_CACHE": False,
            "CACHE_CONTENT": False,
            "TIMEZONE": "UTC",
            "LOCALE": ["C"],
            "DEFAULT_LANG": work.site.language,
            "SITENAME": work.site.portal.name,
            "MARKDOWN": {"extension_configs": {"markdown.extensions.extra": {}}, "output_format": "html"},
            "FILENAME_METADATA": "",
            "INTRASITE_LINK_REGEX": "(?P<what>(?!))",  # `{filename}…` in a note is text: it names no file here
            "CLAIREVOIE": work,
        }
    )
    return settings


def _cause(error: BaseException) -> str:
    """One line, with the template and its line where there is one."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}: " if frames else ""
    return where + f"{type(error).__name__}: {error}".splitlines()[0]
