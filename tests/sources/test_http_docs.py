"""docs/http.md says what there is to say, and each preset has its page."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from pydantic import BaseModel

from clairevoie.sources import presets
from clairevoie.sources.http import auth, pagers, request
from clairevoie.sources.http.fields import WORDS
from clairevoie.sources.http.settings import RequestMapping, Settings
from tests.demo import REPOSITORY

TEXT = (REPOSITORY / "docs" / "http.md").read_text(encoding="utf-8")
MODELS: list[type[BaseModel]] = [model for module in (auth, pagers, request) for name, model in vars(module).items()
          if isinstance(model, type) and issubclass(model, BaseModel) and model is not BaseModel
          and not name.startswith("_")]


def test_every_setting_is_explained() -> None:
    models: list[type[BaseModel]] = [*MODELS, Settings, RequestMapping]
    names = {name for model in models for name in model.model_fields} - {"name"}
    assert len(names) > 60
    assert sorted(name for name in names if not re.search(rf"`[^`]*\b{name}\b[^`]*`", TEXT)) == []


def test_every_kind_and_every_word_is_explained() -> None:
    kinds = {word for model in MODELS if "kind" in model.model_fields
             for word in get_args(model.model_fields["kind"].annotation)}
    assert len(kinds) > 12
    assert len(WORDS) > 15
    assert sorted(word for word in (*WORDS, *kinds) if not re.search(rf"`{word}\b", TEXT)) == []


@pytest.mark.parametrize("name", presets.names())
def test_a_preset_has_its_page_with_every_variable(name: str) -> None:
    page = (REPOSITORY / "docs" / "presets" / f"{name}.md").read_text(encoding="utf-8")
    assert f"clairevoie source new {name}" in page
    assert sorted(key for key in presets.preset(name).variables if f"`{key}`" not in page) == []
    assert f"(presets/{name}.md)" in TEXT
