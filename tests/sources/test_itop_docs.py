"""docs/itop.md says what there is to say."""

from __future__ import annotations

import pytest

from clairevoie.sources import SOURCES
from clairevoie.sources.itop import vocabulary
from clairevoie.sources.itop.settings import Settings
from tests.demo import REPOSITORY

TEXT = (REPOSITORY / "docs" / "itop.md").read_text(encoding="utf-8")


def test_itop_is_a_kind_of_source() -> None:
    assert SOURCES["itop"].Settings is Settings


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in TEXT


@pytest.mark.parametrize("status", sorted(vocabulary.CHANGE_STATUS.keys() - {"validated", "assigned"}))
def test_every_state_of_a_change_is_explained(status: str) -> None:
    assert status in TEXT
