"""XML → the tree: an element is a record of its attributes (`@id`) and elements, or its text where it has neither."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.file.tree import MAX_BYTES, MAX_DEPTH, TEXT, Record


def from_xml(content: bytes, name: str) -> Any:
    """Raises SourceError: no XML (with the line), a DOCTYPE (where entities are declared), too deep, too large."""
    if len(content) > MAX_BYTES:
        raise SourceError(Fault(name, f"{len(content):,} bytes, more than the limit of {MAX_BYTES:,}"))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    stack: list[tuple[Record, list[str]]] = [(Record(), [])]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) > MAX_DEPTH:
            raise SourceError(Fault(f"{name}:{parser.CurrentLineNumber}", f"nested deeper than {MAX_DEPTH} levels"))
        record = Record({f"@{key}": value for key, value in attributes.items()})
        record.line = parser.CurrentLineNumber
        stack.append((record, []))

    def end(tag: str) -> None:
        record, words = stack.pop()
        _put(stack[-1][0], tag, _value(record, "".join(words).strip()))

    def doctype(*_: object) -> None:
        raise SourceError(Fault(f"{name}:{parser.CurrentLineNumber}", "a DOCTYPE is not accepted (entities)"))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: stack[-1][1].append(text)
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise SourceError(Fault(f"{name}:{error.lineno}", f"not XML: {expat.ErrorString(error.code)}")) from None
    except (LookupError, ValueError) as error:
        raise SourceError(Fault(f"{name}:1", f"not XML: {error}")) from None
    return stack[0][0]


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
