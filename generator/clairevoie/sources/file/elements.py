"""XML → the tree: an element is a record of its attributes (`@id`) and elements, or its text where it has neither."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.file.broken import broken_xml
from clairevoie.sources.file.tree import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, TEXT, Record


def from_xml(content: bytes, name: str) -> Any:
    """Raises SourceError: no XML (with the line), a DOCTYPE (where entities are declared), too deep, too large."""
    if len(content) > MAX_BYTES:
        raise SourceError(Fault(name, f"{len(content):,} bytes, more than the limit of {MAX_BYTES:,}"))
    if not content.strip():
        raise SourceError(Fault(f"{name}:1", "empty"))
    tree = _Tree(name)
    try:
        tree.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise SourceError(Fault(f"{name}:{error.lineno}", broken_xml(error))) from None
    except (LookupError, ValueError):
        raise SourceError(Fault(f"{name}:1", "not XML: its encoding cannot be read; save it as UTF-8")) from None
    return tree.open[0][0]


class _Tree:
    """What expat calls: the elements that are open, each with the pieces of its text."""

    def __init__(self, name: str) -> None:
        self.name, self.seen = name, 0
        self.open: list[tuple[Record, list[str]]] = [(Record(), [])]
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self.text, self.doctype

    def start(self, _: str, attributes: dict[str, str]) -> None:
        if len(self.open) > MAX_DEPTH:
            raise self.fault(f"nested deeper than {MAX_DEPTH} levels")
        self.seen += 1
        if self.seen > MAX_ELEMENTS:
            raise self.fault(f"more elements than the limit of {MAX_ELEMENTS:,}")
        record = Record({f"@{key}": value for key, value in attributes.items()})
        record.line = self.parser.CurrentLineNumber
        self.open.append((record, []))

    def end(self, tag: str) -> None:
        record, parts = self.open.pop()
        _put(self.open[-1][0], tag, _value(record, "".join(parts).strip()))

    def text(self, text: str) -> None:
        self.open[-1][1].append(text)

    def doctype(self, *_: object) -> None:
        raise self.fault("a DOCTYPE is not accepted (entities)")

    def fault(self, what: str) -> SourceError:
        return SourceError(Fault(f"{self.name}:{self.parser.CurrentLineNumber}", what))


def _value(record: Record, text: str) -> Record | str:
    """Every element keeps its line as long as it holds something; an empty or plain one is its text."""
    if not record:
        return text
    if text:
        record[TEXT] = text
    return record


def _put(parent: Record, tag: str, value: Record | str) -> None:
    if tag not in parent:
        parent[tag] = value
    elif isinstance(parent[tag], list):
        parent[tag].append(value)
    else:
        parent[tag] = [parent[tag], value]
