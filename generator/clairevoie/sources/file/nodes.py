"""YAML → the tree, by the strict reader: no alias, no tag, no second document, no key twice."""

from __future__ import annotations

from typing import Any

import yaml

from clairevoie.errors import ConfigurationError, Fault, SourceError
from clairevoie.project.strict_yaml import composed, plain
from clairevoie.sources.file.tree import MAX_DEPTH, Broken, Number, Record

MAX_YAML_BYTES = 1_048_576  # its nodes take a hundred times the room of their text, and seven seconds
_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in
         ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "value")}


def from_yaml(content: bytes, name: str) -> Any:
    """Raises SourceError with the line: no YAML, an alias, nested too deep, larger than the limit."""
    if len(content) > MAX_YAML_BYTES:
        raise SourceError(Fault(name, f"{len(content):,} bytes, more than the limit of {MAX_YAML_BYTES:,} for YAML"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError(Fault(f"{name}:{line}", f"byte 0x{content[error.start]:02x} is not UTF-8")) from None
    try:
        node = composed(text, name, MAX_DEPTH)
    except ConfigurationError as error:
        raise SourceError(*error.faults) from None
    if node is None:
        raise SourceError(Fault(f"{name}:1", "empty"))
    return _value(node)


def _value(node: yaml.Node) -> Any:
    if node.tag not in _TAGS:
        return Broken(f"the tag {node.tag!r} is not accepted")
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return _record(node)
    assert isinstance(node, yaml.ScalarNode)
    found = node.value if node.style else plain(node.value)
    if isinstance(found, bool):
        return Number("true" if found else "false")
    return Number(node.value) if isinstance(found, int | float) else found


def _record(node: yaml.MappingNode) -> Record | Broken:
    record = Record()
    record.line = node.start_mark.line + 1
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            return Broken("a key is no plain word")
        if key.value in record:
            return Broken(f"the key {key.value!r} stands twice")
        record[str(key.value)] = _value(value)
    return record
