"""A preset and a source.yml → one set of settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from clairevoie.errors import unknown
from clairevoie.sources.environment import check_name
from clairevoie.sources.presets.known import Preset, filled, names, preset


def expanded(said: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that source.yml means: those of its preset, its variables filled in, overridden and extended by its
    own, and `defaults` under each request. Raises ValidationError where a variable is missing.
    """
    own = dict(said)
    name = own.get("preset", "")
    if name:
        own = merged(_filled(str(name), own), own)
    defaults = own.pop("defaults", {})
    requests = own.get("requests")
    if isinstance(defaults, dict) and defaults and isinstance(requests, dict):
        own["requests"] = {key: merged(defaults, body) if isinstance(body, dict) else body
                           for key, body in requests.items()}
    return own


def merged(under: Any, over: Any) -> Any:
    """`over` laid upon `under`: mappings key by key (`null` takes a key away), a mapping upon a list upon each of its
    members, all else in the other's place. Two `kind`s do not mix.
    """
    if isinstance(over, dict) and isinstance(under, list) and under and all(isinstance(one, dict) for one in under):
        return [merged(one, over) for one in under]
    if not isinstance(over, dict) or not isinstance(under, dict):
        return over
    if "kind" in over and over["kind"] != under.get("kind", over["kind"]):
        return over
    result = dict(under)
    for key, value in over.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(under[key], value) if key in under else value
    return result


def _filled(name: str, own: dict[str, Any]) -> dict[str, Any]:
    if name not in names():
        raise _fault("preset", unknown("", "preset", name, names()).what)
    known = preset(name)
    if known.type != "http":
        raise _fault("preset", f"{name} is of type {known.type}: `clairevoie source new {name}` writes its source.yml")
    missing = [key for key, variable in known.variables.items() if variable.required and own.get(key) is None]
    if missing:
        raise _fault("preset", f"{name} asks for {', '.join(missing)}; see docs/presets/{name}.md")
    if wrong := list(_no_names(known, own)):
        raise _faults(*wrong)
    values = {key: merged(variable.default, own.get(key) if own.get(key) is not None else variable.default)
              for key, variable in known.variables.items()}
    result: dict[str, Any] = filled(known.source, values)
    for key in known.variables:
        if key != "url":
            own.pop(key, None)
    return result


def _no_names(known: Preset, own: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is no name of a variable of the environment, where source.yml says it: in what the preset makes of it nobody
    would find it."""
    for key, value in own.items():
        if key in known.variables and key.endswith("_env") and value is not None:
            try:
                check_name(str(value))
            except ValueError as error:
                yield key, str(error)


def _fault(key: str, what: str) -> ValidationError:
    return _faults((key, what))


def _faults(*faults: tuple[str, str]) -> ValidationError:
    return ValidationError.from_exception_data("Settings", [InitErrorDetails(
        type=PydanticCustomError("setting", "{what}", {"what": what}), loc=(key,), input=None) for key, what in faults])
