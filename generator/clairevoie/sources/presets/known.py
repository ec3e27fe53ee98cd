"""The presets that there are, and the source.yml that one asks to fill in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from clairevoie.errors import ConfigurationError, unknown
from clairevoie.project.strict_yaml import read

_FOLDER = Path(__file__).parent
_WORD = re.compile(r"\$\(([a-z_]+)\)")


class Variable(BaseModel):
    """What source.yml says in a preset's place. Without a default it must be said; `example` shows how."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    default: str | int | float | bool | list[str] | dict[str, str] | None = None
    example: str | int | float | bool | list[str] | dict[str, str] | None = None

    @property
    def required(self) -> bool:
        """Whether source.yml must say it."""
        return self.default is None


class Preset(BaseModel):
    """One file: `title`, `about`, `variables`, and under `source` what a source.yml would say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    about: str
    type: str = "http"
    variables: Annotated[dict[str, Variable], Field(min_length=1)]
    source: dict[str, Any] = {}


def names() -> tuple[str, ...]:
    """The names of all presets, sorted."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yml")))


@cache
def preset(name: str) -> Preset:
    """A preset by its name. Raises ConfigurationError where there is none."""
    if name not in names():
        raise ConfigurationError(unknown("preset", "preset", name, names()))
    return Preset.model_validate(read(_FOLDER / f"{name}.yml", f"preset {name}").data)


def filled(value: Any, values: Mapping[str, Any]) -> Any:
    """The same with `$(variable)` filled in; a text that is nothing else takes the variable's own kind."""
    if isinstance(value, dict):
        return {filled(key, values): filled(one, values) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, values) for one in value]
    if not isinstance(value, str):
        return value
    whole = _WORD.fullmatch(value)
    if whole and whole[1] in values:
        return values[whole[1]]
    return _WORD.sub(lambda found: str(values.get(found[1], found[0])), value)


def template(name: str) -> str:
    """The source.yml of a preset, to fill in: what must be said, and behind `#` what may. Raises ConfigurationError."""
    known = preset(name)
    lines = [f"# {known.title}: {known.about}", f"type: {known.type}"]
    if known.type != "http":
        return "\n".join([*lines, *_whole(known)]) + "\n"
    lines.append(f"preset: {name}")
    for key, variable in known.variables.items():
        lines += ["", f"# {variable.about}", *_said(key, variable)]
    return "\n".join(lines) + "\n"


def _whole(known: Preset) -> list[str]:
    """The settings themselves, variables filled in by their examples, where a kind of source takes no preset."""
    values = {key: variable.example if variable.required else variable.default
              for key, variable in known.variables.items()}
    said = yaml.safe_dump(filled(known.source, values), allow_unicode=True, sort_keys=False, width=1000)
    return [*(f"# {key}: {variable.about}" for key, variable in known.variables.items()), *said.splitlines()]


def _said(key: str, variable: Variable) -> list[str]:
    value = variable.example if variable.required else variable.default
    text = yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=1000)
    return [line if variable.required else f"# {line}" for line in text.splitlines()]
