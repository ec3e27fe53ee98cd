"""XML → the tree: an element is a record of its attributes (`@id`) and elements, or its text where it has neither."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat
from xml.parsers.expat import errors

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.file.tree import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, TEXT, Record

_ENDS = "not XML: it ends in the middle"
_BROKEN = {code: what for said, what in {  # what expat says → what a person would
    errors.XML_ERROR_NO_ELEMENTS: _ENDS, errors.XML_ERROR_UNCLOSED_TOKEN: _ENDS, errors.XML_ERROR_PARTIAL_CHAR: _ENDS,
    errors.XML_ERROR_UNCLOSED_CDATA_SECTION: _ENDS,
    errors.XML_ERROR_TAG_MISMATCH: "not XML: another element is closed than the one that is open",
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "not XML: something stands behind its end",
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "not XML: an attribute stands twice",
    errors.XML_ERROR_UNDEFINED_ENTITY: "not XML: an entity (&name;) that XML does not have",
    errors.XML_ERROR_UNKNOWN_ENCODING: "not XML: its encoding cannot be read; save it as UTF-8",
    errors.XML_ERROR_INCORRECT_ENCODING: "not XML: its encoding is not the one that it names",
}.items() if (code := errors.codes[said])}


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
        what = _BROKEN.get(error.code, f"not XML at column {error.offset + 1}")
        raise SourceError(Fault(f"{name}:{error.lineno}", what)) from None
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
