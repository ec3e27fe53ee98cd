"""What a drawing needs besides its data: Vega, and the grammar of each kind as Altair writes it and as Vega reads it.

It follows from the installed libraries and from this package alone, takes two seconds of each process that draws, and
so is kept from one run to the next.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Compiled:
    """vega: a script that gives `window.vega`; grammars: kind → Vega-Lite; views: kind → Vega."""

    vega: str
    grammars: Mapping[str, dict[str, Any]]
    views: Mapping[str, dict[str, Any]]


_HERE: dict[str, Compiled] = {}  # of this process, by recipe


def compiled() -> Compiled:
    """What `keep` found or made in this process, else made now."""
    if _recipe() not in _HERE:
        from clairevoie.charts import compiling

        _HERE[_recipe()] = Compiled(*compiling.made())
    return _HERE[_recipe()]


def keep(folder: Path) -> None:
    """Have it from `folder`, or make it and keep it there: two processes may, at once, and it is the same. What is cut
    or altered is made anew; a folder that cannot be written only costs time."""
    kept = folder / f"{_recipe()}-charts"
    if found := _read(kept):
        _HERE.setdefault(_recipe(), found)
        return
    text = json.dumps(asdict(compiled()))
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        scratch = kept.with_name(f"{kept.name}.{os.getpid()}")
        scratch.write_text(f"{_digest(text)}\n{text}", encoding="utf-8")
        scratch.replace(kept)


def _read(kept: Path) -> Compiled | None:
    try:
        digest, _, text = kept.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    try:
        return Compiled(**json.loads(text)) if digest == _digest(text) else None
    except (TypeError, ValueError):  # of another making, with its own right digest
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _recipe() -> str:
    """What it depends on: the libraries, and how this package asks them."""
    made = [version("altair"), version("vl-convert-python")]
    made += [one.read_text(encoding="utf-8") for one in sorted(files(__package__).iterdir(), key=lambda one: one.name)
             if one.name.endswith(".py")]
    return _digest(repr(made))[:8]
