"""Every preset has a template that loads as it is written, with its examples."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from clairevoie.sources import SOURCES, presets

NAMES = presets.names()


@pytest.mark.parametrize("name", NAMES)
def test_its_template_is_a_source_that_loads(name: str) -> None:
    said: dict[str, Any] = yaml.safe_load(presets.template(name))
    SOURCES[said.pop("type")].Settings.model_validate(said)


def test_a_preset_of_files_is_no_api() -> None:
    with pytest.raises(ValidationError, match="toggl_csv is of type csv: `clairevoie source new toggl_csv` writes"):
        SOURCES["http"].Settings.model_validate({"preset": "toggl_csv"})
