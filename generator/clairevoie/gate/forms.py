"""Every written form of a content: as it stands, with its escapes undone, and what is encoded or compressed inside it.

Everything works on bytes, so that an offset is a byte of the file.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from clairevoie.gate import folding
from clairevoie.gate.escapes import ANY, ENTITY, FOLDED_LINES, NUL, OTHERS, Back, Undone, drawn
from clairevoie.gate.inside import COMPRESSED

Place = Literal["content", "name", "inside", "encoded"]

_NESTED = 3  # a URL in a JSON string in an HTML attribute
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# What is undone, for the report.
NAMES = ("letters", "tags", ANY.name, *(other.name for other in OTHERS), FOLDED_LINES.name, "utf_16", "windows",
         NUL.name, "base64", *COMPRESSED, "file_names")


@dataclass(frozen=True)
class View:
    """One written form of a content. steps: the way back to the bytes of the file; whole: no piece of another view."""

    text: bytes
    binary: bool
    steps: tuple[Back, ...] = ()
    place: Place = "content"
    whole: bool = True

    @cached_property
    def folded(self) -> bytes:
        """What is searched."""
        return folding.fold(self.text, latin=not self.binary)

    def origins(self, places: list[int]) -> list[int]:
        """Where in the file (or in what is compressed inside it) ascending places in `folded` come from."""
        return self.sources(folding.origins(self.text, places, latin=not self.binary))

    def sources(self, places: list[int]) -> list[int]:
        """The same of places in `text`."""
        for back in reversed(self.steps):
            places = back(places)
        return places

    def at(self, outer: View, start: int) -> View:
        """This form of what begins at `start` in the text of another form: every place in it is there."""

        def back(places: list[int]) -> list[int]:
            return outer.sources([start]) * len(places)

        return replace(self, place="encoded", steps=(back,))

    def after(self, undone: Undone, *, whole: bool = True) -> View:
        """This form with something undone."""
        text, back = undone
        return replace(self, text=text, steps=(*self.steps, back), whole=whole)


def is_binary(content: bytes) -> bool:
    """Whether more than one character in a hundred controls something: a picture is full of such bytes.

    Letters of Windows-1252, which are no UTF-8, are those of a text.
    """
    if content.isascii():
        return content.count(b"\0") * 100 > len(content)
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if not bad and "\0" not in text:
        return False
    return bad * 3 > len(text) or (text.count("\0") + _controls(content)) * 100 > len(text)


def views(content: bytes) -> Iterator[View]:
    """The forms of a content: without inline tags, with them, its escapes undone as many times as they are nested.

    What entities destroy (`AT&amp`) is found by the token's own unescaped form.
    """
    view = View(content, is_binary(content))
    if codec := _WIDE.get(content[:2]):
        yield from _unescaped(replace(view.after(_narrow(content, codec)), binary=False))
    if undone := NUL.undone(content):  # UTF-16 in the middle of a file
        yield view
        view = view.after(undone)
    yield from _unescaped(view)


def _unescaped(view: View) -> Iterator[View]:
    if cut := drawn(view.text):
        bare = view.after(cut, whole=False)
        undone = ENTITY.undone(bare.text)
        yield bare.after(undone, whole=False) if undone else bare
    undone = ENTITY.undone(view.text)
    view = view.after(undone) if undone else view
    yield view
    yield from _others(view)  # never with the entities that a site's own names are written with
    for _ in range(_NESTED):
        if (undone := ANY.undone(view.text)) is None or undone[0] == view.text:
            return
        view = view.after(undone)
        yield view
        yield from _others(view)


def _others(view: View) -> Iterator[View]:
    for way in OTHERS:
        if undone := way.undone(view.text):
            yield view.after(undone)
    if undone := FOLDED_LINES.undone(view.text):
        unfolded = view.after(undone)
        yield unfolded
        if undone := ANY.undone(unfolded.text):
            yield unfolded.after(undone)


def _narrow(content: bytes, codec: str) -> Undone:
    text = content.decode(codec, "replace").encode("utf-8", "replace")
    return text, lambda places: [len(text[:place].decode("utf-8", "ignore").encode(codec)) for place in places]


def _controls(content: bytes) -> int:
    return len(content) - len(content.translate(None, bytes([*range(9), *range(14, 32)])))
