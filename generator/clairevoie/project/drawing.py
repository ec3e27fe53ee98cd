"""A logo as it may be published: an SVG that only draws, without what its editor wrote into it."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

MAX_BYTES = 200_000
MAX_DEPTH = 50
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
# fmt: off
_DRAWS = {
    "svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "title", "desc", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern",
}
# fmt: on
_WRITTEN = {"metadata"}  # by editors: authors, dates, places
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression|javascript:|/\*", re.IGNORECASE)


def drawing(file: Path) -> str:
    """The SVG of a logo: comments, metadata and editors' own marks are gone.

    Raises ValueError, in words for the operator, for what is no SVG, is too large, or does more than draw: a script, a
    handler, a foreign object, an address.
    """
    if not file.is_file():  # a folder, a pipe that nobody writes to, a link to nothing
        raise ValueError("no such file")
    if file.suffix.lower() != ".svg":
        raise ValueError("a logo is an SVG; a picture would carry what its camera and its editor wrote into it")
    if file.stat().st_size > MAX_BYTES:
        raise ValueError(f"larger than {MAX_BYTES:,} bytes")
    content = file.read_bytes()
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content:
        raise ValueError("an SVG without DOCTYPE and entities, in UTF-8, is expected")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  # it has no DOCTYPE, so nothing can expand
    except (ElementTree.ParseError, ValueError, LookupError):
        raise ValueError("no XML that can be read") from None
    if root.tag != f"{{{_SVG}}}svg":
        raise ValueError("an <svg xmlns=\"http://www.w3.org/2000/svg\"> is expected at the top")
    _clean(root)
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _clean(root: ElementTree.Element) -> None:
    """Take out what is not SVG's, refuse what is SVG's and does not draw."""
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise ValueError(f"drawn in more than {MAX_DEPTH} levels")
        for name in list(element.attrib):
            _check(element, name)
        for child in list(element):
            space, _, name = str(child.tag).rpartition("}")
            if space != f"{{{_SVG}" or name in _WRITTEN:
                element.remove(child)
            elif name not in _DRAWS:
                raise ValueError(f"<{name}> does more than draw")
            else:
                waiting.append((child, depth + 1))


def _check(element: ElementTree.Element, name: str) -> None:
    space, _, local = name.rpartition("}")
    value = element.attrib[name]
    if local == "href" and not value.startswith("#"):
        raise ValueError("an address in the drawing; it may refer to its own parts only (#…)")
    if not space and local.lower().startswith("on"):
        raise ValueError(f"{local}= would run; a logo only draws")
    if _OUTSIDE.search(value) or "\\" in value:
        raise ValueError(f"{local}= names something outside of the drawing")
    if space and space != f"{{{_XLINK}":
        del element.attrib[name]
