"""The operator's Markdown: staged for Pelican in a scratch folder, and cleaned once it is HTML."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import nh3
from markupsafe import Markup

from clairevoie.portal import Prose
from clairevoie.words.typography import pick, tied

# fmt: off
_TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "code", "pre", "blockquote", "br", "hr",
    "table", "thead", "tbody", "tr", "th", "td", "sup", "sub", "dl", "dt", "dd",
}
# fmt: on
_FIRST = re.compile(r"^\s*<p>(.*?)</p>", re.DOTALL)
_PIECE = re.compile(r"(<(code|pre)\b.*?</\2>|<[^>]*>)", re.DOTALL)
_SENTENCE = re.compile(r"^(.+?[.…!?])\s+(?=[A-ZÀ-ÖØ-Þ«])", re.DOTALL)


def stage(prose: dict[str, Prose], folder: Path) -> dict[str, str]:
    """Write each piece as a Pelican page; gives {file name: slug}. Names carry nothing of the operator's."""
    names = {}
    for number, slug in enumerate(sorted(prose)):
        name = f"{number:04}.md"
        text = f"Title: {number}\nSlug: {number:04}\n\n{prose[slug].markdown}\n"
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        names[name] = slug
    return names


def typeset(html: str, language: str) -> str:
    """Cleaned HTML (no attribute holds a ">"), its text with the apostrophes and spaces of its language; code as is."""
    pieces = _PIECE.split(html)
    for place in range(0, len(pieces), 3):  # between two pieces of text stand a tag and its name
        pieces[place] = _set(pieces[place], language)
        if place + 2 < len(pieces):
            pieces[place + 2] = ""
    return "".join(pieces)


def clean(html: str, language: str) -> Markup:
    """Sanitised HTML, typeset: no script, style, comment, image or remote thing but an https link.

    Its h1 become h2: a page has one h1, and it is not the prose's.
    """
    html = html.replace("<h1", "<h2").replace("</h1>", "</h2>")
    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "th": {"scope"}},
        url_schemes={"https", "mailto", "tel"},
        link_rel="noreferrer noopener",
        strip_comments=True,
        attribute_filter=_attribute,
    )
    return Markup(typeset(safe, language))  # the one place where prose is declared safe: after nh3, its text changed


def opening(html: Markup) -> tuple[Markup, Markup]:
    """The first sentence of a note, and the rest: the sentence is set apart on the page."""
    first = _FIRST.match(html)
    if not first:
        return Markup(""), html
    body = first.group(1)
    sentence = _SENTENCE.match(body)
    rest_of_body = body[sentence.end() :] if sentence and _balanced(sentence.group(1)) else ""
    head = sentence.group(1) if sentence and rest_of_body else body
    rest = html[first.end() :]
    return Markup(head), Markup(f"<p>{rest_of_body}</p>" if rest_of_body else "") + Markup(
        rest
    )  # cut from cleaned HTML


def _set(text: str, language: str) -> str:
    text = tied(text)
    return pick(language, text, text)


def _balanced(html: str) -> bool:
    return html.count("<") == 2 * html.count("</") or "<" not in html


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag != "a" or name != "href":
        return value
    # A browser reads a backslash as `/`, and would leave the site; `{filename}…` is Pelican's and leads nowhere here.
    if "\\" in value or value.startswith(("{", "%7B")):
        return None
    parts = urlsplit(value)
    return value if parts.scheme in {"https", "mailto", "tel", ""} and not (parts.netloc and not parts.scheme) else None
