"""Vega's SVG into a page's SVG: an allow-list of elements and attributes, no style, no font, no empty group.

The page's theme gives the font; colours are the theme's variables; `data-tip` is what its script shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from clairevoie.charts.tokens import DATA

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_DRAWN = ("path", "text", "line")
_INHERITED = (
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "text-anchor", "font-size", "font-weight",
)
_OWN = ("transform", "d", "x1", "x2", "y1", "y2", "x", "y", "cx", "cy", "r")
_ADDED = {  # what Vega cannot say of a layer
    "labels": [("paint-order", "stroke"), ("stroke-linejoin", "round")],
    "hits": [("pointer-events", "all")],
}
_CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0")
_PLACE = re.compile(r"translate\((-?[\d.e-]+),(-?[\d.e-]+)\)")
_LONG = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_LAYER = re.compile(r"role-mark (\w+)_marks")


def hatch(identity: str) -> str:
    """The definition of a chart's hatch."""
    return (
        f'<defs><pattern id="{escape(identity)}" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path d="M0,0V6" stroke="{DATA}" stroke-width="1.4"/></pattern></defs>'
    )


def layers(vega: str) -> tuple[str, bool]:
    """The marks of Vega's drawing, one group a layer, and whether one of them is a link.

    Beside links the other layers are hidden from assistive technology: the links say what they show.
    """
    root = ElementTree.fromstring(vega)
    linked = root.find(f".//{_SVG}a") is not None
    return "".join(_layer(g, linked=linked) for g in root.iter(f"{_SVG}g")), linked


def attributes(pairs: Iterable[tuple[str, str]]) -> str:
    """Attributes as written in a tag, each after a space."""
    return "".join(f' {name}="{escape(text)}"' for name, text in pairs)


def _layer(group: Element, *, linked: bool) -> str:
    found = _LAYER.search(group.get("class", ""))
    marks = [m for m in group if not _is_empty(_mark(m))] if found else []
    if not found or not marks:
        return ""
    kept = [_kept(_mark(m)) for m in marks]
    common = {k: v for k, v in kept[0].items() if k in _INHERITED and all(other.get(k) == v for other in kept)}
    body = "".join(
        _written(m, [(k, v) for k, v in own.items() if k not in common]) for m, own in zip(marks, kept, strict=True)
    )
    aside = [("aria-hidden", "true")] if linked and group.find(f".//{_SVG}a") is None else []
    return f"<g{attributes([('class', found[1]), *aside, *common.items(), *_ADDED.get(found[1], ())])}>{body}</g>"


def _mark(element: Element) -> Element:
    """The mark itself, inside its link where it has one."""
    return element[0] if element.tag == f"{_SVG}a" else element


def _is_empty(mark: Element) -> bool:
    return not mark.text if mark.tag == f"{_SVG}text" else mark.get("d") == ""


def _kept(mark: Element) -> dict[str, str]:
    """What is kept of a mark's attributes, in a fixed order, numbers to two decimals."""
    kept = {name: mark.attrib[name] for name in (*_INHERITED, *_OWN) if mark.get(name)}
    if kept.get("stroke-width") == "0" or kept.get("stroke") == "none":
        kept = {name: text for name, text in kept.items() if not name.startswith("stroke")}
    if kept.get("text-anchor") == "start":
        del kept["text-anchor"]
    if "font-size" in kept:
        kept["font-size"] = kept["font-size"].removesuffix("px")
    return {k: _LONG.sub(_short, v) if k in _OWN else v for k, v in _placed(kept, mark.tag.removeprefix(_SVG)).items()}


def _placed(kept: dict[str, str], tag: str) -> dict[str, str]:
    """A circle by its centre, a text by its place, instead of a path or a text that is moved there."""
    place, circle = _PLACE.fullmatch(kept.get("transform", "")), _CIRCLE.fullmatch(kept.get("d", ""))
    if not place or not (circle or tag == "text"):
        return kept
    rest = {name: text for name, text in kept.items() if name not in ("transform", "d")}
    if circle:
        return {**rest, "cx": place[1], "cy": place[2], "r": circle[1]}
    return {**rest, "x": place[1], "y": place[2]}


def _short(number: re.Match[str]) -> str:
    """Two decimals: what the eye cannot tell apart need not be written."""
    return f"{round(float(number[0]), 2) + 0.0:g}" if len(number[0]) > 4 else number[0]


def _written(element: Element, own: Sequence[tuple[str, str]]) -> str:
    mark = _mark(element)
    tag, tip = mark.tag.removeprefix(_SVG), mark.get("aria-label", "")
    if tag not in _DRAWN:
        raise ValueError(f"an element that no chart draws: {tag}")
    tag = "circle" if any(name == "r" for name, _ in own) else tag
    said = [("data-tip", tip)] if tip else []
    text = f">{escape(mark.text, quote=False)}</{tag}>" if mark.text else "/>"
    drawn = f"<{tag}{attributes([*own, *said])}{text}"
    href = element.get(_LINK) or element.get("href") if element is not mark else None
    return f"<a{attributes([('href', href), ('aria-label', tip)])}>{drawn}</a>" if href else drawn
