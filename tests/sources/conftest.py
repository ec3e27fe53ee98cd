"""Database servers, started once for all tests that ask one."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests import databases
from tests.databases import Served


def _needed(kind: str) -> None:
    """A missing server skips its tests and says how to get it; under CLAIREVOIE_REQUIRE_ALL=1 they fail instead."""
    if databases.HINTS[kind] and os.environ.get("CLAIREVOIE_REQUIRE_ALL") != "1":
        pytest.skip(databases.HINTS[kind])


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Served]:
    """A running PostgreSQL."""
    _needed("postgresql")
    with databases.postgresql() as served:
        yield served


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Served]:
    """A running MariaDB."""
    _needed("mariadb")
    with databases.mariadb() as served:
        yield served


@pytest.fixture(params=["postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> Served:
    """Each server in turn."""
    served: Served = request.getfixturevalue(request.param)
    return served
