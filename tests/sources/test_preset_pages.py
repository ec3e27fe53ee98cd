"""Every preset has its page, which says each variable, and a template that loads once its examples stand in it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from clairevoie.sources import SOURCES, presets
from tests.demo import REPOSITORY

NAMES = presets.names()
SHARED_PAGES = {"toggl_csv": "toggl"}


def page(name: str) -> str:
    """The documentation of a preset."""
    return (REPOSITORY / "docs" / "presets" / f"{SHARED_PAGES.get(name, name)}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_page_names_the_command_and_each_variable(name: str) -> None:
    text = page(name)
    assert f"clairevoie source new {name}`" in text
    assert "ested against" in text or "ested with" in text
    if presets.preset(name).type == "http":
        assert [variable for variable in presets.preset(name).variables if f"`{variable}`" not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_its_template_is_a_source_that_loads(name: str) -> None:
    said: dict[str, Any] = yaml.safe_load(presets.template(name))
    SOURCES[said.pop("type")].Settings.model_validate(said)


def test_a_preset_of_files_is_no_api() -> None:
    with pytest.raises(ValidationError, match="toggl_csv is of type csv: `clairevoie source new toggl_csv` writes"):
        SOURCES["http"].Settings.model_validate({"preset": "toggl_csv"})
