"""YAML that says what it says: no duplicate key, no alias, no surprise type, no second document.

PyYAML keeps the last of two equal keys, reads `NO` as False and `12:30:45` as 45045, and accepts an
alias bomb; this reader refuses them with the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from clairevoie.errors import ConfigurationError, Fault

MAX_BYTES = 1_000_000
MAX_DEPTH = 20

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_TEXT, _MAPPING, _SEQUENCE = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, and the line of each key (path of keys and indexes → line)."""

    name: str
    data: dict[str, Any]
    lines: dict[tuple[str | int, ...], int]

    def where(self, path: tuple[str | int, ...]) -> str:
        """`file:line` of the deepest part of `path` that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines.get(path, 1)}"


def read(file: Path, name: str) -> Document:
    """Read a file whose top is a mapping; `name` is how faults call it. Raises ConfigurationError."""
    node = composed(_text(file, name), name)
    if not isinstance(node, yaml.MappingNode):
        raise ConfigurationError(Fault(f"{name}:1", "a mapping (key: value) is expected at the top"))
    lines: dict[tuple[str | int, ...], int] = {}
    faults: list[Fault] = []
    data = _value(node, (), lines, name, faults)
    if faults:
        raise ConfigurationError(*faults)
    return Document(name, data, lines)


def composed(text: str, name: str, depth: int = MAX_DEPTH) -> yaml.Node | None:
    """The one document of a text as nodes with their lines, None where there is none. Raises ConfigurationError."""
    try:
        return _composed(text, name, depth)
    except yaml.MarkedYAMLError as fault:
        raise ConfigurationError(_not_yaml(text, name, fault)) from None
    except yaml.YAMLError as fault:
        raise ConfigurationError(Fault(name, f"not YAML: {str(fault).splitlines()[0]}")) from None


def plain(text: str) -> str | int | float | bool | None:
    """What an unquoted scalar says: true, null, a number; anything else (NO, 12:30:45, a date) is text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _text(file: Path, name: str) -> str:
    if not file.is_file():
        raise ConfigurationError(Fault(name, "no such file"))
    if file.stat().st_size > MAX_BYTES:
        raise ConfigurationError(Fault(name, f"larger than {MAX_BYTES:,} bytes"))
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ConfigurationError(Fault(name, f"not UTF-8 at byte {fault.start}")) from None


def _not_yaml(text: str, name: str, fault: yaml.MarkedYAMLError) -> Fault:
    mark = fault.problem_mark or fault.context_mark
    if mark is None:
        return Fault(name, f"not YAML: {fault.problem}")
    where = f"{name}:{mark.line + 1}"
    if text[mark.index:mark.index + 1] == "\t":
        return Fault(f"{where}:{mark.column + 1}", "a tab stands where spaces belong; indent with spaces")
    return Fault(where, f"not YAML: {fault.problem}")


def _composed(text: str, name: str, most: int) -> yaml.Node | None:
    """Out of the flat stream of events: aliases, depth and second documents are refused before anything recurses."""
    open_: list[yaml.NodeEvent] = []
    within: list[list[yaml.Node]] = [[]]
    documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.ScalarEvent):
            mark: Any = event.start_mark
            within[-1].append(yaml.ScalarNode(_tag(event, _TEXT), event.value, mark, None, event.style))
        elif isinstance(event, yaml.CollectionStartEvent):
            open_.append(event)
            within.append([])
            if len(open_) > most:
                raise ConfigurationError(Fault(_at(event, name), f"nested deeper than {most} levels"))
        elif isinstance(event, yaml.CollectionEndEvent):
            items = within.pop()
            within[-1].append(_collection(open_.pop(), items))
        elif isinstance(event, yaml.AliasEvent):
            raise ConfigurationError(Fault(_at(event, name), "aliases (*name) are not accepted"))
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise ConfigurationError(Fault(_at(event, name), "a second document (---) in one file"))
    return within[0][0] if within[0] else None


def _collection(start: yaml.NodeEvent, items: list[yaml.Node]) -> yaml.Node:
    mark: Any = start.start_mark
    if isinstance(start, yaml.MappingStartEvent):
        return yaml.MappingNode(_tag(start, _MAPPING), list(zip(items[::2], items[1::2], strict=True)), mark)
    return yaml.SequenceNode(_tag(start, _SEQUENCE), items, mark)


def _tag(event: yaml.NodeEvent, untold: str) -> str:
    """What its author calls it; "!" says no more than nothing does."""
    said = getattr(event, "tag", None)
    return untold if said in (None, "!") else str(said)


def _at(event: yaml.Event, name: str) -> str:
    return f"{name}:{event.start_mark.line + 1 if event.start_mark else 1}"


def _value(node: yaml.Node, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int],
           name: str, faults: list[Fault]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if node.tag not in _TAGS:
        faults.append(Fault(f"{name}:{node.start_mark.line + 1}", "a tag (!…) is not accepted; quote a text that begins"
                            " with !"))
        return None
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), lines, name, faults) for index, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, name, faults)
    assert isinstance(node, yaml.ScalarNode)
    return node.value if node.style else plain(node.value)


def _mapping(node: yaml.MappingNode, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int],
             name: str, faults: list[Fault]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            faults.append(Fault(f"{name}:{line}", "a key must be a plain word"))
            continue
        key = str(key_node.value)
        if key in result:
            faults.append(Fault(f"{name}:{line}", f"the key {key!r} stands twice"))
        lines[(*path, key)] = line
        result[key] = _value(value_node, (*path, key), lines, name, faults)
    return result


_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in
         ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge", "value")}
