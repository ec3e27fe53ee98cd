"""One bucket, one proxy, one edge and one process that forks publishers, for all tests here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.behind.forked import Forks, forking
from tests.behind.ground import Ground, ground


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """Emptied by who uses it."""
    with ground(tmp_path_factory.mktemp("behind")) as made:
        yield made


@pytest.fixture(scope="module")
def forks(here: Ground) -> Iterator[Forks]:
    """With the publisher's credentials."""
    with forking() as made:
        yield made
