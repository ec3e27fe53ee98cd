"""The theme: where it is, which file wins, and what of it goes into a site."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from clairevoie import charts
from clairevoie.portal import Portal
from clairevoie.render import accent, fonts

_STATIC = ("clairevoie.css", "clairevoie.js", "whatif.js")
_OF_PAGES = {"whatif.js": "whatif"}  # goes into sites that have this page only


@dataclass(frozen=True, slots=True)
class Look:
    """What of the theme a site holds: paths written, and {name in a template: path from the site's root}."""

    paths: tuple[str, ...]
    assets: dict[str, str]


@dataclass(frozen=True, slots=True)
class Theme:
    """folder: ours; templates: folders of templates, the operator's first; static: {name: bytes}."""

    folder: Path
    templates: tuple[Path, ...]
    static: tuple[tuple[str, bytes], ...]

    def write(self, output: Path, portal: Portal) -> Look:
        """Write `theme/…` into a site: css and js under a name that holds their hash, fonts, the logo."""
        wanted = {}
        assets = {}
        pages = {page.id for page in portal.pages}
        for name, content in self.static:
            if _OF_PAGES.get(name, "") not in {"", *pages}:
                continue
            body = content + accent.rules(portal.accent).encode() if name.endswith(".css") else content
            path = f"theme/{_hashed(name, body) if name in _STATIC else name}"
            wanted[path], assets[name] = body, path
        if portal.company.logo_svg:
            body = portal.company.logo_svg.encode()
            assets["logo"] = f"theme/{_hashed('logo.svg', body)}"
            wanted[assets["logo"]] = body
        for path, body in wanted.items():
            (output / path).parent.mkdir(parents=True, exist_ok=True)
            (output / path).write_bytes(body)
        return Look(tuple(sorted(wanted)), assets)


@lru_cache(maxsize=4)
def prepare(own: Path | None, cache: Path | None) -> Theme:
    """The theme with the operator's files before ours; what is slow to make is made once a process, or `cache`."""
    if cache:
        charts.keep(cache)
    folder = ours()
    folders = tuple(f for f in (own, folder) if f and f.is_dir())
    static: dict[str, bytes] = {f"fonts/{name}": body for name, body in fonts.faces(cache).items()}
    for each in reversed(folders):
        for path in sorted((each / "static").rglob("*")):
            if path.is_file():
                static[path.relative_to(each / "static").as_posix()] = path.read_bytes()
    templates = tuple(each / "templates" for each in folders if (each / "templates").is_dir())
    return Theme(folder, templates, tuple(sorted(static.items())))


def ours() -> Path:
    """The theme that comes with the package: in the wheel beside the code, else at the repository's root."""
    installed = Path(str(files("clairevoie"))) / "theme"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "themes" / "clairevoie"


def _hashed(name: str, body: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(body).hexdigest()[:8]}.{suffix}"
