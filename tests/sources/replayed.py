"""The example's replay server and its recorded answers, for tests."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from clairevoie.project.model import SourceSpec
from clairevoie.sources.itop import Settings, pull
from clairevoie.sources.pulled import Pull
from clairevoie.tables.dataset import Dataset, check
from tests.demo import REPOSITORY

EXAMPLE = REPOSITORY / "examples" / "itop"
ANSWERS = EXAMPLE / "answers"
RECORDED = REPOSITORY.parent / "shared" / "data" / "itop_rest"
USUAL: dict[str, Any] = {"company_org": "NEREIS", "history": ("status",), "start_when_empty": "2020-01-01",
                         "page_size": 50}


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("itop_replay", EXAMPLE / "replay.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


replay = _load()


def recorded(cls: str, folder: Path = ANSWERS) -> list[dict[str, Any]]:
    """The recorded objects of a class: their fields, with `key` and `class`."""
    answer = json.loads((folder / "core_get" / f"{cls}.json").read_bytes())
    return [{**one["fields"], "key": one["key"], "class": one["class"]} for one in (answer["objects"] or {}).values()]


def source(zone: str = "Europe/Paris") -> SourceSpec:
    """The source of the example."""
    return SourceSpec("itop", "itop", EXAMPLE / "data_sources" / "itop", zone, {})


def settings(url: str, **more: Any) -> Settings:
    """The settings of the example, at another address."""
    return Settings.model_validate({**USUAL, "url": url, **more})


def read_example() -> tuple[Pull, Dataset]:
    """The example read over HTTP, as it came and once checked; the environment must hold the credentials."""
    with replay.serving(replay.Recording(ANSWERS)) as url:
        pulled = pull(source(), settings(url))
    return pulled, check("itop", pulled.raws, "Europe/Paris")
