"""The whole site of one audience: theme, data, then the pages, once per language."""

from __future__ import annotations

from pathlib import Path

from clairevoie.errors import ConfigurationError, Fault
from clairevoie.portal import Portal
from clairevoie.render import calendar, data, press
from clairevoie.render.pages import pages_of
from clairevoie.render.site import Site
from clairevoie.render.theme import Theme, prepare


def build(portal: Portal, output: Path, theme: Path | None = None, cache: Path | None = None) -> list[str]:
    """Write the site of `portal` into `output` (a folder that exists and is empty); gives the paths written.

    theme: the operator's own theme folder, whose files stand before ours, one by one.
    cache: a folder where subset fonts are kept from one run to the next; None keeps them in the process.
    Raises ConfigurationError when a page cannot be made, RuntimeError when one is lost.
    """
    prepared = prepare(theme, cache)
    look = prepared.write(output, portal)
    written = list(look.paths)
    written += data.write(portal, output)
    for language in portal.languages:
        written += _pages(portal, language, output, prepared, look.assets)
    _nothing_lost(output, written)
    return sorted(written)


def _pages(portal: Portal, language: str, output: Path, theme: Theme, assets: dict[str, str]) -> list[str]:
    prefix = "" if language == portal.languages[0] else f"{language}/"
    site = Site(portal, language, prefix, assets)
    pages = pages_of(portal)
    press.run(site, pages, output / prefix, theme)
    return [*(prefix + page.path for page in pages), *calendar.write(site, output)]


def _nothing_lost(output: Path, written: list[str]) -> None:
    """Pelican fails open: what it was given to write is compared with what is there."""
    found = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    lost = sorted(set(written) - found)
    more = sorted(found - set(written))
    if lost or more or len(set(written)) != len(written):
        raise ConfigurationError(Fault("render", f"pages lost: {lost or 'none'}; unexpected: {more or 'none'}"))
